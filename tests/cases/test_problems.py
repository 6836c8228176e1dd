"""Problems and requests to departments: raised with the units needed, taken up by the lead unit, escalated, solved."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from cases.actions import meetings, problems
from cases.enums import CaseStatus, MeetingKind, PostRole
from cases.enums_work import ProblemKind, ProblemStatus
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.management.demo import people
from cases.models import Case, Notice, Problem, Unit, User
from cases.queries import daily, letters, story
from cases.queries import problems as readers
from tests.cases.kit import fresh, refused
from tests.cast import PULANDIAN, Cast, case_in

S, K = CaseStatus, ProblemKind
HOUSING = "210214-housing"


@pytest.fixture
def case(cast: Cast) -> Case:
    return case_in(cast, S.UNDERWAY, PULANDIAN)


def units(*codes: str) -> list[Unit]:
    return list(Unit.objects.filter(code__in=codes))


def raised(case: Case, by: User, kind: str = K.PROBLEM, code: str = "L01") -> Problem:
    item = case.items.get(item__code=code)
    wanted = units(HOUSING, "210214-dev-reform")
    return problems.raise_problem(case, kind=kind, text="红线与管线冲突", wanted=wanted, case_item=item, by=by)


def told(kind: str) -> set[User]:
    return {notice.recipient for notice in Notice.objects.filter(kind=kind).select_related("recipient")}


@pytest.mark.req("P-032", "P-052")
def test_a_unit_agent_raises_a_problem_to_the_lead_of_the_items_group(case: Case, cast: Cast) -> None:
    yang = cast.unit_agents["210214-dev-reform"]
    made = raised(case, yang)
    group = case.items.get(item__code="L01").group
    assert group is not None
    assert made.lead == group.lead
    assert {unit.code for unit in made.wanted.all()} == {HOUSING, "210214-dev-reform"}
    assert told("problem_raised") >= {cast.groups["land_planning"], cast.liu}
    assert cast.unit_agents[HOUSING] not in told("problem_raised")  # needed later, not now
    assert [duty.kind for duty in daily.duties(cast.groups["land_planning"]) if duty.case == case] == ["problem"]
    assert all(entry.kind != "raise_problem" for entry in story.timeline(case, cast.he))  # not the enterprise's matter


@pytest.mark.req("P-032")
def test_what_no_group_has_goes_to_the_handling_agency(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    wanted = [case.handling_unit]
    made = problems.raise_problem(case, kind=K.PROBLEM, text="边界不清", wanted=wanted, by=cast.chen)
    assert made.lead == case.handling_unit


@pytest.mark.req("P-051", "P-052")
def test_an_agent_without_items_reports_to_the_lead_of_the_own_group(case: Case, cast: Cast) -> None:
    agent = cast.groups["dispatch"]
    made = problems.raise_problem(case, kind=K.PROBLEM, text="进度滞后", wanted=units(HOUSING), by=agent)
    assert made.lead == agent.active_posts[0].group.lead


@pytest.mark.req("W-076")
def test_a_request_reaches_the_departments_themselves(case: Case, cast: Cast) -> None:
    for kind in (K.PRE_REVIEW, K.GREEN_CHANNEL):
        made = raised(case, cast.liu, kind)
        assert made.get_kind_display()
    assert {cast.unit_agents[HOUSING], cast.unit_agents["210214-dev-reform"]} <= told("problem_raised")
    notice = Notice.objects.filter(kind="problem_raised", data__problem=K.GREEN_CHANNEL).first()
    assert notice is not None
    subject, body = letters.words(notice, "zh-hans")
    assert subject.startswith("绿色通道申请")
    assert Unit.objects.get(code=HOUSING).name_zh in body
    assert Unit.objects.get(code=HOUSING).name_en in letters.words(notice, "en")[1]


@pytest.mark.parametrize(
    ("change", "field"), [({"kind": "x"}, "kind"), ({"text": " "}, "text"), ({"wanted": []}, "wanted")]
)
@pytest.mark.req("P-032")
def test_a_problem_says_what_and_names_the_units_needed(
    change: dict[str, object], field: str, case: Case, cast: Cast
) -> None:
    given = {"kind": K.PROBLEM, "text": "x", "wanted": units(HOUSING)} | change
    with refused(BadInput, field=field):
        problems.raise_problem(case, **given, by=cast.liu)  # type: ignore[arg-type]


@pytest.mark.req("P-032", "P-051")
def test_the_lead_unit_takes_it_up_and_calls_the_units_needed(case: Case, cast: Cast) -> None:
    made = raised(case, cast.unit_agents["210214-dev-reform"])
    lead, other = cast.groups["land_planning"], cast.groups["construction"]
    for nobody in (other, cast.he, cast.feng, cast.chen):
        with refused(NotAllowed):
            problems.take_up(made, by=nobody)
    taken = problems.take_up(made, plan="周三现场会商", by=lead)
    assert (taken.status, taken.taken_by) == (ProblemStatus.TAKEN_UP, lead)
    assert told("problem_taken") == {cast.unit_agents["210214-dev-reform"]}
    with refused(CaseError, says="taken up already"):
        problems.take_up(made, by=lead)
    with refused(NotAllowed):
        problems.call_meeting(made, planned_on=timezone.localdate(), place="x", units=units(HOUSING), by=other)
    meeting = problems.call_meeting(
        made, planned_on=timezone.localdate(), place="自然资源局", units=units(HOUSING), by=lead
    )
    assert (meeting.kind, meeting.topic) == (MeetingKind.COORDINATION, "红线与管线冲突")
    assert Problem.objects.get(pk=made.pk).meeting == meeting
    assert cast.unit_agents[HOUSING] in told("meeting_called")
    # Control: the same person may call no meeting of his own accord.
    with refused(NotAllowed):
        meetings.call(
            case, kind=MeetingKind.COORDINATION, planned_on=date(2026, 12, 1), place="x", units=units(HOUSING), by=lead
        )


@pytest.mark.req("W-091")
def test_what_cannot_be_solved_here_goes_to_the_joint_conference(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    city = people.person("city", "市级统筹")
    people.post(city, "370700-agency", PostRole.OVERALL_MANAGER)
    made = problems.raise_problem(case, kind=K.PROBLEM, text="跨区管廊", wanted=[case.handling_unit], by=cast.chen)
    with refused(BadInput, says="cannot be solved here", field="why"):
        problems.escalate(made, why="", by=cast.chen)
    problems.escalate(made, why="涉及两个县市区", by=cast.chen)
    assert told("problem_escalated") >= {city, cast.sun}
    assert cast.feng not in told("problem_escalated")
    with refused(CaseError, says="already"):
        problems.escalate(made, why="再次", by=cast.chen)
    conference = problems.call_meeting(
        made, planned_on=timezone.localdate(), place="市政府", units=[case.handling_unit], by=cast.sun
    )
    assert conference.kind == MeetingKind.CONFERENCE
    meetings.hold(conference, held_on=timezone.localdate(), minutes="由市级统筹解决。", by=cast.chen)
    row = Problem.objects.get(pk=made.pk)
    assert (row.conference, row.meeting) == (conference, None)


@pytest.mark.req("P-032")
def test_a_problem_is_closed_with_its_result_and_stays_closed(case: Case, cast: Cast) -> None:
    made = raised(case, cast.unit_agents["210214-dev-reform"])
    with refused(BadInput, says="how it was solved", field="result"):
        problems.solve(made, result=" ", by=cast.liu)
    solved = problems.solve(made, result="调整管线走向", by=cast.liu)
    assert solved.status == ProblemStatus.SOLVED
    assert told("problem_solved") >= {cast.unit_agents["210214-dev-reform"], cast.unit_agents[HOUSING]}
    for act in (
        lambda: problems.take_up(made, by=cast.liu),
        lambda: problems.escalate(made, why="x", by=cast.liu),
        lambda: problems.solve(made, result="x", by=cast.liu),
    ):
        with refused(CaseError, says="solved already"):
            act()
    assert list(readers.waiting_for(cast.liu)) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Problem.objects.filter(pk=made.pk).update(result="")


def test_problems_belong_to_the_service_while_it_runs_and_to_nobody_else(case: Case, cast: Cast) -> None:
    for nobody in (cast.he, cast.feng, cast.jin, cast.chen):
        with refused(NotAllowed):
            problems.raise_problem(case, kind=K.PROBLEM, text="x", wanted=units(HOUSING), by=nobody)
    new = case_in(cast, S.SUBMITTED, PULANDIAN, name="示例新申请")
    with refused(StepNotAllowed):
        problems.raise_problem(new, kind=K.PROBLEM, text="x", wanted=units(HOUSING), by=cast.liu)
    raised(case, cast.liu)
    assert readers.visible_to(cast.chen).count() == 0
    assert readers.visible_to(cast.liu).count() == 1


def test_the_log_tells_the_steps_of_a_problem(case: Case, cast: Cast) -> None:
    made = raised(case, cast.liu)
    problems.take_up(made, plan="周三会商", by=cast.liu)
    problems.solve(made, result="已调整", by=cast.liu)
    with translation.override("en"):
        said = [entry.sentence for entry in story.timeline(fresh(case), cast.liu, limit=3)]
    assert said == [
        "Handle a problem: Problem · solved · 已调整",
        "Handle a problem: Problem · taken up · 周三会商",
        "Raise a problem: Problem · 红线与管线冲突",
    ]
