"""A changed working calendar moves the day by which a letter of the public is answered: it was counted in working days (P-093)."""

from django.db.models import QuerySet
from django.utils import timezone

from cases import worktime
from cases.actions import moves, notices
from cases.enums_letters import LetterAct
from cases.models import LetterStep, PublicLetter
from cases.queries import public_letters as readers
from cases.worktime import WorkCalendar


def waiting() -> QuerySet[PublicLetter]:
    """Letters that nobody has answered."""
    return PublicLetter.objects.filter(answered_at__isnull=True)


def move(before: WorkCalendar, after: WorkCalendar, source: str) -> int:
    """Count every waiting letter anew: the new day, a line in its log, and a message to whoever answers it and to its writer.

    Returns how many moved; once moved, a letter is no longer where the calendar before had put it, so nothing moves twice.
    """
    moved = 0
    rows = waiting().select_related("region", "desk_region", "assigned_to", "writer", "case", "unit").order_by("pk")
    for row in rows.select_for_update(of=("self",)):
        start, days = timezone.localdate(row.sent_at), readers.days_for(row.kind, row.region)
        now = worktime.recounted(start, days, row.due, before, after)
        if now:
            _move(row, row.due.isoformat(), now.isoformat(), source)
            PublicLetter.objects.filter(pk=row.pk).update(due=now)
            moved += 1
    if moved:
        moves.wake()
    return moved


def _move(row: PublicLetter, was: str, now: str, source: str) -> None:
    LetterStep.objects.create(
        letter=row, act=LetterAct.MOVED, by=None, at=timezone.now(), desk=row.desk, desk_region=row.desk_region,
        why=f"{was} → {now} {source}".strip()[:300],
    )  # fmt: skip
    told = {user.pk: user for user in [*readers.readers(row), *([row.writer] if row.writer else [])]}
    notices.owe(
        list(told.values()),
        "letter_moved",
        None,
        {"letter": row.number, "about": row.kind, "before": was, "due": now, "source": source},
    )
