"""After the end: the follow-up visit, a bad evaluation put right with the evaluator protected, policy benefits."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from cases.actions import benefits, finishing, followups, rectifying
from cases.enums import CaseStatus, DocumentKind
from cases.enums_finish import FollowUpKind, RectificationStatus
from cases.exceptions import BadInput, CaseError, NotAllowed, Stale
from cases.models import Case, FollowUp, Notice, PolicyBenefit, Rectification
from cases.queries import aftercare, daily, story
from tests.cases.documents_data import PROJECT, text
from tests.cases.documents_finishing import a_follow_up
from tests.cases.kit import fresh, refused
from tests.cast import Cast, case_in

S = CaseStatus


def answer(**changes: object) -> followups.Answer:
    facts = {
        "way": "phone",
        "on": timezone.localdate(),
        "person": "王建业（示例）",
        "said": "都办好了。",
        "outcome": "settled",
    }
    return followups.Answer(**(facts | changes))  # type: ignore[arg-type]


@pytest.fixture
def closed(cast: Cast) -> Case:
    return case_in(cast, S.CLOSED)


@pytest.fixture
def bad(closed: Case, cast: Cast) -> Rectification:
    finishing.evaluate(closed, level=2, comment="太慢", by=cast.li)
    return Rectification.objects.get()


def owed(user: object) -> list[str]:
    return [one.kind for one in daily.duties(user) if one.kind in {"follow_up", "rectification"}]  # type: ignore[arg-type]


@pytest.mark.req("P-070")
def test_a_follow_up_visit_is_owed_after_the_end_recorded_once_and_printed(closed: Case, cast: Cast) -> None:
    visit = FollowUp.objects.get()
    assert (visit.kind, visit.days, visit.on) == (FollowUpKind.CLOSING, closed.term("follow_up_wd"), None)
    assert visit.due is not None
    assert visit.due > timezone.localdate()
    assert owed(cast.chen) == ["follow_up"]
    for wrong, field in (
        ({"way": ""}, "way"), ({"outcome": ""}, "outcome"), ({"person": " "}, "person"), ({"said": " "}, "said"),
        ({"outcome": "left"}, "left"), ({"on": timezone.localdate() + timedelta(days=1)}, "on"),
        ({"on": timezone.localdate() - timedelta(days=1)}, "on"),
    ):  # fmt: skip
        with refused(BadInput, field=field):
            followups.record(fresh(closed), answer(**wrong), by=cast.chen)
    with refused(NotAllowed):
        followups.record(fresh(closed), answer(), by=cast.feng)
    version = fresh(closed).version
    made = followups.record(fresh(closed), answer(outcome="left", left="补发一份副本"), by=cast.chen, version=version)
    assert made.pk == visit.pk
    assert made.document is not None
    assert (made.document.kind, made.document.number[:3]) == (DocumentKind.FOLLOW_UP, "HF-")
    assert Notice.objects.filter(kind="follow_up_left", recipient=cast.sun).count() == 1
    assert owed(cast.chen) == []
    with refused(Stale):
        followups.record(fresh(closed), answer(), by=cast.chen, version=version)
    with refused(CaseError, says="on record already"):
        followups.record(fresh(closed), answer(), by=cast.chen)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.create(case=closed, kind=FollowUpKind.CLOSING)


def test_the_record_says_what_is_left_only_when_something_is() -> None:
    assert "待跟进事项" not in text(followups.form.follow_up(a_follow_up(PROJECT)))
    assert "补发副本" in text(followups.form.follow_up(a_follow_up(PROJECT, left="补发副本")))


@pytest.mark.req("P-080")
def test_a_bad_evaluation_opens_a_rectification_and_a_fair_one_or_silence_does_not(cast: Cast) -> None:
    for level in (3, 4, 5):
        case = case_in(cast, S.CLOSED, name=f"示例项目{level}")
        finishing.evaluate(case, level=level, by=cast.wang)
    assert not Rectification.objects.exists()
    case = case_in(cast, S.CLOSED, name="示例项目一")
    finishing.evaluate(case, level=1, by=cast.wang)
    row = Rectification.objects.get()
    assert (row.case, row.days, row.responsible) == (case, case.term("rectification_wd"), None)
    assert Notice.objects.filter(kind="rectification_opened", recipient=cast.sun).count() == 1
    assert [("rectification" in owed(user)) for user in (cast.sun, cast.qian, cast.chen)] == [True, True, False]


@pytest.mark.req("P-080")
def test_a_rectification_is_refused_to_be_closed_until_measure_reply_and_call_back_are_there(
    bad: Rectification, cast: Cast
) -> None:
    case = bad.case
    with refused(NotAllowed, says="head of the agency names"):
        rectifying.assign(bad, responsible=cast.chen, by=cast.chen)
    rectifying.assign(bad, responsible=cast.chen, by=cast.sun)
    for lacks in ("the measure", "the reply", "the call-back"):
        with refused(CaseError, says=lacks):
            rectifying.close(bad, result="已改进", by=cast.sun)
    with refused(CaseError, says="Say first what is done"):
        rectifying.reply(bad, text="已改进", by=cast.chen)
    rectifying.measure(bad, cause="efficiency", text="每日清单，专人跟进。", by=cast.chen)
    with refused(CaseError, says="Answer the enterprise first"):
        followups.record(fresh(case), answer(), call_back=True, by=cast.sun)
    rectifying.reply(bad, text="已安排专人。", by=cast.chen)
    assert set(Notice.objects.filter(kind="rectification_replied").values_list("recipient", flat=True)) >= {
        cast.wang.pk,
        cast.li.pk,
    }
    with refused(CaseError, says="the call-back after the reply"):
        rectifying.close(bad, result="已改进", by=cast.sun)
    bad.refresh_from_db()
    assert (cast.sun in aftercare.who_calls_back(bad), cast.chen in aftercare.who_calls_back(bad)) == (True, False)
    with refused(NotAllowed, says="had a part in putting it right does not call the enterprise back. Who can: "):
        followups.record(fresh(case), answer(), call_back=True, by=cast.chen)
    bad.refresh_from_db()
    assert bad.status == RectificationStatus.REPLIED
    followups.record(fresh(case), answer(outcome="left", left="还慢"), call_back=True, by=cast.sun)
    bad.refresh_from_db()
    assert bad.status == RectificationStatus.CALLED, "it waits for a check, not for a call-back"
    assert "rectification" in owed(cast.chen), "the enterprise said that something is left"
    with refused(BadInput, says="something is left to do", field="why"):
        rectifying.close(bad, result="已改进", by=cast.sun)
    rectifying.reply(bad, text="再次调整。", by=cast.chen)
    with refused(CaseError, says="the call-back after the reply"):
        rectifying.close(bad, result="已改进", by=cast.sun)
    bad.refresh_from_db()
    assert bad.status == RectificationStatus.REPLIED
    followups.record(fresh(case), answer(), call_back=True, by=cast.sun)
    assert ["rectification" in owed(user) for user in (cast.sun, cast.qian, cast.chen)] == [True, True, False]
    with refused(NotAllowed, says="the head of the agency or a supervisor of the region"):
        rectifying.close(bad, result="已改进", by=cast.chen)
    rectifying.close(bad, result="已改进", by=cast.sun)
    bad.refresh_from_db()
    assert (bad.closed_by, aftercare.lacking(bad)) == (cast.sun, [])
    with refused(CaseError, says="is closed"):
        rectifying.reply(bad, text="x", by=cast.sun)
    with refused(CaseError, says="no rectification"):
        followups.record(fresh(case), answer(), call_back=True, by=cast.sun)


@pytest.mark.req("P-080")
def test_nobody_of_the_case_is_told_who_evaluated(bad: Rectification, cast: Cast) -> None:
    with translation.override("en"):
        entry = next(one for one in story.timeline(bad.case, cast.chen) if one.kind == "evaluate")
        other = next(one for one in story.timeline(bad.case, cast.chen) if one.kind == "submit")
    assert entry.actor_name == "The enterprise"
    assert other.actor_name == cast.wang.name  # the control: any other act names who did it
    for notice in Notice.objects.filter(kind__startswith="rectification"):
        assert cast.li.name not in str(notice.data)


@pytest.mark.req("W-070")
def test_a_policy_benefit_is_applied_for_once_and_granted_or_refused_with_its_reason(cast: Cast) -> None:
    case, today = case_in(cast, S.UNDERWAY), timezone.localdate()
    made = benefits.apply(case, policy="示例技改补助", applied_on=today, amount=Decimal("120000.00"), by=cast.chen)
    assert (made.agent, Notice.objects.filter(kind="benefit_applied", recipient=cast.wang).count()) == (cast.chen, 1)
    with refused(CaseError, says="not decided yet", field="policy"):
        benefits.apply(fresh(case), policy=" 示例技改补助 ", applied_on=today, by=cast.chen)
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyBenefit.objects.create(case=case, policy=made.policy, applied_on=today, agent=cast.chen, by=cast.chen)
    for wrong, field in (
        ({"policy": " "}, "policy"), ({"amount": Decimal(0)}, "amount"), ({"applied_on": today + timedelta(days=1)}, "applied_on"),
    ):  # fmt: skip
        with refused(BadInput, field=field):
            benefits.apply(fresh(case), **({"policy": "另一项", "applied_on": today} | wrong), by=cast.chen)  # type: ignore[arg-type]
    for wrong, field in (
        ({"status": "applied"}, "status"), ({"status": "refused"}, "reason"),
        ({"status": "refused", "reason": "x", "granted": Decimal(1)}, "granted"),
        ({"decided_on": today - timedelta(days=1)}, "decided_on"),
    ):  # fmt: skip
        with refused(BadInput, field=field):
            benefits.decide(made, **({"status": "granted", "decided_on": today} | wrong), by=cast.chen)  # type: ignore[arg-type]
    benefits.decide(made, status="granted", decided_on=today, granted=Decimal("100000"), by=cast.chen)
    with refused(CaseError, says="decided already"):
        benefits.decide(made, status="refused", decided_on=today, reason="x", by=cast.chen)
    assert Notice.objects.filter(kind="benefit_granted", recipient=cast.wang).count() == 1
    benefits.apply(fresh(case), policy="示例技改补助", applied_on=today, by=cast.chen)
    assert case.benefits.count() == 2
