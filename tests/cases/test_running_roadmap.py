"""A roadmap that runs: facts of items and of the works move what is to come, and nothing is counted with that is not known."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from cases.actions import items, pausing, planning, works
from cases.enums import BLZT, CaseStatus, DocumentKind
from cases.exceptions import BadInput, CaseError
from cases.models import Case, Notice, Plan, WorksFact
from cases.queries import ahead, calendars, changes, clocks, gantt, letters, moved, rests, roadmap
from cases.queries import strategies as ways
from cases.queries.trials import Bench
from cases.scheduling import Schedule
from cases.worktime import due
from tests.cases.easier_kit import gap_of
from tests.cases.kit import fresh, refused
from tests.cast import PULANDIAN, Cast, case_in

pytestmark = pytest.mark.django_db
S = CaseStatus
MONDAY = date(2026, 3, 2)
BUILDING = {"L01", "L08", "L09", "G03", "C05", "V01", "V08"}


@pytest.fixture
def case(cast: Cast) -> Case:
    """Underway since Monday 2 March 2026, with works between the construction permit and the acceptance."""
    with time_machine.travel(MONDAY, tick=False):
        return case_in(cast, S.UNDERWAY, keep=BUILDING)


def on(day: date) -> time_machine.travel:
    return time_machine.travel(day, tick=False)


def now(case: Case) -> Schedule:
    bench = Bench(fresh(case))
    return bench.schedule(bench.in_force)


def step(case: Case, cast: Cast, code: str, *facts: tuple[BLZT, date]) -> None:
    for kind, day in facts:
        special = {"special": "experts", "limit_days": 10, "note": "专家评审"} if kind == BLZT.SPECIAL_START else {}
        items.record(case.items.get(item__code=code), code=kind, on=day, by=cast.chen, **special)


def change(case: Case, cast: Cast, **more: object) -> Plan:
    return planning.set_plan(fresh(case), start=MONDAY, reason="调整", by=cast.chen, **more)  # type: ignore[arg-type]


# ---- facts


@pytest.mark.req("W-073", "P-064")
def test_what_nobody_began_is_never_planned_into_the_past(case: Case, cast: Cast) -> None:
    later = MONDAY + timedelta(days=21)
    with on(later):
        found = now(case)
        assert min(slot.start for slot in found.slots.values() if slot.start) == later
        change(case, cast, works_days=300)
        assert fresh(case).plans.get(current=True).rows.get(case_item__item__code="L01").start == later


def test_a_first_day_to_come_holds_what_has_not_begun_and_not_what_runs(case: Case, cast: Cast) -> None:
    ahead = MONDAY + timedelta(days=14)
    with on(MONDAY):
        bench = Bench(case)
        trial = planning.trial(case, start=ahead, works_days=300)
        assert bench.schedule(trial).slots["L01"].start == ahead
        step(case, cast, "L01", (BLZT.RECEIVED, MONDAY), (BLZT.ACCEPTED, MONDAY))
        found = Bench(fresh(case)).schedule(planning.trial(fresh(case), start=ahead, works_days=300))
        assert found.slots["L01"].start == MONDAY
        assert found.slots["L01"].end == due(MONDAY, found.slots["L01"].days, "wd", calendars.current()).date
        assert found.slots["L08"].start == ahead


@pytest.mark.req("W-073")
def test_an_open_special_procedure_is_foreseen_to_its_own_limit(case: Case, cast: Cast) -> None:
    with on(MONDAY + timedelta(days=2)):
        before = now(case).slots["G03"]
        step(case, cast, "L08", (BLZT.RECEIVED, MONDAY), (BLZT.ACCEPTED, MONDAY))
        plain = now(case).slots["L08"].end
        step(case, cast, "L08", (BLZT.SPECIAL_START, MONDAY + timedelta(days=1)))
        found = now(case)
        # Ten working days from Tuesday the third: until Tuesday the 17th, and the days go on after it.
        cal = calendars.current()
        assert plain is not None
        assert found.slots["L08"].end == cal.add(plain, 11)
        assert before.start is not None
        assert found.slots["G03"].start == found.slots["L08"].end


def test_once_the_procedure_ended_only_its_real_days_count(case: Case, cast: Cast) -> None:
    with on(MONDAY + timedelta(days=4)):
        step(case, cast, "L08", (BLZT.RECEIVED, MONDAY), (BLZT.ACCEPTED, MONDAY))
        plain = now(case).slots["L08"].end
        step(
            case,
            cast,
            "L08",
            (BLZT.SPECIAL_START, MONDAY + timedelta(days=1)),
            (BLZT.SPECIAL_END, MONDAY + timedelta(days=2)),
        )
        assert plain is not None
        assert now(case).slots["L08"].end == calendars.current().add(plain, 2)


def test_a_new_version_keeps_the_days_that_were_set_and_not_those_of_a_measure(case: Case, cast: Cast) -> None:
    with on(MONDAY):
        bench = Bench(fresh(case))
        offered = [m for m in bench.offered.values() if any(e.days == 0 for e in m.effects.values())]
        assert offered
        code = offered[0].code
        wish = planning.trial(case, start=MONDAY, durations={code: 9}, works_days=300)
        plan = planning.set_trial(case, planning.replace(wish, strategy="gaps"), reason="承诺", by=cast.chen)
        row = plan.rows.get(case_item__item__code=code)
        assert row.planned == 9
        assert Bench(fresh(case)).in_force.days[code] == 9
        if offered[0].key in plan.measures:
            assert row.days == 0


def test_lengths_can_be_tried_by_law_and_as_similar_cases_took(
    case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on(MONDAY):
        bench = Bench(fresh(case))
        law = planning.replace(bench.in_force, pace="law")
        legal = {row.item.code: row.statutory_days for row in bench.items.values() if row.statutory_unit == "wd"}
        assert legal["L09"] == 20
        assert bench.schedule(law).slots["L09"].days == 20
        own = planning.replace(law, days={**law.days, "L09": 4})
        assert bench.schedule(own).slots["L09"].days == 4
        monkeypatch.setattr(ways, "as_taken", lambda codes: {"L09": 11})
        taken = planning.replace(bench.in_force, pace="taken")
        assert bench.schedule(taken).slots["L09"].days == 11
        with refused(BadInput, says="no such pace", field="pace"):
            bench.schedule(planning.replace(law, pace="hurry"))
        # Saved, it is what people count with.
        plan = planning.set_trial(case, taken, reason="按实际用时", by=cast.chen)
        assert plan.rows.get(case_item__item__code="L09").planned == 11


# ---- works


@pytest.mark.req("W-005", "W-073")
def test_the_works_follow_the_permit_and_the_acceptance_follows_the_works(case: Case) -> None:
    plan = case.plans.get(current=True)
    ends = dict(plan.rows.values_list("case_item__item__code", "end"))
    starts = dict(plan.rows.values_list("case_item__item__code", "start"))
    assert plan.works_start == ends["C05"]
    assert plan.works_completed == due(ends["C05"], 300, "cal", calendars.current()).date
    assert starts["V01"] == plan.works_completed
    assert plan.works_critical
    assert plan.works_bound_by == "C05"


@pytest.mark.req("W-005")
def test_a_permit_that_comes_later_moves_works_and_acceptance(case: Case, cast: Cast) -> None:
    with on(MONDAY):
        before = now(case)
        days = Bench(case).in_force.days["C05"]
        trial = planning.trial(case, start=MONDAY, durations={"C05": days + 5}, works_days=300)
        after = Bench(case).schedule(trial)
    for code in (roadmap.WORKS_COMPLETED, "V01", "V08"):
        assert before.slots[code].end is not None
        assert after.slots[code].end is not None
        assert before.slots[code].end < after.slots[code].end  # type: ignore[operator]


@pytest.mark.req("W-005")
def test_facts_of_the_works_beat_the_plan_and_are_kept_for_good(case: Case, cast: Cast) -> None:
    begun, done = MONDAY + timedelta(days=30), MONDAY + timedelta(days=200)
    with on(MONDAY + timedelta(days=201)):
        works.record(case, kind="started", on=begun, by=cast.chen)
        cal = calendars.current()
        assert now(case).slots[roadmap.WORKS_COMPLETED].end == due(begun, 300, "cal", cal).date
        works.record(case, kind="completed", on=done, by=cast.chen)
        found = now(case)
        assert found.slots[roadmap.WORKS_COMPLETED].end == done
        # The papers before the works are missing still, yet the acceptance may begin today.
        assert found.slots["V01"].start is not None
        bar = next(row for row in gantt.rows_for_gantt(fresh(case).plans.get(current=True)) if row.works)
        assert (bar.actual_start, bar.actual_end, bar.lamp) == (begun, done, "blue")
        works.record(case, kind="completed", on=None, note="记错了项目", by=cast.chen)
        assert now(case).slots[roadmap.WORKS_COMPLETED].end == due(begun, 300, "cal", cal).date
    assert WorksFact.objects.count() == 3
    told = Notice.objects.filter(kind="works", recipient=cast.wang).order_by("pk")
    assert [letters.subject(row).split("：")[0] for row in told] == ["工程开工", "工程竣工", "工程竣工"]
    assert "记错了项目" in letters.body(told[2])


@pytest.mark.req("W-005")
def test_facts_of_the_works_are_refused_out_of_order(case: Case, cast: Cast) -> None:
    day = MONDAY + timedelta(days=10)
    with on(day):
        with refused(BadInput, says="start of the works first", field="kind"):
            works.record(case, kind="completed", on=day, by=cast.chen)
        with refused(BadInput, says="in the future", field="on"):
            works.record(case, kind="started", on=day + timedelta(days=1), by=cast.chen)
        with refused(BadInput, says="Choose what happened", field="kind"):
            works.record(case, kind="rested", on=day, by=cast.chen)
        with refused(BadInput, says="why there is no day", field="note"):
            works.record(case, kind="started", on=None, by=cast.chen)
        with refused(BadInput, says="Nothing is on record", field="on"):
            works.record(case, kind="started", on=None, note="x", by=cast.chen)
        works.record(case, kind="started", on=day, by=cast.chen)
        with refused(BadInput, says="out of order", field="on"):
            works.record(case, kind="completed", on=day - timedelta(days=1), by=cast.chen)
        works.record(case, kind="completed", on=day, by=cast.chen)
        with refused(BadInput, says="what came after it first", field="on"):
            works.record(case, kind="started", on=None, note="x", by=cast.chen)


# ---- what does not go on by itself


@pytest.mark.req("P-073", "W-073")
def test_while_the_service_rests_what_was_not_filed_waits_for_its_end(case: Case, cast: Cast) -> None:
    again = MONDAY + timedelta(days=42)
    with on(MONDAY + timedelta(days=7)):
        step(case, cast, "L08", (BLZT.RECEIVED, MONDAY), (BLZT.ACCEPTED, MONDAY))
        going = now(case)
        pausing.suspend(
            fresh(case),
            ground="asked",
            explanation="企业申请",
            start=timezone.localdate(),
            expected_end=again,
            by=cast.sun,
        )
        resting = now(case)
        # What is with its authority goes on; what the agency still owes does not.
        assert resting.slots["L08"].end == going.slots["L08"].end
        assert resting.slots["L01"].start == again
        assert going.slots["L01"].start == timezone.localdate()
        fresh(case).suspensions.update(expected_end=None)
        open_ended = now(case)
        assert open_ended.slots["L01"].start is None
        assert open_ended.slots["L01"].waits_for == roadmap.RESUMED
        assert open_ended.slots["L08"].end == going.slots["L08"].end


def test_a_special_procedure_past_its_limit_ends_today_at_the_earliest(case: Case, cast: Cast) -> None:
    """Accepted on Monday the 2nd; special from the 3rd with ten days, until Tuesday the 17th; today is Monday the 30th."""
    today = date(2026, 3, 30)
    with on(today):
        step(
            case,
            cast,
            "L08",
            (BLZT.RECEIVED, MONDAY),
            (BLZT.ACCEPTED, MONDAY),
            (BLZT.SPECIAL_START, MONDAY + timedelta(days=1)),
        )
        found = now(case).slots["L08"]
        assert found.end == calendars.current().add(today, found.days)  # not one day of it was used before
        clock = clocks.item_clock(case.items.get(item__code="L08")).promised
        assert clock is not None
        assert clock.due == found.end


def test_a_flow_table_that_was_filed_again_counts_until_the_roadmap_is_set_anew(cast: Cast) -> None:
    with on(MONDAY):
        case = case_in(cast, S.UNDERWAY, PULANDIAN)
    with on(MONDAY + timedelta(days=1)):
        table = case.flow_tables.get(group__code="land_planning")
        rows = [
            planning.Row(row.case_item, row.unit, row.agent, row.materials, row.fees, 17)
            for row in table.rows.select_related("case_item", "unit", "agent")
        ]
        planning.file_flow_table(table, rows, reason="时长调整", unnamed="承办单位收件后指定", by=cast.liu)
        code = rows[0].case_item.item.code
        assert Bench(fresh(case)).in_force.days[code] == 17
        plan = planning.set_trial(fresh(case), Bench(fresh(case)).in_force, reason="按新流程表", by=cast.liu)
        assert plan.rows.get(case_item__item__code=code).planned == 17


def test_a_refused_item_is_not_finished_and_begins_anew(case: Case, cast: Cast) -> None:
    with on(MONDAY + timedelta(days=9)):
        step(case, cast, "L01", (BLZT.RECEIVED, MONDAY), (BLZT.ACCEPTED, MONDAY))
        item = case.items.get(item__code="L01")
        items.record(item, code=BLZT.NOT_PASSED, on=MONDAY + timedelta(days=1), note="材料不实", by=cast.chen)
        assert clocks.item_clock(item).lamp.colour == "grey"
        step(case, cast, "L01", (BLZT.RECEIVED, MONDAY + timedelta(days=7)))
        assert clocks.item_clock(case.items.get(item__code="L01")).promised is None
        step(case, cast, "L01", (BLZT.ACCEPTED, MONDAY + timedelta(days=8)))
        clock = clocks.item_clock(case.items.get(item__code="L01")).promised
        assert clock is not None
        assert clock.used == 1


def test_a_gap_that_is_filled_later_does_not_move_the_day_of_the_decision(case: Case, cast: Cast) -> None:
    with on(MONDAY + timedelta(days=9)):
        step(case, cast, "L01", (BLZT.RECEIVED, MONDAY), (BLZT.ACCEPTED, MONDAY))
        late = gap_of(case.items.get(item__code="L01"), cast.chen)
        step(case, cast, "L01", (BLZT.PASSED_WITH_GAP, MONDAY))
        late.delete()
        step(case, cast, "L01", (BLZT.PASSED, MONDAY + timedelta(days=9)))
        assert case.items.get(item__code="L01").done_on == MONDAY


def test_the_forecast_of_what_runs_knows_that_it_has_not_ended_yet(case: Case, cast: Cast) -> None:
    with on(MONDAY + timedelta(days=35)):
        step(case, cast, "L08", (BLZT.RECEIVED, MONDAY), (BLZT.ACCEPTED, MONDAY))
        bench = Bench(fresh(case))
        found = ways.forecast_of(bench.basis_for(bench.in_force), runs=400).ranges["LAND"]
        # Thirty working days are promised and 24 used: nothing lies before today, and little on today itself.
        assert found.ends[0] >= timezone.localdate().toordinal()
        assert found.chance(timezone.localdate()) < 0.1
    with on(MONDAY + timedelta(days=200)):
        bench = Bench(fresh(case))
        found = ways.forecast_of(bench.basis_for(bench.in_force), runs=400).ranges["LAND"]
        assert found.chance(timezone.localdate()) < 0.5  # far too late, yet not certain to end today


def test_what_cannot_be_left_out_is_named_and_what_is_needed_is_said(case: Case, cast: Cast) -> None:
    with on(MONDAY):
        step(case, cast, "L08", (BLZT.RECEIVED, MONDAY), (BLZT.ACCEPTED, MONDAY))
        bench = Bench(fresh(case))
        with refused(CaseError, says="An authority is at work"):
            bench.schedule(planning.replace(bench.in_force, dropped=frozenset({"L08"})))
        without = changes.of_trial(bench, planning.replace(bench.in_force, dropped=frozenset({"V01"})))
        assert [(one.name[:3], [need[:3] for need in one.needs]) for one in without.lacking] == [("V08", ["V01"])]
        assert changes.of_trial(bench, bench.in_force).lacking == []  # control


def test_what_moved_by_itself_is_said_and_drawn_beside_the_promise(case: Case, cast: Cast) -> None:
    plan = case.plans.get(current=True)
    with on(MONDAY):
        assert moved.standing(Bench(fresh(case))) == []
        assert moved.drawn(Bench(fresh(case)), rows := gantt.rows_for_gantt(plan)) == (rows, [])
    with on(MONDAY + timedelta(days=14)), translation.override("en"):
        found = {one.name: one for one in moved.standing(Bench(fresh(case)))}
        assert found["Start of construction"].days == 10
        assert "As things stand it will be" in ahead.then(fresh(case))
        slots = Bench(fresh(case)).now.slots
        rows, standing = moved.drawn(Bench(fresh(case)), gantt.rows_for_gantt(plan))
        late = {row.code: row.now_end for row in rows if row.now_end}
        assert late == {row.code: slots[row.code].end for row in rows if slots[row.code].end != row.end}
        marks = {row.label: row.now_end for row in gantt.milestones(rows) if row.now_end}
        assert marks.keys() >= {"Start of construction"}
        assert marks == {one.name: one.now for one in standing if one.name in marks}


# ---- what it rests on, and what people are told


@pytest.mark.req("P-065")
def test_a_changed_roadmap_tells_each_day_that_people_wait_for(case: Case, cast: Cast) -> None:
    with on(MONDAY):
        old = fresh(case).plans.get(current=True)
        days = Bench(case).in_force.days["C05"]
        new = change(case, cast, durations={"C05": days + 5}, works_days=300)
    told = Notice.objects.get(kind="plan_changed", recipient=cast.wang)
    text = letters.body(told)
    was = old.rows.get(case_item__item__code="C05").end
    now_ = new.rows.get(case_item__item__code="C05").end
    assert f"{was.year}年{was.month}月{was.day}日" in text
    assert f"{now_.year}年{now_.month}月{now_.day}日" in text
    # The land comes as before: nothing is said of it.
    assert {line["name"] for line in told.data["moved"]} == {"START", "WORKS", "ACCEPTED", "END"}


@pytest.mark.req("W-055", "W-075")
def test_a_roadmap_says_what_it_rests_on_on_the_page_and_on_paper(case: Case, cast: Cast) -> None:
    with on(MONDAY):
        bench = Bench(fresh(case))
        assert rests.of_bench(bench) == []
        wish = planning.replace(bench.in_force, strategy="best")
        plan = planning.set_trial(case, wish, reason="尽早开工", by=cast.chen)
        found = rests.of_bench(Bench(fresh(case)))
    assert plan.measures
    assert [one.key for one in found] == plan.measures
    assert not any(one.made for one in found)
    assert plan.document is not None
    assert plan.document.kind == DocumentKind.ROADMAP
    assert len(plan.document.data["rests"]) == len(found)
    for line, one in zip(plan.document.data["rests"], found, strict=True):
        assert one.must_be_true[0] in line


@pytest.mark.req("W-075")
def test_a_commitment_that_was_not_made_yet_widens_the_range(case: Case, cast: Cast) -> None:
    with on(MONDAY):
        bench = Bench(fresh(case))
        basis = bench.basis_for(bench.in_force)
        quick = [m.key for m in bench.offered.values() if any(effect.days == 0 for effect in m.effects.values())]
        assert quick
        hoped = ways.forecast_of(basis, chosen=quick, runs=400)
        made = ways.forecast_of(basis, chosen=quick, made=quick, runs=400)
    assert hoped.ranges["END"].late > made.ranges["END"].late
    assert hoped.ranges["START"].late >= made.ranges["START"].late
