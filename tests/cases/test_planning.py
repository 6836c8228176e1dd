"""Flow tables of the groups and the versioned roadmap: complete, in time, with reasons, and honest about what is not known."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from cases.actions import planning, team
from cases.enums import CaseStatus, DocumentKind, ItemStatus, PostRole
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.management.demo import walks
from cases.models import (
    ApprovalItem,
    Case,
    CaseItem,
    FlowRow,
    FlowTable,
    ItemDependency,
    Notice,
    Plan,
    PlanRow,
    Unit,
    User,
)
from cases.queries import deadlines, gantt, roadmap
from tests.cases.kit import fresh, refused
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

S = CaseStatus


def rows(table: FlowTable, **changes: object) -> list[planning.Row]:
    items = table.case.items.filter(group=table.group).select_related("unit")
    agent = User.objects.get(email="group-land-planning@example.com")
    made = {"unit": None, "agent": agent, "materials": "备案表", "fees": "无", "planned_days": 5}
    return [planning.Row(**({"case_item": item} | made | {"unit": item.unit} | changes)) for item in items]  # type: ignore[arg-type]


def set_plan(case: Case, cast: Cast, start: date | None = None, **more: object) -> Plan:
    agent = cast.liu if case.scheme.flow_tables else cast.chen
    return planning.set_plan(case, start=start or timezone.localdate(), by=agent, **more)  # type: ignore[arg-type]


# ---- flow tables (1+3+N)


@pytest.fixture
def notified(cast: Cast) -> Case:
    return case_in(cast, S.NOTIFIED, PULANDIAN)


@pytest.fixture
def table(notified: Case) -> FlowTable:
    """The table of the group that has all three items."""
    return notified.flow_tables.get(group__code="land_planning")


@pytest.mark.req("P-063")
def test_the_flow_tables_are_due_fifteen_working_days_after_the_signing(cast: Cast) -> None:
    with time_machine.travel(date(2026, 9, 10), tick=False):
        case = case_in(cast, S.SIGNED, PULANDIAN)
    assert set(case.flow_tables.values_list("due", flat=True)) == {date(2026, 10, 8)}  # domain D.2
    assert case.next_due == date(2026, 10, 8)


@pytest.mark.req("P-062")
def test_a_table_has_a_row_for_every_item_of_the_group_and_for_no_other(table: FlowTable, cast: Cast) -> None:
    agent = cast.groups["land_planning"]
    whole = rows(table)
    with refused(BadInput, says="still need a row", field="rows"):
        planning.file_flow_table(table, whole[:2], by=agent)
    with refused(BadInput, says="at least one row", field="rows"):
        planning.file_flow_table(table, [], by=agent)
    with refused(BadInput, says="two rows", field="rows"):
        planning.file_flow_table(table, [*whole, whole[0]], by=agent)
    with refused(BadInput, says="between 0 and", field="rows"):
        planning.file_flow_table(table, rows(table, planned_days=-1), by=agent)
    with refused(BadInput, says="does not hold this post", field="rows"):
        planning.file_flow_table(table, rows(table, agent=cast.he), by=agent)
    with refused(BadInput, says="Rule “every row has its agent”", field="unnamed"):
        planning.file_flow_table(table, rows(table, agent=None), unnamed=" ", by=agent)
    filed = planning.file_flow_table(table, rows(table, agent=agent), by=agent)
    assert (filed.version, filed.rows.count(), filed.filed_by) == (1, 3, agent)
    assert filed.document is not None
    assert [row["planned"] for row in filed.document.data["rows"]] == ["5个工作日"] * 3
    assert set(CaseItem.objects.filter(case=table.case).values_list("agent", flat=True)) == {agent.pk}


def test_a_group_does_not_plan_the_items_of_another_group_or_case(table: FlowTable, cast: Cast) -> None:
    land, construction = table, table.case.flow_tables.get(group__code="construction")
    planning.file_flow_table(land, rows(land), by=cast.liu)
    with refused(BadInput, says="planned by another group", field="rows"):
        planning.file_flow_table(construction, rows(land)[:1], by=cast.groups["construction"])
    other = case_in(cast, S.NOTIFIED, PULANDIAN, name="另一个示例项目")
    with refused(BadInput, says="another case", field="rows"):
        planning.file_flow_table(construction, rows(other.flow_tables.get(group=land.group)), by=cast.liu)
    free = land.case.items.get(item__code="L01")
    CaseItem.objects.filter(pk=free.pk).update(group=None)
    free.refresh_from_db()
    loose = planning.Row(free, free.unit, None, "", "", 3)
    with refused(BadInput, says="planned by another group", field="rows"):  # taken by the first group already
        planning.file_flow_table(construction, [loose], unnamed="承办单位周内指定", by=cast.groups["construction"])
    FlowRow.objects.filter(case_item=free).delete()
    assert (
        planning.file_flow_table(
            construction, [loose], unnamed="承办单位周内指定", by=cast.groups["construction"]
        ).rows.count()
        == 1
    )


@pytest.mark.req("P-062")
def test_a_row_that_names_no_unit_leaves_the_one_that_decides_and_prints_it(table: FlowTable, cast: Cast) -> None:
    item = table.case.items.get(item__code="L01")
    before, other = item.unit, Unit.objects.get(code="210214-finance")
    assert before is not None
    filed = planning.file_flow_table(table, rows(table, unit=None), by=cast.liu)
    item.refresh_from_db()
    assert item.unit == before
    assert filed.rows.get(case_item=item).unit == before
    assert before.name_zh in {row["authority"] for row in filed.document.data["rows"]}
    planning.file_flow_table(
        table, rows(table, unit=other), reason="划转", by=cast.liu
    )  # control: a unit named is taken
    item.refresh_from_db()
    assert item.unit == other


@pytest.mark.req("P-062")
def test_no_items_is_a_statement_and_only_true_when_there_are_none(table: FlowTable, cast: Cast) -> None:
    with refused(BadInput, says="does have items", field="no_items"):
        planning.file_flow_table(table, [], no_items=True, by=cast.groups["land_planning"])
    dispatch = table.case.flow_tables.get(group__code="dispatch")
    with refused(BadInput, says="at least one row", field="rows"):
        planning.file_flow_table(dispatch, [], by=cast.groups["dispatch"])
    filed = planning.file_flow_table(dispatch, [], no_items=True, by=cast.groups["dispatch"])
    assert (filed.no_items, filed.rows.count()) == (True, 0)


@pytest.mark.req("P-065")
def test_filing_again_needs_the_reason_and_makes_a_new_version(table: FlowTable, cast: Cast) -> None:
    agent = cast.groups["land_planning"]
    first = planning.file_flow_table(table, rows(table), by=agent)
    with refused(BadInput, says="Say why the table changes", field="reason"):
        planning.file_flow_table(table, rows(table), by=agent)
    second = planning.file_flow_table(table, rows(table, planned_days=9), reason="代办员变更", by=agent)
    assert (second.version, second.reason) == (2, "代办员变更")
    assert first.document is not None
    assert second.document is not None
    first.document.refresh_from_db()
    assert first.document.replaced_by == second.document
    assert Notice.objects.filter(kind="flow_table_filed", recipient=cast.liu).count() == 2


@pytest.mark.req("P-051")
def test_the_agent_of_another_group_does_not_file_this_table_and_the_chief_may(table: FlowTable, cast: Cast) -> None:
    with refused(NotAllowed, says="Only the group agent of this group"):
        planning.file_flow_table(table, rows(table), by=cast.groups["construction"])
    for user in (cast.he, cast.chen, cast.unit_agents["210214-dev-reform"], cast.jin):
        with refused(NotAllowed):
            planning.file_flow_table(table, rows(table), by=user)
    assert planning.file_flow_table(table, rows(table), by=cast.liu).version == 1


@pytest.mark.req("P-064")
def test_the_plan_waits_for_the_tables_of_all_groups(notified: Case, cast: Cast) -> None:
    with refused(CaseError, says="have not filed their flow table"):
        set_plan(notified, cast)
    for owed in notified.flow_tables.all():
        planning.file_flow_table(owed, rows(owed), no_items=not rows(owed), by=cast.liu)
    plan = set_plan(notified, cast)
    assert {row.case_item.item.code: row.days for row in plan.rows.all()} == {"L01": 5, "L08": 5, "L09": 5}
    assert notified.plans.count() == 1


# ---- the roadmap


@pytest.fixture
def ready(cast: Cast) -> Case:
    return case_in(cast, S.NOTIFIED)


@pytest.mark.req("W-073", "W-074")
def test_the_roadmap_has_a_team_and_begins_after_the_signing(ready: Case, cast: Cast) -> None:
    with refused(BadInput, says="before the agreement was signed", field="start"):
        set_plan(ready, cast, timezone.localdate() - timedelta(days=1))
    ready.team.update(until=timezone.now())
    with refused(CaseError, says="Name the team first"):
        set_plan(ready, cast)
    team.set_team(ready, [team.Member(cast.chen, PostRole.SERVICE_AGENT, is_lead=True)], by=cast.chen)
    plan = set_plan(ready, cast)
    assert (plan.version, plan.current, fresh(ready).status) == (1, True, S.UNDERWAY)


@pytest.mark.req("W-073", "P-065")
def test_a_new_version_needs_the_reason_and_the_first_stays_as_the_baseline(ready: Case, cast: Cast) -> None:
    first = set_plan(ready, cast)
    promised = {row.case_item_id: (row.start, row.end) for row in first.rows.all()}
    with refused(BadInput, says="Say why the roadmap changes", field="reason"):
        set_plan(ready, cast)
    second = set_plan(ready, cast, durations={"L08": 60}, reason="土地招拍挂延期")
    assert {row.case_item_id: (row.start, row.end) for row in first.rows.all()} == promised
    assert (second.version, Plan.objects.get(case=ready, current=True)) == (2, second)
    assert second.finish is not None
    assert first.finish is not None
    assert second.finish > first.finish
    bars = {row.code: row for row in gantt.rows_for_gantt(second)}
    assert bars["L08"].baseline_end == promised[ready.items.get(item__code="L08").pk][1]
    assert bars["L08"].end is not None
    assert bars["L08"].baseline_end is not None
    assert bars["L08"].end > bars["L08"].baseline_end
    told = Notice.objects.get(kind="plan_changed", recipient=cast.wang)
    assert told.data["reason"] == "土地招拍挂延期"
    with refused(BadInput, field="reason"):
        set_plan(ready, cast, reason="  ")


def test_a_preview_saves_nothing_and_says_the_same(ready: Case, cast: Cast) -> None:
    today = timezone.localdate()
    before = Plan.objects.count()
    seen = planning.preview(ready, start=today, durations={"L08": 7})
    assert Plan.objects.count() == before
    plan = set_plan(ready, cast, durations={"L08": 7})
    assert plan.finish == seen.finish
    for days in (-1, planning.MAX_DAYS + 1):
        with refused(BadInput, says="between 0 and", field="days_L08"):
            planning.preview(ready, start=today, durations={"L08": days})


@pytest.mark.parametrize("region", [SHOUGUANG, PULANDIAN])
def test_a_plan_into_years_without_a_published_calendar_is_marked_provisional_and_not_refused(
    cast: Cast, region: str
) -> None:
    with time_machine.travel(date(2026, 3, 2), tick=False):
        near = set_plan(case_in(cast, S.UNDERWAY, region), cast, durations={"L08": 5}, reason="短")
    assert near.provisional is False  # control: all within 2026, whose notice is out
    with time_machine.travel(date(2026, 12, 20), tick=False):
        case = case_in(cast, S.NOTIFIED, region, name="跨年示例项目")
        if region == PULANDIAN:
            for owed in case.flow_tables.all():
                planning.file_flow_table(owed, rows(owed), no_items=not rows(owed), by=cast.liu)
        plan = set_plan(case, cast)
    assert plan.provisional is True
    assert plan.document is not None
    assert "暂按" in plan.document.data["provisional"]
    assert {row.case_item.item.code for row in plan.rows.filter(provisional=True)} == {"L01", "L08", "L09"} & {
        row.case_item.item.code for row in plan.rows.filter(end__gte=date(2027, 1, 1))
    }


def test_works_that_end_far_beyond_the_calendar_are_planned_and_an_impossible_year_is_named(cast: Cast) -> None:
    case = case_in(cast, S.NOTIFIED, keep={"L01", "L08", "L09"} | acceptance_items())
    plan = set_plan(case, cast, works_days=planning.MAX_WORKS)
    assert plan.provisional
    assert plan.works_start == max(
        row.end for row in plan.rows.all() if row.case_item.item.code in {"L01", "L08", "L09"} and row.end
    )
    assert plan.works_completed is not None
    assert plan.works_completed >= plan.works_start + timedelta(days=planning.MAX_WORKS)
    assert plan.finish is not None
    assert plan.finish > plan.works_completed
    for wrong in (-1, planning.MAX_WORKS + 1):
        with refused(BadInput, says="Works last between", field="works_days"):
            set_plan(case, cast, works_days=wrong, reason="改")
    for wrong in (date(9999, 12, 31), date(1, 1, 1)):
        with refused(BadInput, field="start"):
            set_plan(case, cast, wrong, reason="改")


def acceptance_items() -> set[str]:
    """Items that wait for the works to be completed."""
    return set(ItemDependency.objects.filter(kind="milestone").values_list("item__code", flat=True)[:2])


def test_without_a_date_for_the_works_what_comes_after_waits_in_words(cast: Cast) -> None:
    case = case_in(cast, S.NOTIFIED, keep={"L01"} | acceptance_items())
    plan = set_plan(case, cast)
    waiting = plan.rows.filter(waits_for=roadmap.WORKS_COMPLETED)
    assert {row.case_item.item.code for row in waiting} == acceptance_items()
    assert set(waiting.values_list("start", "end")) == {(None, None)}
    assert plan.rows.get(case_item__item__code="L01").end is not None


def test_items_that_wait_for_each_other_are_named(ready: Case, cast: Cast) -> None:
    land, permit = ApprovalItem.objects.get(code="L08"), ApprovalItem.objects.get(code="L09")
    ItemDependency.objects.create(item=land, requires=permit, kind="all")
    with refused(CaseError, says="wait for each other"):
        set_plan(ready, cast)
    with pytest.raises(CaseError, match=r"L08.*L09|L09.*L08"):
        set_plan(ready, cast)


def test_what_was_done_before_is_not_planned_again(cast: Cast) -> None:
    case = walks.draft(cast, keep={"L08", "L09", "L01"})
    row = case.items.get(item__code="L01")
    row.status, row.done_on = ItemStatus.DONE_BEFORE, None
    row.save()
    plan = set_plan(walks.walk(case, S.NOTIFIED, cast), cast)
    assert {r.case_item.item.code for r in plan.rows.all()} == {"L08", "L09"}


def test_what_is_finished_stands_in_the_plan_with_its_true_date(ready: Case, cast: Cast) -> None:
    set_plan(ready, cast)
    item = ready.items.get(item__code="L01")
    walks.pass_item(item, cast.chen)
    plan = set_plan(ready, cast, timezone.localdate() + timedelta(days=30), reason="推迟")
    row = plan.rows.get(case_item=item)
    assert (row.start, row.end) == (timezone.localdate(), timezone.localdate())


def test_the_next_date_of_the_case_is_the_soonest_open_end_of_the_plan(ready: Case, cast: Cast) -> None:
    plan = set_plan(ready, cast)
    case = fresh(ready)
    assert case.next_due == min(row.end for row in plan.rows.all() if row.end)
    walks.pass_item(case.items.get(item__code="L01"), cast.chen)
    left = [row.end for row in plan.rows.exclude(case_item__item__code="L01") if row.end]
    assert fresh(ready).next_due == min(left)
    assert {d.what for d in deadlines.all_for(fresh(ready))} == {"item"}


def test_flow_tables_do_not_exist_under_zero_n(ready: Case, cast: Cast) -> None:
    group = FlowTable(case=ready, group_id=1, due=timezone.localdate())
    with refused(StepNotAllowed):
        planning.file_flow_table(group, [], no_items=True, by=cast.sun)


def test_the_printed_roadmap_shows_the_rows_and_replaces_the_old_print(ready: Case, cast: Cast) -> None:
    first, second = set_plan(ready, cast), set_plan(ready, cast, reason="调整")
    assert first.document is not None
    assert second.document is not None
    first.document.refresh_from_db()
    assert first.document.replaced_by == second.document
    printed: Mapping[str, str] = {row["name"]: row["ends_on"] for row in second.document.data["rows"]}
    assert printed == {row.case_item.item.name_zh: str(row.end) for row in second.rows.all()}
    assert second.document.kind == DocumentKind.ROADMAP


def test_items_carry_the_end_of_the_roadmap_in_force_and_of_no_other(cast: Cast) -> None:
    """The copy by which long lists are sorted agrees with the rows after every new version, also for what left the roadmap."""
    case = case_in(cast, CaseStatus.UNDERWAY, keep={"L01", "L08", "L09"})
    _agree(case)
    first = dict(case.items.values_list("pk", "planned_end"))
    gone = case.items.get(item__code="L09")
    CaseItem.objects.filter(pk=gone.pk).update(status=ItemStatus.DROPPED)
    later = timezone.localdate() + timedelta(days=30)
    planning.set_plan(fresh(case), start=later, reason="推迟", by=cast.chen)
    _agree(case)
    assert CaseItem.objects.get(pk=gone.pk).planned_end is None
    assert first != dict(case.items.values_list("pk", "planned_end"))


def _agree(case: Case) -> None:
    rows = dict(PlanRow.objects.filter(plan__case=case, plan__current=True).values_list("case_item", "end"))
    assert rows
    assert dict(case.items.values_list("pk", "planned_end")) == {
        pk: rows.get(pk) for pk in case.items.values_list("pk", flat=True)
    }
