"""Findings of the four kinds: proposed by rules from the record, heard, decided by somebody unconcerned, ordered, referred."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from cases import findings as law
from cases import permissions, worktime
from cases.actions import contacts, findings, reference, referrals, supervision, urging
from cases.enums import PostRole
from cases.enums_findings import FindingAct, FindingKind, FindingStatus, ReferralState, Sought
from cases.enums_work import ContactWay, OrderGround
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.management.demo import people
from cases.models import Case, Finding, FindingRule, FindingStep, Notice, Unit, User
from cases.queries import calendars, finding_facts, letters
from cases.queries import findings as readers
from tests.cases import supervised
from tests.cases.kit import fresh, refused
from tests.cases.supervised import DEV, LATER, SIGNED
from tests.cast import PULANDIAN, Cast

S, K, A = FindingStatus, FindingKind, FindingAct
RULE = law.Rule(1, "late", K.SLOWNESS, Sought.ITEM_LATE, 3, 1)
SEEN = law.Seen(Sought.ITEM_LATE, "G04", date(2026, 9, 1), 3, 7)


@pytest.fixture
def case(cast: Cast) -> Case:
    return supervised.running(cast)


@pytest.fixture
def watch(cast: Cast) -> User:
    return supervised.supervisor()


@pytest.fixture
def now() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield LATER


def filed(case: Case, by: User, code: str = DEV, **more: Any) -> Finding:
    given = {"kind": K.ARBITRARY, "unit": Unit.objects.get(code=code), "text": "收件后又口头加要材料。"} | more
    return findings.file(fresh(case), **given, by=by)


def heard(finding: Finding, by: User, unit_agent: User) -> Finding:
    findings.hear(finding, days=3, by=by)
    return findings.state(finding, text="情况属实，已补办。", by=unit_agent)


# What the rules say, without a database


@pytest.mark.req("W-095", "P-092")
@pytest.mark.parametrize(("count", "met"), [(2, False), (3, True), (4, True)])
def test_a_fact_is_proposed_from_the_threshold_on(count: int, met: bool) -> None:
    assert bool(law.propose([RULE], [replace(SEEN, count=count)])) is met


def test_a_rule_proposes_only_the_fact_that_it_looks_for() -> None:
    assert law.propose([RULE], [replace(SEEN, sought=Sought.DELIVERY_LATE, count=99)]) == []


def test_of_two_rules_the_one_that_asks_most_names_the_finding() -> None:
    hard = replace(RULE, code="very-late", kind=K.INACTION, threshold=20)
    found = law.propose([RULE, hard], [SEEN, replace(SEEN, label="G05", count=20)])
    assert [(one.rule.kind, one.seen.label) for one in found] == [(K.SLOWNESS, "G04"), (K.INACTION, "G05")]


def test_every_status_has_its_row_in_the_law_and_every_act_its_place() -> None:
    assert set(law.TABLE) == set(S)
    assert {act for acts in law.TABLE.values() for act in acts} == set(A) - {A.PROPOSE, A.MOVE}
    assert S.CONFIRMED not in law.TABLE[S.PROPOSED].values(), "nobody is found guilty unheard"


@pytest.mark.usefixtures("reference")
def test_the_shipped_rules_cover_the_four_kinds_and_every_fact() -> None:
    rows = FindingRule.objects.all()
    assert {row.kind for row in rows} == set(K)
    assert {row.sought for row in rows} == set(Sought)


# From the record


@pytest.mark.req("W-095", "P-092")
def test_what_is_late_is_proposed_once_with_rule_version_and_facts_of_the_day(
    case: Case, cast: Cast, now: datetime
) -> None:
    made = findings.propose(case)
    slow = next(one for one in made if one.facts["sought"] == Sought.ITEM_LATE)
    rule = FindingRule.objects.get(code="item-slow")
    due = date.fromisoformat(slow.facts["since"])
    assert (slow.kind, slow.rule, slow.rule_version, slow.status) == (K.SLOWNESS, rule, 1, S.PROPOSED)
    assert slow.facts["count"] == worktime.used(due, LATER.date(), calendars.current())
    assert slow.facts["on"] == "2026-11-10"
    assert slow.number.startswith(f"DC-{PULANDIAN}-2026-")
    assert slow.unit == case.handling_unit, "nothing was filed yet: it is the agency's own delay"
    with translation.override("en"):
        assert "An item is past its date" in readers.words(slow.facts)
    with time_machine.travel(LATER + timedelta(days=1), tick=False):
        assert findings.propose(case) == [], "the same fact is not found again"
        slow.refresh_from_db()
        assert slow.facts["on"] == "2026-11-10", "the facts stay as they were"


def test_a_case_in_time_gives_no_finding(case: Case, cast: Cast) -> None:
    with time_machine.travel(SIGNED + timedelta(hours=1), tick=False):
        assert findings.propose(case) == []


@pytest.mark.req("W-095")
def test_an_administrator_sets_the_threshold_and_the_version_is_kept(case: Case, cast: Cast, now: datetime) -> None:
    rule = FindingRule.objects.get(code="item-slow")
    reference.change(rule, {"threshold": 500}, reason="本地口径", by=cast.jin)
    assert "item_late" not in {one.facts["sought"] for one in findings.propose(case)}
    reference.change(rule, {"threshold": 2}, reason="本地口径", by=cast.jin)
    again = next(one for one in findings.propose(case) if one.facts["sought"] == "item_late")
    assert again.rule_version == 3


@pytest.mark.req("W-095")
def test_urged_three_times_without_a_word_is_inaction_and_one_answer_ends_it(case: Case, cast: Cast) -> None:
    for day in range(3):
        with time_machine.travel(LATER + timedelta(days=day), tick=False):
            urging.run()
    with time_machine.travel(LATER + timedelta(days=3), tick=False):
        seen = [one for one in finding_facts.of_case(fresh(case)) if one.sought == Sought.URGINGS_IGNORED]
        assert {one.count for one in seen} == {3}
        one = seen[0]
        row = case.urges.filter(to=one.person).order_by("pk").first()
        assert row is not None
        urging.acknowledge(row, answer="本周办结。", by=row.to)
        left = [two.label for two in finding_facts.of_case(fresh(case)) if two.sought == Sought.URGINGS_IGNORED]
        assert f"{row.what}/{row.label}/{row.to_id}" not in left


@pytest.mark.req("W-095")
def test_a_visit_that_did_not_take_place_is_sham_action(case: Case, cast: Cast, now: datetime) -> None:
    told = contacts.Facts(
        way=ContactWay.AGENT_VISIT, on=LATER.date(), people="刘首席（示例）", met="何海（示例）", place="示例现场", purpose="取件"
    )  # fmt: skip
    visit = contacts.record(case, told, by=cast.liu)
    assert "visit_void" not in {one.sought for one in finding_facts.of_case(fresh(case))}
    contacts.correct(visit, None, what_was_wrong="企业反映当日无人到访。", by=cast.liu)
    made = next(one for one in findings.propose(case) if one.kind == K.SHAM)
    assert (made.person, made.unit, made.facts["why"]) == (cast.liu, case.handling_unit, "企业反映当日无人到访。")


def test_who_judges_is_told_once_of_all_that_is_new(case: Case, cast: Cast, watch: User, now: datetime) -> None:
    # Weekly reports that are missing concern other units, too.
    FindingRule.objects.filter(code="report-missing").update(active=False)
    count = findings.run()
    assert count == Finding.objects.count() > 0
    mail = Notice.objects.get(kind="findings_proposed", recipient=watch)
    assert mail.data == {"count": count, "opens": "findings"}
    assert not Notice.objects.filter(kind="findings_proposed", recipient=cast.liu).exists(), "all concern her own unit"
    findings.run()
    assert Notice.objects.filter(kind="findings_proposed", recipient=watch).count() == 1


# The way of a finding


@pytest.mark.req("W-095", "P-092")
def test_filed_heard_confirmed_ordered_answered_checked_closed(
    case: Case, cast: Cast, watch: User, now: datetime
) -> None:
    yang = cast.unit_agents[DEV]
    made = filed(case, cast.liu)
    assert [row.recipient for row in Notice.objects.filter(kind="finding_filed")] == [watch]
    findings.hear(made, days=3, by=watch)
    assert made.hearing_due == worktime.due(LATER.date(), 3, "wd", calendars.current()).date
    findings.state(made, text="系新任人员误解。", by=yang)
    findings.confirm(made, reason="与陈述及记录一致。", by=watch)
    order = findings.order(made, demand="停止加要材料，书面说明。", days=3, by=watch)
    assert (order.ground, order.finding, made.status) == (OrderGround.FINDING, made, S.ORDERED)
    with refused(CaseError, says="is not settled yet"):
        findings.close(made, words="已整改。", by=watch)
    supervision.answer(order, text="已停止。", by=yang)
    supervision.accept(order, words="属实。", by=watch)
    made.refresh_from_db()
    findings.close(made, words="已整改。", by=watch)
    assert made.closed_at is not None
    steps = [(row.act, row.by) for row in made.steps.all()]
    assert steps == [
        (A.PROPOSE, cast.liu), (A.HEAR, watch), (A.STATE, yang), (A.CONFIRM, watch), (A.ORDER, watch), (A.CLOSE, watch),
    ]  # fmt: skip
    for notice in Notice.objects.filter(kind__startswith="finding").select_related(
        "recipient", "case__project", "case__scheme"
    ):
        assert "%(" not in "".join(letters.words(notice, "en"))


@pytest.mark.req("W-095")
def test_a_unit_that_lets_its_day_pass_may_be_found_against_and_not_before(
    case: Case, cast: Cast, watch: User, now: datetime
) -> None:
    made = findings.hear(filed(case, cast.liu), days=2, by=watch)
    with refused(CaseError, says="still has time"):
        findings.confirm(made, reason="属实。", by=watch)
    with time_machine.travel(LATER + timedelta(days=3), tick=False):
        findings.confirm(made, reason="逾期未陈述，记录清楚。", by=watch)
    assert made.status == S.CONFIRMED


@pytest.mark.req("W-095", "P-092")
def test_the_one_concerned_never_decides_the_own_finding(case: Case, cast: Cast, watch: User, now: datetime) -> None:
    agency = case.handling_unit.code
    made = filed(case, watch, code=agency, person=cast.liu)
    for act in (
        lambda: findings.dismiss(made, reason="没有的事。", by=cast.liu),
        lambda: findings.hear(made, days=3, by=cast.liu),
    ):
        with refused(NotAllowed, says="concerns the own person or unit"):
            act()
    second = people.person("second", "示例督导乙")
    people.post(second, f"{PULANDIAN}-inspection", PostRole.WORK_SUPERVISOR)
    heard(made, second, cast.liu)
    with refused(NotAllowed, says="concerns the own person or unit"):
        findings.confirm(made, reason="x", by=cast.liu)
    inside = people.person("inside", "示例同单位督导")
    people.post(inside, agency, PostRole.WORK_SUPERVISOR)
    with refused(NotAllowed, says="concerns the own person or unit"):
        findings.dismiss(made, reason="x", by=inside)
    with refused(NotAllowed, says="neither hears the unit nor decides"):
        findings.confirm(made, reason="x", by=watch)
    findings.confirm(made, reason="属实。", by=second)


def test_whoever_joins_the_team_of_the_agency_concerned_does_not_decide_either(
    case: Case, cast: Cast, watch: User, now: datetime
) -> None:
    made = filed(case, watch, code=case.handling_unit.code)
    second = people.person("second", "示例督导乙")
    people.post(second, f"{PULANDIAN}-inspection", PostRole.OVERALL_MANAGER)
    assert permissions.may_on_finding(second, A.DISMISS, made)
    case.team.create(user=second, role=PostRole.OVERALL_MANAGER)
    assert not permissions.may_on_finding(second, A.DISMISS, Finding.objects.get(pk=made.pk))
    assert made not in readers.visible_to(second)


@pytest.mark.parametrize("who", ["he", "chen", "unit", "jin"])
def test_nobody_else_files_or_decides(case: Case, cast: Cast, watch: User, now: datetime, who: str) -> None:
    nobody = cast.unit_agents[DEV] if who == "unit" else getattr(cast, who)
    with refused(NotAllowed):
        filed(case, nobody)
    made = filed(case, cast.liu)
    assert not readers.visible_to(nobody).exists()
    with refused(NotAllowed):
        findings.dismiss(made, reason="x", by=nobody)
    findings.hear(made, days=3, by=watch)
    with refused(NotAllowed, says="by the unit concerned"):
        findings.state(made, text="x", by=cast.he)


def test_the_unit_sees_a_finding_once_it_is_heard(case: Case, cast: Cast, watch: User, now: datetime) -> None:
    made, yang = filed(case, cast.liu), cast.unit_agents[DEV]
    assert made not in readers.visible_to(yang)
    assert readers.owed(watch) == [made]
    findings.hear(made, days=3, by=watch)
    assert made in readers.visible_to(yang)
    assert readers.owed(yang) == [made]
    assert readers.possible(yang, made) == [A.STATE]


@pytest.mark.parametrize(
    ("given", "field"),
    [({"kind": "x"}, "kind"), ({"text": " "}, "text"), ({"code": "370783-agency"}, "unit")],
)  # fmt: skip
def test_a_finding_by_hand_names_kind_unit_and_what_was_seen(
    case: Case, cast: Cast, now: datetime, given: dict[str, Any], field: str
) -> None:
    with refused(BadInput, field=field):
        filed(case, cast.liu, **given)
    with refused(BadInput, field="person"):
        filed(case, cast.liu, person=cast.chen)


def test_a_decision_has_its_reason_and_ends_what_it_ends(case: Case, cast: Cast, watch: User, now: datetime) -> None:
    made = filed(case, cast.liu)
    with refused(BadInput, field="reason"):
        findings.dismiss(made, reason=" ", by=watch)
    findings.dismiss(made, reason="记录不支持。", by=watch)
    assert not Notice.objects.filter(kind="finding_dismissed", recipient=cast.unit_agents[DEV]).exists(), (
        "never heard of it"
    )
    with refused(StepNotAllowed, says="Dismissed"):
        findings.hear(made, days=3, by=watch)


@pytest.mark.req("P-092")
def test_a_confirmed_finding_goes_to_the_discipline_authority_and_its_outcome_comes_back(
    case: Case, cast: Cast, watch: User, now: datetime
) -> None:
    made, given = (
        filed(case, cast.liu),
        {"body": "普兰店区纪委监委", "on": LATER.date(), "reference": "示例移送〔2026〕1号"},
    )
    with refused(StepNotAllowed, says="Proposed"):
        referrals.refer(made, **given, by=watch)
    findings.confirm(heard(made, watch, cast.unit_agents[DEV]), reason="属实。", by=watch)
    with refused(BadInput, field="reference"):
        referrals.refer(made, **(given | {"reference": " "}), by=watch)
    with refused(BadInput, field="on"):
        referrals.refer(made, **(given | {"on": LATER.date() + timedelta(days=1)}), by=watch)
    before = Notice.objects.count()
    row = referrals.refer(made, **given, by=watch)
    assert Notice.objects.count() == before, "the unit is not told of a referral"
    with refused(CaseError, says="referred already"):
        referrals.refer(made, **given, by=watch)
    with refused(BadInput, field="outcome"):
        referrals.track(made, state=ReferralState.DECIDED, by=watch)
    referrals.track(made, state=ReferralState.TAKEN, by=watch)
    findings.close(made, words="已移送，无需督办单。", by=watch)
    row = referrals.track(made, state=ReferralState.DECIDED, outcome="诫勉谈话。", outcome_on=LATER.date(), by=watch)
    assert (row.outcome, made.status) == ("诫勉谈话。", S.CLOSED)
    with refused(CaseError, says="decided already"):
        referrals.track(made, state=ReferralState.TAKEN, by=watch)
    with refused(NotAllowed):
        referrals.track(made, state=ReferralState.TAKEN, by=cast.unit_agents[DEV])


@pytest.mark.req("W-095", "P-092")
def test_a_finding_on_which_nothing_followed_is_closed_by_a_second_person_with_the_reason(
    case: Case, cast: Cast, watch: User, now: datetime
) -> None:
    made = filed(case, cast.liu)
    findings.confirm(heard(made, watch, cast.unit_agents[DEV]), reason="属实。", by=watch)
    second = people.person("manager", "示例统筹负责人")
    people.post(second, f"{PULANDIAN}-inspection", PostRole.OVERALL_MANAGER)
    with refused(NotAllowed, says="another person than confirmed it"):
        findings.close(made, why="已当场改正。", by=watch)
    assert A.CLOSE not in readers.possible(watch, made)
    assert "示例统筹负责人" in readers.barred(A.CLOSE, made, watch)
    with refused(BadInput, field="why"):
        findings.close(made, words="知悉。", by=second)
    assert A.CLOSE in readers.possible(second, made)
    findings.close(made, why="已当场改正。", by=second)
    assert (made.status, made.steps.last().text) == (S.CLOSED, "已当场改正。")
    assert readers.why_nothing_more(made) == "已当场改正。"


@pytest.mark.req("W-095", "P-092")
def test_an_order_that_was_withdrawn_is_nothing_that_followed_and_a_referral_is(
    case: Case, cast: Cast, watch: User, now: datetime
) -> None:
    withdrawn, referred = filed(case, cast.liu), filed(case, cast.liu, text="另一件。")
    for one in (withdrawn, referred):
        findings.confirm(heard(one, watch, cast.unit_agents[DEV]), reason="属实。", by=watch)
    order = findings.order(withdrawn, demand="整改。", days=3, by=watch)
    supervision.withdraw(order, reason="事实有误。", by=watch)
    withdrawn.refresh_from_db()
    with refused(NotAllowed, says="another person than confirmed it"):
        findings.close(withdrawn, words="已撤回。", why="已撤回。", by=watch)
    referrals.refer(referred, body="示例纪委监委", on=LATER.date(), reference="示例1号", by=watch)
    referred = Finding.objects.get(pk=referred.pk)
    with refused(BadInput, field="words"):
        findings.close(referred, why="已移送。", by=watch)
    findings.close(referred, words="已移送。", by=watch)
    assert readers.why_nothing_more(referred) == ""


# What the database refuses by itself


def test_the_steps_of_a_finding_are_written_once(case: Case, cast: Cast, now: datetime) -> None:
    row = filed(case, cast.liu).steps.get()
    for wrong in (lambda: FindingStep.objects.filter(pk=row.pk).update(text="x"), lambda: row.delete()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            wrong()


@pytest.mark.parametrize(
    "columns",
    [
        {"text": ""}, {"filed_by": None}, {"decided_at": timezone.now()},
        {"status": S.CONFIRMED, "decision": "x", "decided_at": timezone.now()},
    ],
)  # fmt: skip
def test_no_row_says_more_than_what_happened(case: Case, cast: Cast, now: datetime, columns: dict[str, Any]) -> None:
    made = filed(case, cast.liu)
    if "status" in columns:
        columns = columns | {"decided_by": cast.liu}
    change: Callable[[], int] = lambda: Finding.objects.filter(pk=made.pk).update(**columns)  # noqa: E731
    with pytest.raises(IntegrityError), transaction.atomic():
        change()
