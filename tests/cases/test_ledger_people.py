"""The ledger names who acts through items and groups, and until when a project stands in the weekly reports."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import weekly
from cases.enums import CaseStatus, MeetingKind, PostRole
from cases.enums_flow import FlowType
from cases.enums_work import ReportLevel
from cases.models import ApprovalItem, Case, Meeting, Problem, User, WeeklyReport
from cases.queries import project_ledger
from cases.queries import project_ledger_columns as ledger
from cases.queries import weekly as readers
from cases.queries.flows import flow_type
from cases.queries.project_ledger_columns import Value
from tests.cases.test_weekly import FRIDAY, MONDAY, approved, drafted
from tests.cast import PULANDIAN, Cast, case_in

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def case(cast: Cast) -> Iterator[Case]:
    """Signed on Monday; it is Friday, the day of the reports."""
    with time_machine.travel(MONDAY, tick=False):
        made = case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)
    with time_machine.travel(FRIDAY, tick=False):
        yield made


def told(case: Case, code: str) -> Value:
    """One column of the ledger, in Chinese as files have it."""
    [line] = project_ledger.lines([case.pk])
    return next(column.plain(line) for column in ledger.chosen(["all"]) if column.code == code)


@pytest.mark.req("W-072", "P-067")
def test_a_project_stands_in_the_reports_of_those_who_work_on_it(case: Case, cast: Cast) -> None:
    yang = cast.unit_agents["210214-dev-reform"]
    assert told(case, "report") is None
    report = drafted(yang)
    assert str(case.number) in report.progress
    weekly.submit(report, by=yang)
    assert told(case, "report") is None, "control: handed in is not yet reported"
    weekly.approve(report, by=cast.liu)
    assert told(case, "report") == date(2026, 11, 6)
    assert yang.pk not in case.team_user_ids, "he writes without being of the team"


def test_the_joint_report_of_the_place_tells_of_it_too(case: Case, cast: Cast) -> None:
    approved(cast.unit_agents["210214-dev-reform"], cast.liu)
    with time_machine.travel(FRIDAY + WEEK, tick=False):
        dispatch = cast.groups["dispatch"]
        joint = drafted(dispatch, ReportLevel.GOVERNMENT)
        assert str(case.number) in joint.progress
        weekly.submit(joint, by=dispatch)
        assert told(case, "report") == date(2026, 11, 6), "control"
        weekly.approve(joint, by=cast.liu)
    assert told(case, "report") == joint.until == date(2026, 11, 13)


def test_a_report_tells_of_no_project_that_came_later_ended_before_or_is_in_other_hands(case: Case, cast: Cast) -> None:
    yang = cast.unit_agents["210214-dev-reform"]
    case.flow_tables.all().delete()
    case.items.exclude(item__code="L01").update(unit=None, agent=None, group=None)
    approved(yang, cast.liu)
    with time_machine.travel(FRIDAY + WEEK, tick=False):
        later, other = (case_in(cast, CaseStatus.UNDERWAY, PULANDIAN, name=f"示例{n}") for n in range(2))
        other.items.filter(unit__code="210214-dev-reform").update(unit=None, agent=None)
        Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_at=FRIDAY + timedelta(days=3))
        assert told(later, "report") is None
        report = approved(yang, cast.liu)
    stands = {one for one in (case, later, other) if str(one.number) in report.progress}
    assert stands == {later}, "control: as the words have it"
    assert [told(one, "report") for one in (case, later, other)] == [date(2026, 11, 6), date(2026, 11, 13), None]


def test_the_ledger_says_of_every_project_what_the_words_of_the_reports_say(case: Case, cast: Cast) -> None:
    with time_machine.travel(MONDAY, tick=False):
        every = [case, *(case_in(cast, CaseStatus.UNDERWAY, PULANDIAN, name=f"示例{n}") for n in range(2))]
    for n, one in enumerate(every):
        one.items.filter(pk__in=list(one.items.values_list("pk", flat=True))[n::3]).update(
            unit=None, agent=None, group=None
        )
    for user in (*cast.unit_agents.values(), *cast.groups.values()):
        if any(owed.level == ReportLevel.AGENT for owed in readers.owed_by(user)):
            approved(user, cast.liu)
    reports = WeeklyReport.objects.all()
    assert reports.count() > 2
    for one in every:
        until = [report.until for report in reports if str(one.number) in report.progress]
        assert told(one, "report") == max(until, default=None)


@pytest.mark.req("W-072", "P-051", "P-052")
def test_agents_of_items_and_of_groups_are_named_and_make_a_team(case: Case, cast: Cast) -> None:
    yang = cast.unit_agents["210214-dev-reform"]
    case.items.update(agent=None)
    case.items.filter(item__code="L01").update(agent=yang)
    names = str(told(case, "a"))
    assert yang.name in names
    assert all(cast.groups[group.code.removeprefix("210214-")].name in names for group in groups_of(case))
    assert told(case, "way") == "团队"
    assert told(case, "l") == cast.liu.name
    case.items.update(agent=None, group=None)
    case.flow_tables.all().delete()
    case.team.exclude(is_lead=True).delete()
    assert (told(case, "a"), told(case, "way")) == ("", "一对一"), "control"


def groups_of(case: Case) -> set[object]:
    return {table.group for table in case.flow_tables.select_related("group")}


def test_the_liaison_of_the_county_is_named_where_there_is_no_chief_agent(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.SUBMITTED)
    held = User.objects.filter(posts__unit=case.handling_unit, posts__role=PostRole.CHIEF_LIAISON)
    assert told(case, "l") == "、".join(user.name for user in held.order_by("posts__pk"))
    assert held.exists()


def test_what_is_to_be_coordinated_stands_with_its_item_and_its_units(case: Case, cast: Cast) -> None:
    first = case.handling_unit
    second = case.items.exclude(unit=first).exclude(unit=None)[0].unit
    assert second is not None
    item = case.items.filter(item__code="L01").get()
    common = {"case": case, "raised_by": cast.liu, "lead": first}
    alone = Problem.objects.create(kind="problem", text="一家能办", **common)
    alone.wanted.set([first])
    assert (told(case, "open"), told(case, "m")) == ("一家能办", "")
    shared = Problem.objects.create(kind="problem", text="红线与管线重叠", case_item=item, **common)
    shared.wanted.set([second])
    name = ApprovalItem.objects.get(code="L01").name_zh
    assert told(case, "m") == f"{name}：红线与管线重叠（{first.name_zh}、{second.name_zh}）"


def test_two_meetings_of_a_kind_on_one_day_are_told_apart(case: Case, cast: Cast) -> None:
    day = {"planned_on": MONDAY.date(), "held_on": MONDAY.date()}
    assert Meeting.objects.filter(case=case, kind=MeetingKind.GENERATION).update(**day) == 2
    Meeting.objects.create(case=case, kind=MeetingKind.COORDINATION, place="x", called_by=cast.liu, **day)
    said = str(told(case, "met")).split("、")
    assert len(said) == len(set(said)) == 3
    assert sorted(part[:3] for part in said if part.startswith("第")) == ["第1次", "第2次"], (
        "one of a kind has no number"
    )


@pytest.mark.parametrize(
    ("category", "funding", "expected"),
    [("IND", "private", 6), ("MUN", "government", 2), ("EDU", "government", 1), ("RES", "private", 3), ("RES", "mixed", 10)],
)  # fmt: skip
def test_the_type_of_flow_follows_the_national_standard(category: str, funding: str, expected: int) -> None:
    assert flow_type(category, funding) == expected


def test_the_ledger_says_the_type_of_flow_in_words(case: Case) -> None:
    project = case.project
    assert told(case, "f") == FlowType(flow_type(project.category.code, project.funding)).label


def test_many_projects_with_reports_cost_as_many_queries_as_one(case: Case, cast: Cast) -> None:
    approved(cast.unit_agents["210214-dev-reform"], cast.liu)
    with time_machine.travel(MONDAY, tick=False):
        keys = [case.pk, *(case_in(cast, CaseStatus.UNDERWAY, PULANDIAN, name=f"示例{n}").pk for n in range(2))]
    project_ledger.lines(keys)

    def asked(some: list[int]) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert len(ledger.table(project_ledger.lines(some), ledger.chosen(["all"]))) == len(some)
        return len(seen)

    assert asked(keys) == asked(keys[:1])
