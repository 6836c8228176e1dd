"""Outside the pages too: wall, calendars and messages show what is, beside what the roadmap says, and which days may still move."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pypdf
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cases.actions import items, pausing, planning, together, wall
from cases.enums import BLZT, CaseStatus
from cases.ics import Entry
from cases.models import CalendarFeed, Case, Notice, Plan
from cases.queries import changes, feeds, gantt, letters, moved
from cases.queries.trials import Bench
from tests.cases.kit import fresh
from tests.cast import Cast, case_in

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
BUILDING = {"L01", "L08", "L09", "G03", "C05", "V01", "V08"}


@pytest.fixture
def case(cast: Cast) -> Case:
    """Underway since Monday 2 March 2026."""
    with on(MONDAY):
        return case_in(cast, CaseStatus.UNDERWAY, keep=BUILDING)


def on(day: date) -> time_machine.travel:
    return time_machine.travel(day, tick=False)


def plan_of(case: Case) -> Plan:
    return Plan.objects.select_related("case").get(case=case, current=True)


def start_of(case: Case) -> tuple[date, date]:
    """The start of construction by the roadmap and as things stand."""
    rows, _standing = moved.drawn(Bench(fresh(case)), gantt.rows_for_gantt(plan_of(case)))
    row = next(row for row in rows if row.code == "C05")
    assert row.end
    return row.end, row.now_end or row.end


def on_the_wall(case: Case) -> str:
    page = pypdf.PdfReader(io.BytesIO(wall.pdf(fresh(case), plan_of(case)))).pages[0]
    return page.extract_text().replace("\n", "").replace(" ", "")


def said(day: date) -> str:
    return f"{day:%y}.{day.month}.{day.day}"


def in_calendar(case: Case, cast: Cast) -> dict[str, Entry]:
    with translation.override("en"):
        found = feeds.entries(CalendarFeed(user=cast.wang, case=case), "https://example.cn")
    return {entry.uid.split("-")[1]: entry for entry in found if entry.uid.startswith("milestone-")}


# ---- the wall


@pytest.mark.req("P-065")
def test_the_wall_shows_what_happened_and_both_days_where_they_differ(case: Case, cast: Cast) -> None:
    with on(MONDAY):
        assert "计划至" not in on_the_wall(case), "control: as long as all goes as planned there is one day"
    with on(MONDAY + timedelta(days=14)):
        item = case.items.get(item__code="L01")
        for code in (BLZT.RECEIVED, BLZT.ACCEPTED, BLZT.PASSED):
            items.record(item, code=code, on=MONDAY + timedelta(days=11), file_number="示例1号", by=cast.chen)
        text, (planned, now) = on_the_wall(case), start_of(case)
    assert planned < now
    assert f"{said(MONDAY + timedelta(days=11))}–{said(MONDAY + timedelta(days=11))}✓" in text
    assert f"–{said(now)}" in text
    assert f"计划至{said(planned)}" in text
    assert f"按目前情况{now.year}年{now.month}月{now.day}日" in text


def test_on_the_wall_of_a_service_that_rests_nothing_that_waits_has_a_day(case: Case, cast: Cast) -> None:
    with on(MONDAY + timedelta(days=1)):
        planned, _now = start_of(case)
        pausing.suspend(
            case, ground="policy", explanation="示例", tried="多次会商", start=MONDAY + timedelta(days=1), by=cast.sun
        )  # fmt: skip
        text = on_the_wall(case)
        ends = {row.label: (row.now_waits, row.end) for row in gantt.milestones(
            moved.drawn(Bench(fresh(case)), gantt.rows_for_gantt(plan_of(case)))[0]
        )}  # fmt: skip
    assert f"等待：服务恢复（计划至{said(planned)}）" in text
    assert all(waits for waits, _end in ends.values())


def test_a_day_in_a_year_whose_holidays_are_not_published_says_so_on_the_wall(case: Case, cast: Cast) -> None:
    with on(MONDAY):
        text = on_the_wall(case)
        planning.set_plan(fresh(case), start=MONDAY, works_days=60, reason="调整", by=cast.chen)
        assert "暂按" not in on_the_wall(case), "control: every day lies in a published year"
    assert "（暂按）" in text
    assert "放假安排尚未公布" in text


# ---- calendars


@pytest.mark.req("P-065")
def test_the_calendar_shows_the_day_as_things_stand_and_the_planned_one_beside_it(case: Case, cast: Cast) -> None:
    with on(MONDAY):
        before, (planned, _now) = in_calendar(case, cast)["START"], start_of(case)
        assert (before.day, "by the roadmap" in before.summary) == (planned, True)
        assert "By the roadmap" not in before.description, "control: nothing moved"
    with on(MONDAY + timedelta(days=14)):
        after, (planned, now) = in_calendar(case, cast)["START"], start_of(case)
    assert planned == before.day < after.day == now
    assert after.uid == before.uid
    assert "as things stand" in after.summary
    assert f"By the roadmap: {planned:%a} {planned.day}" in after.description


def test_a_day_that_may_still_move_says_so_in_the_calendar_and_in_messages(case: Case, cast: Cast) -> None:
    with on(MONDAY):
        entries = in_calendar(case, cast)
        planning.set_plan(fresh(case), start=MONDAY, works_days=60, reason="调整", by=cast.chen)
        assert "provisional" not in "".join(entry.summary for entry in in_calendar(case, cast).values())
        marked = {name for name, entry in entries.items() if "(provisional)" in entry.summary}
    assert marked == {name for name, entry in entries.items() if entry.day.year == 2027}
    assert "START" not in marked, "control: it lies in a published year"
    assert "not published yet" in entries["END"].description
    with translation.override("zh-hans"):
        text = letters.body(Notice.objects.filter(kind="plan_changed", recipient=cast.wang).latest("pk"))
    assert text.count("（暂按） → 2026年") == 3, "works, acceptance and end come out of the unpublished year"
    assert text.count("（暂按）") == 3


def test_a_hundred_cases_are_asked_for_as_things_stand_in_as_many_questions_as_one(case: Case, cast: Cast) -> None:
    def asked(*keys: int) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert feeds._standing(keys).keys() == {*keys}
        return len(seen)

    with on(MONDAY):
        other = case_in(cast, CaseStatus.UNDERWAY, keep=BUILDING, name="第二个示例项目")
        assert asked(case.pk) == asked(case.pk, other.pk)


# ---- the enterprise is told when what happened moves the start


def told(case: Case, cast: Cast) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind="start_moved", case=case, recipient=cast.wang).order_by("pk")
    return [(line["old"], line["new"]) for row in rows for line in row.data["moved"]]


def accept(case: Case, cast: Cast, code: str, day: date) -> None:
    item = case.items.get(item__code=code)
    for step in (BLZT.RECEIVED, BLZT.ACCEPTED):
        items.record(item, code=step, on=day, by=cast.chen)


@pytest.mark.req("P-065")
def test_a_fact_that_moves_the_start_later_is_told_once(case: Case, cast: Cast) -> None:
    late = MONDAY + timedelta(days=14)
    with on(MONDAY):
        accept(case, cast, "L01", MONDAY)
        assert told(case, cast) == [], "control: what happens as planned moves nothing"
    with on(late):
        accept(case, cast, "L08", late)
        planned, now = start_of(case)
        assert planned < now
        assert told(case, cast) == [(planned.isoformat(), now.isoformat())]
        items.record(case.items.get(item__code="L01"), code=BLZT.PASSED, on=late, file_number="示例1号", by=cast.chen)
        assert len(told(case, cast)) == 1, "the same day is not told twice"
        assert not Notice.objects.filter(kind="start_moved", recipient=cast.chen).exists()
        with translation.override("zh-hans"):
            text = letters.body(Notice.objects.get(kind="start_moved", recipient=cast.wang))
    assert f"{now.year}年{now.month}月{now.day}日" in text


def test_a_new_version_is_what_the_enterprise_was_told_last(case: Case, cast: Cast) -> None:
    late = MONDAY + timedelta(days=14)
    with on(late):
        planning.set_plan(fresh(case), start=late, works_days=300, reason="调整", by=cast.chen)
        accept(case, cast, "L08", late)
        assert told(case, cast) == [], "the new roadmap says that day"
    with on(late + timedelta(days=60)):
        items.record(
            case.items.get(item__code="L08"), code=BLZT.PASSED, on=late + timedelta(days=60), file_number="示例2号",
            by=cast.chen,
        )  # fmt: skip
        [(old, _new)] = told(case, cast)
    assert old == plan_of(case).rows.get(case_item__item__code="C05").end.isoformat()  # type: ignore[union-attr]


def test_items_that_start_together_too_late_are_one_message(case: Case, cast: Cast) -> None:
    late = MONDAY + timedelta(days=21)
    with on(late):
        group = together.form_group(
            case, rows=[case.items.get(item__code=code) for code in ("L01", "L08")], by=cast.chen
        )
        together.start(group, on=late, filed="platform", by=cast.chen)
        assert told(case, cast) == [tuple(day.isoformat() for day in start_of(case))]


def test_a_corrected_day_that_moves_the_start_is_told(case: Case, cast: Cast) -> None:
    with on(MONDAY):
        accept(case, cast, "L01", MONDAY)
        accept(case, cast, "L08", MONDAY)
        assert told(case, cast) == [], "control: it began on its day"
    with on(MONDAY + timedelta(days=21)):
        wrong = case.items.get(item__code="L08").facts.get(code=BLZT.ACCEPTED)
        items.correct(wrong, note="日期有误", on=MONDAY + timedelta(days=21), by=cast.chen)
        assert [new for _old, new in told(case, cast)] == [start_of(case)[1].isoformat()]


# ---- versions


def test_a_new_version_keeps_the_days_on_which_finished_items_really_began(case: Case, cast: Cast) -> None:
    with on(MONDAY):
        accept(case, cast, "L01", MONDAY)
    later = MONDAY + timedelta(days=9)
    with on(later):
        items.record(case.items.get(item__code="L01"), code=BLZT.PASSED, on=later, file_number="示例1号", by=cast.chen)
        first = plan_of(case)
        planning.set_plan(fresh(case), start=MONDAY, works_days=300, reason="调整", by=cast.chen)
        row = plan_of(case).rows.get(case_item__item__code="L01")
        assert (row.start, row.end) == (MONDAY, later)
        items.record(case.items.get(item__code="L08"), code=BLZT.RECEIVED, on=later, by=cast.chen)
        second = plan_of(case)
        planning.set_plan(fresh(case), start=MONDAY, works_days=200, reason="再调整", by=cast.chen)
        bench = Bench(fresh(case))
        told_again = changes.of_versions(second, plan_of(case), bench.items).moved
        ended = changes.of_versions(first, plan_of(case), bench.items).moved
    assert "L01" not in {move.code for move in told_again}, "what is done does not move any more"
    assert "L01" in {move.code for move in ended}, "control: its end was another than planned"


def test_without_a_known_length_of_the_works_nobody_tells_an_end(case: Case, cast: Cast) -> None:
    with on(MONDAY):
        bench = Bench(fresh(case))
        known = changes.of_trial(bench, bench.in_force)
        unknown = changes.of_trial(bench, replace(bench.in_force, works_days=None))
    assert known.change.new_finish is not None, "control"
    assert unknown.change.new_finish is None
    assert unknown.change.finish_days is None
