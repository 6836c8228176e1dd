"""Dates that nobody means: a mistyped year is refused at its field instead of reaching a plan, a letter or a print."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.daywords import date_words
from cases.exceptions import BadInput

MAX_YEARS = 30


def refuse_far(day: date | None, field: str, years: int = MAX_YEARS) -> None:
    """Refuse a date more than ``years`` away from today; None passes."""
    if day is not None and abs(day.year - timezone.localdate().year) > years:
        raise BadInput(_("This date is too far away: check the year."), field=field)


def refuse_before(day: date, first: date | None, field: str) -> None:
    """Refuse a date before the application came in."""
    if first is not None and day < first:
        raise BadInput(
            _("This is before the application came in (%(date)s).") % {"date": date_words(first)}, field=field
        )
