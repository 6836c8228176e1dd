"""The public numbers of a week, made once (W-065). The only writer of their rows."""

from datetime import date

from django.utils import timezone

from cases import public_numbers
from cases.models import PublicFigures
from cases.queries import public_figures as readers


def make(today: date | None = None) -> PublicFigures:
    """The count of this week: the one there is, or a new one. Weeks in which no worker ran are not made up afterwards, for
    the record does not tell what it said then; whoever is killed leaves nothing half done, and the next one begins anew."""
    today = today or timezone.localdate()
    monday = public_numbers.week(today)
    if made := readers.of_week(monday):
        return made
    span, data = readers.count(monday, today)
    # Two workers may have counted at the same time: the first one's row stands.
    row, _new = PublicFigures.objects.get_or_create(
        week=monday, method=public_numbers.METHOD,
        defaults={"since": span.year.start, "until": span.year.end, "data": data},
    )  # fmt: skip
    return row
