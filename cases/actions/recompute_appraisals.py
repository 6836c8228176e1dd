"""A changed working calendar moves the day until which a told appraisal may be contested: it was counted in working days (P-092)."""

from django.db.models import QuerySet
from django.utils import timezone

from cases import worktime
from cases.actions import moves, notices
from cases.enums_appraisal import AppraisalAct, AppraisalStatus
from cases.models import Appraisal, AppraisalStep
from cases.queries import appraisals as readers
from cases.worktime import WorkCalendar


def waiting() -> QuerySet[Appraisal]:
    """Those that may still be contested."""
    return Appraisal.objects.filter(status=AppraisalStatus.TOLD, objections_due__gte=timezone.localdate())


def move(before: WorkCalendar, after: WorkCalendar, source: str) -> int:
    """As many working days after it was told as before: the new day, a line in the log, a message to everybody.

    Once moved it is no longer where the calendar before had put it, so nothing moves twice.
    """
    moved = 0
    for row in waiting().select_related("region").order_by("pk").select_for_update(of=("self",)):
        told = row.steps.filter(act=AppraisalAct.TELL).order_by("-pk").first()
        was = row.objections_due
        if told is None or was is None:
            continue
        start = timezone.localdate(told.at)
        # Told before the number of days was kept: as many as the calendar before counts.
        days = row.objection_days or worktime.used(start, was, before)
        now = worktime.recounted(start, days, was, before, after)
        if now:
            _move(row, now.isoformat(), was.isoformat(), source)
            Appraisal.objects.filter(pk=row.pk).update(objections_due=now, objection_days=days)
            moved += 1
    if moved:
        moves.wake()
    return moved


def _move(row: Appraisal, now: str, was: str, source: str) -> None:
    text = f"{was} → {now} {source}".strip()
    AppraisalStep.objects.create(
        appraisal=row, act=AppraisalAct.MOVE, old=row.status, new=row.status, by=None, at=timezone.now(), text=text
    )
    notices.owe(
        readers.everybody(row), "appraisal_moved", None,
        {"appraisal": row.region.code, "period": row.period, "before": was, "due": now, "source": source},
    )  # fmt: skip
