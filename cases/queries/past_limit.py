"""Which items of a case are past their promised limit (超期, C.10), by how much, and what stopped their clock."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import worktime
from cases.counting import ItemLine, Lines, Period, past_limit
from cases.counting_load import lamp_on
from cases.daywords import date_words
from cases.enums import OpenDate, Watched
from cases.models import CaseItem, Suspension
from cases.queries import calendars, clocks, lamps

LIMITED = frozenset({"overdue", "on_time"})  # indicators that ask for the promised limit
LAMPS = {"red_lamps": "red", "yellow_lamps": "yellow"}  # indicators that ask for a lamp of items


@dataclass(frozen=True)
class Late:
    """An item with the last day of its limit, the working days past it, and the special procedures that stopped the clock.

    ``suspended``: since when the service stands; the authority's clock goes on all the same (P-073).
    """

    name: str
    due: date
    days: int
    stops: tuple[worktime.Pause, ...] = ()
    suspended: date | None = None

    def __str__(self) -> str:
        days = ngettext("%(n)d working day past the limit", "%(n)d working days past the limit", self.days)
        told = _("%(item)s: promised until %(day)s, %(days)s") % {
            "item": self.name, "day": date_words(self.due, short=True), "days": days % {"n": self.days},
        }  # fmt: skip
        since = {"day": date_words(self.suspended, short=True)} if self.suspended else {}
        stands = [_("the service is suspended since %(day)s, which does not stop this clock") % since] if since else []
        return _("; ").join([told, *map(_stop, self.stops), *stands])


def _stop(pause: worktime.Pause) -> str:
    if pause.end is None:
        return _("clock stopped by a special procedure since %(day)s") % {"day": date_words(pause.start, short=True)}
    words = {"start": date_words(pause.start, short=True), "end": date_words(pause.end, short=True)}
    return _("clock stopped by a special procedure %(start)s – %(end)s") % words


def lines(code: str, counted: Lines, period: Period) -> list[ItemLine]:
    """The lines behind an indicator that asks for the promised limit; of what was decided in time the rest."""
    found = past_limit(counted, period)
    return found if code == "overdue" else [row for row in found if row.decided in period]


def burning(rows: Iterable[ItemLine], day: date) -> Mapping[int, list[str]]:
    """By case: the items of these lines, each with the sentence of its lamp on the day; the earliest due first."""
    found, cal = defaultdict[int, list[tuple[date, str]]](list), calendars.current()
    by_key = {row.key: row for row in rows}
    for item in CaseItem.objects.filter(pk__in=by_key).select_related("item").prefetch_related("facts"):
        limits, line = clocks.limits(item), by_key[item.pk]
        promised, special = limits.get(OpenDate.PROMISED), limits.get(OpenDate.SPECIAL)
        in_time = promised is None or day <= promised.last_day(day, cal)
        limit = special if special and in_time and lamp_on(line, day) == "red" else promised
        if limit is not None:  # what was decided later was open on that day
            reading = replace(limit, stopped=None).read(day, cal)
            why = lamps.why(reading, Watched(limit.what.value))
            found[line.case].append((reading.due, f"{item.item.name}{_(': ')}{why}"))
    return {case: [words for _due, words in sorted(several)] for case, several in found.items()}


def of_cases(rows: Iterable[ItemLine], last: date) -> Mapping[int, list[Late]]:
    """By case: the items of these lines as they stood on the last day, the latest first."""
    found, cal, by_key = defaultdict(list), calendars.current(), {row.key: row for row in rows}
    items = CaseItem.objects.filter(pk__in=by_key).select_related("item").prefetch_related("facts")
    running = Suspension.objects.filter(case__in={row.case for row in by_key.values()}, end=None)
    stands = dict(running.values_list("case", "start"))
    for item in items:
        line, limit = by_key[item.pk], clocks.limits(item).get(OpenDate.PROMISED)
        if line.due:
            days = max(1, worktime.used(line.due, min(line.decided or last, last), cal))
            stops = limit.pauses if limit else ()
            found[line.case].append(Late(item.item.name, line.due, days, stops, stands.get(line.case)))
    return {case: sorted(several, key=lambda one: (-one.days, one.name)) for case, several in found.items()}
