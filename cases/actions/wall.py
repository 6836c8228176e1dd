"""The roadmap in force as a print for the wall: nothing is stored or numbered."""

from django.utils import timezone
from django.utils.translation import override

from cases.actions import paper_data
from cases.documents import wall as form
from cases.models import Case, Plan
from cases.queries import gantt

MOST_CONTACTS = 4  # what one line of the foot holds


def pdf(case: Case, plan: Plan) -> bytes:
    """One A3 page in the language of official papers."""
    with override("zh-hans"):
        rows = gantt.rows_for_gantt(plan)
        data = form.Wall(
            project=paper_data.facts(case),
            unit=case.handling_unit.name_zh,
            version=plan.version,
            made_on=paper_data.local(plan.made_at).date(),
            today=timezone.localdate(),
            rows=tuple(_row(row) for row in rows),
            milestones=tuple(
                form.WallMilestone(name=row.label, day=row.end, was=row.baseline_end, done=row.done)
                for row in gantt.milestones(rows)
            ),
            contacts=paper_data.contacts(case)[:MOST_CONTACTS],
            provisional=plan.provisional,
        )
    return form.wall(data).pdf


def _row(row: gantt.GanttRow) -> form.WallRow:
    return form.WallRow(
        code=row.code,
        name=row.label,
        stage=row.group,
        authority=row.unit,
        start=row.start,
        end=row.end,
        was_start=row.baseline_start,
        was_end=row.baseline_end,
        done=row.done,
        critical=row.critical,
        waits_for=row.waits_for,
    )
