"""The roadmap in force as a print for the wall, as it is today: nothing is stored or numbered."""

from datetime import date

from django.utils import timezone
from django.utils.translation import override

from cases.actions import paper_data
from cases.documents import wall as form
from cases.models import Case, Plan
from cases.queries import gantt, moved
from cases.queries.trials import Bench
from cases.worktime import WorkCalendar

MOST_CONTACTS = 4  # what one line of the foot holds


def pdf(case: Case, plan: Plan) -> bytes:
    """One A3 page in the language of official papers: what happened, and what is still open as things stand (P-065)."""
    with override("zh-hans"):
        bench = Bench(case)
        rows, _standing = moved.drawn(bench, gantt.rows_for_gantt(plan))
        items = tuple(_row(row, bench.cal) for row in rows)
        milestones = tuple(_milestone(row, bench.cal) for row in gantt.milestones(rows))
        data = form.Wall(
            project=paper_data.facts(case),
            unit=case.handling_unit.name_zh,
            version=plan.version,
            made_on=paper_data.local(plan.made_at).date(),
            today=timezone.localdate(),
            rows=items,
            milestones=milestones,
            contacts=paper_data.contacts(case)[:MOST_CONTACTS],
            provisional=any(row.provisional for row in items) or any(mark.provisional for mark in milestones),
        )
    return form.wall(data).pdf


def _row(row: gantt.GanttRow, cal: WorkCalendar) -> form.WallRow:
    start = None if row.now_waits else row.actual_start or row.now_start or row.start
    end = _end(row)
    return form.WallRow(
        code="" if row.works else row.code,
        name=row.label,
        stage=row.group,
        authority=row.unit,
        start=start,
        end=end,
        plan_start=row.start,
        plan_end=row.end,
        was_start=row.baseline_start,
        was_end=row.baseline_end,
        done=row.done,
        critical=row.critical,
        waits_for=row.waits_for or row.now_waits,
        provisional=_provisional(end or row.end, row.done, cal),
    )


def _milestone(row: gantt.GanttRow, cal: WorkCalendar) -> form.WallMilestone:
    day = _end(row)
    return form.WallMilestone(
        name=row.label,
        day=day,
        planned=row.plan_end,
        was=row.baseline_end,
        done=row.done,
        provisional=_provisional(day or row.plan_end, row.done, cal),
    )


def _end(row: gantt.GanttRow) -> date | None:
    """When it ended; else when it will as things stand; else as planned."""
    return None if row.now_waits else row.actual_end or row.now_end or row.end


def _provisional(day: date | None, done: bool, cal: WorkCalendar) -> bool:
    """Whether a day that is still to come lies in a year whose holidays are not published (domain D.2)."""
    return day is not None and not done and cal.is_provisional(day)
