"""A changed working calendar moves the days by which units answer to supervision: they were counted in working days (W-095).

The statement of a unit on a finding, and its answer to the report of an inspection. A supervision order belongs to the log of
its case and moves with the case. What a person set as a plain day stays: the planned day of an inspection, the day of a
referral; and so does the day that a printed report names, because the paper that went out does not change.
"""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from cases import worktime
from cases.actions import moves, notices
from cases.enums_findings import FindingAct, FindingStatus
from cases.enums_inspections import InspectionAct, InspectionStatus
from cases.models import Finding, FindingStep, Inspection, InspectionStep
from cases.queries import findings, inspections, people
from cases.worktime import WorkCalendar

ASKED = (InspectionAct.REPORT, InspectionAct.SEND_BACK)


def findings_waiting() -> QuerySet[Finding]:
    """Those on which the unit may still give its statement."""
    return Finding.objects.filter(status=FindingStatus.HEARING, hearing_due__isnull=False)


def inspections_waiting() -> QuerySet[Inspection]:
    """Reports that the unit has not answered, or whose answer was sent back."""
    return Inspection.objects.filter(status=InspectionStatus.REPORTED, answered_at__isnull=True)


def move_findings(before: WorkCalendar, after: WorkCalendar, source: str) -> int:
    """As many working days after the unit was asked as before: the new day, a line in the log, a message to both sides."""
    moved = 0
    rows = findings_waiting().select_related(*findings.PARTS).order_by("pk")
    for row in rows.select_for_update(of=("self",)):
        asked = row.steps.filter(act=FindingAct.HEAR).order_by("-pk").first()
        found = _recounted(row.hearing_due, row.hearing_days, asked.at if asked else None, before, after)
        if not found or not row.hearing_due:
            continue
        now, days = found
        was, day = row.hearing_due.isoformat(), now.isoformat()
        _keep(FindingStep(finding=row, act=FindingAct.MOVE), row.status, was, day, source)
        told = [*findings.heard(row), *findings.judges(row)]
        notices.owe(
            told, "finding_moved", row.case,
            {"finding": row.number, "kind": row.kind, "unit": row.unit.code, "before": was, "due": day, "source": source},
        )  # fmt: skip
        Finding.objects.filter(pk=row.pk).update(hearing_due=now, hearing_days=days)
        moved += 1
    return _woken(moved)


def move_inspections(before: WorkCalendar, after: WorkCalendar, source: str) -> int:
    """The same for the answer to a report; the unit and the inspectors are told."""
    moved = 0
    rows = inspections_waiting().select_related(*inspections.PARTS[:3]).order_by("pk")
    for row in rows.select_for_update(of=("self",)):
        asked = row.steps.filter(act__in=ASKED).order_by("-pk").first()
        found = _recounted(row.answer_due, row.answer_days, asked.at if asked else None, before, after)
        if not found or not row.answer_due:
            continue
        now, days = found
        was, day = row.answer_due.isoformat(), now.isoformat()
        _keep(InspectionStep(inspection=row, act=InspectionAct.MOVE), row.status, was, day, source)
        told = [*people.of_units([row.unit]), *row.inspectors.all()]
        notices.owe(
            told, "inspection_moved", None,
            {"inspection": row.number, "title": row.title, "unit": row.unit.code, "before": was, "due": day, "source": source},
        )  # fmt: skip
        Inspection.objects.filter(pk=row.pk).update(answer_due=now, answer_days=days)
        moved += 1
    return _woken(moved)


def _recounted(
    stands: date | None, days: int | None, asked: datetime | None, before: WorkCalendar, after: WorkCalendar
) -> tuple[date, int] | None:
    """The new day and the number of working days; None where it stays."""
    if stands is None or asked is None:
        return None
    start = timezone.localdate(asked)
    # Asked before the number of days was kept: as many as the calendar before counts.
    days = days or worktime.used(start, stands, before)
    now = worktime.recounted(start, days, stands, before, after)
    return (now, days) if now else None


def _keep(log: Any, status: str, was: str, day: str, source: str) -> None:
    """A line in the log, by nobody."""
    log.old = log.new = status
    log.by, log.at = None, timezone.now()
    log.text = f"{was} → {day} {source}".strip()
    log.save()


def _woken(moved: int) -> int:
    if moved:
        moves.wake()
    return moved
