"""One evaluation per service, online or on site, each with its own dimensions; also of a service that was terminated (C.5)."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from cases.actions import finishing, followups, pausing, rectifying
from cases.enums import Action, CaseStatus
from cases.enums_finish import DIMENSIONS, EVERY_DIMENSION, BadCause, EvaluationChannel
from cases.exceptions import BadInput, CaseError, StepNotAllowed
from cases.management.demo import walks
from cases.models import Case, Evaluation, FollowUp, Notice, Rectification
from cases.queries import archiving, daily, deadlines, lamps, story
from cases.transitions import step
from tests.cases.kit import fresh, refused
from tests.cast import SHOUGUANG, Cast, case_in

pytestmark = pytest.mark.req("P-080")
S, C = CaseStatus, EvaluationChannel
ONLINE = {"efficiency": 2, "guide": 1, "convenience": 3, "platform": 4}
ASKED = {
    C.ONLINE: ["办事效率", "办事指南精确度", "办事便捷度", "平台操作性"],
    C.ON_SITE: ["服务效率", "服务水平", "服务态度"],
}
ON_SITE = {"efficiency": 2, "competence": 1, "attitude": 5}


@pytest.fixture
def closed(cast: Cast) -> Case:
    return case_in(cast, S.CLOSED)


@pytest.fixture
def terminated(cast: Cast) -> Case:
    case = case_in(cast, S.UNDERWAY)
    pausing.terminate(case, reason="项目取消", by=cast.sun)
    return fresh(case)


@pytest.mark.parametrize(
    ("channel", "rated", "foreign"), [(C.ONLINE, ONLINE, "attitude"), (C.ON_SITE, ON_SITE, "guide")]
)
def test_each_channel_has_its_own_dimensions(
    closed: Case, cast: Cast, channel: C, rated: dict[str, int], foreign: str
) -> None:
    with refused(BadInput, says="its own dimensions", field=foreign):
        finishing.evaluate(closed, level=3, channel=channel, dimensions={**rated, foreign: 3}, by=cast.wang)
    with refused(BadInput, says="which service", field="channel"):
        finishing.evaluate(closed, level=3, channel="", by=cast.wang)
    made = finishing.evaluate(closed, level=3, channel=channel, dimensions=rated, by=cast.wang)
    made.refresh_from_db()
    assert (made.channel, {name: getattr(made, name) for name in rated}) == (channel, rated)
    with translation.override("zh-hans"):
        assert [label for label, _level in made.dimensions] == ASKED[channel]
    kept = archiving.records(fresh(closed))["09_evaluation/evaluation.json"]
    assert {name: kept[name] for name in ("channel", *rated)} == {"channel": channel, **rated}
    assert kept[foreign] is None


def test_every_dimension_is_voluntary_and_can_be_the_cause_of_a_bad_evaluation(closed: Case, cast: Cast) -> None:
    assert set(EVERY_DIMENSION) == set(BadCause.values) - {"other"}
    finishing.evaluate(closed, level=1, by=cast.wang)
    assert {level for _label, level in Evaluation.objects.get().dimensions} == {""}
    bad = Rectification.objects.get()
    for cause in ("guide", "convenience", "platform"):
        rectifying.measure(bad, cause=cause, text="已改进", by=cast.sun)
        bad.refresh_from_db()
        assert bad.cause == cause


def test_the_database_holds_the_dimensions_of_the_other_channel_apart(closed: Case, cast: Cast) -> None:
    for channel, name in ((C.ONLINE, "attitude"), (C.ON_SITE, "platform"), ("", "guide")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Evaluation.objects.create(case=closed, level=3, channel=channel, by=cast.wang, **{name: 3})
    old = Evaluation.objects.create(
        case=closed, level=3, attitude=4, by=cast.wang
    )  # from before channels were told apart
    assert [label for label, _level in old.dimensions] == [str(label) for label in DIMENSIONS[C.ON_SITE].values()]


@pytest.mark.parametrize("level", [5, 2])
def test_a_terminated_service_is_evaluated_once(terminated: Case, cast: Cast, level: int) -> None:
    told = Notice.objects.filter(case=terminated, kind="terminated", recipient=cast.wang)
    assert told.exists()
    assert Action.EVALUATE in story.possible(terminated, cast.wang)
    finishing.evaluate(terminated, level=level, by=cast.wang)
    with refused(CaseError, says="evaluated already"):
        finishing.evaluate(fresh(terminated), level=5, by=cast.li)
    case = fresh(terminated)
    assert (case.status, Action.EVALUATE in story.possible(case, cast.wang)) == (S.TERMINATED, False)
    assert story.stages(case)[-1].on == timezone.localdate()
    assert Rectification.objects.exists() is (level == 2)


def test_a_bad_evaluation_of_a_terminated_service_is_put_right_to_the_end(terminated: Case, cast: Cast) -> None:
    finishing.evaluate(terminated, level=1, channel=C.ON_SITE, dimensions=ON_SITE, by=cast.wang)
    case, bad = fresh(terminated), Rectification.objects.get()
    assert (case.next_due, case.next_what, lamps.of_case(case)) == (bad.due, "rectification", "grey")
    assert [row.what for row in deadlines.all_for(case)] == ["rectification"]
    assert [row.what for row in story.coming(case)] == []  # the enterprise does not read of it
    rectifying.assign(bad, responsible=cast.chen, by=cast.sun)
    assert "rectification" in {duty.kind for duty in daily.duties(cast.chen)}
    rectifying.measure(bad, cause="attitude", text="已谈话。", by=cast.chen)
    rectifying.reply(bad, text="已改进。", by=cast.chen)
    said = followups.Answer("phone", timezone.localdate(), "王建业（示例）", "可以。", "settled")
    with refused(StepNotAllowed):  # no visit is owed: the service was not completed
        followups.record(fresh(case), said, by=cast.sun)
    followups.record(fresh(case), said, call_back=True, by=cast.sun)
    rectifying.close(bad, result="已改进", by=cast.qian)
    assert (fresh(case).next_due, FollowUp.objects.get().rectification) == (None, bad)


@pytest.mark.parametrize("status", [S.DECLINED, S.WITHDRAWN])
def test_what_never_became_a_service_is_not_evaluated(status: S, cast: Cast) -> None:
    assert step(status, Action.EVALUATE) is None
    owner = walks.sides(cast, SHOUGUANG)[0]
    case = case_in(cast, S.SUBMITTED)
    Case.objects.filter(pk=case.pk).update(status=status)
    with refused(StepNotAllowed):
        finishing.evaluate(fresh(case), level=1, by=owner)
