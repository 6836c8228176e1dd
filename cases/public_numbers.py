"""Which numbers the public sees, and over which time (W-065). Pure; how they count is in ``cases.counting``."""

from dataclasses import dataclass
from datetime import date, timedelta

from cases import beyond, counting
from cases.counting import ONE, Period
from cases.indicators import INDICATORS, Indicator

# Goes up whenever something is counted or protected in another way: then the week is counted anew beside the old count.
METHOD = 2  # of a share both sides are protected since 2
MONTHS = 12

# What a citizen understands and a city answers for: what came and went, whether promises were kept, how long it really took,
# who made the trips, what the served said. Numbers of cases served are left out on purpose: with those in hand and finished
# they would tell how many were withdrawn, however few.
TOTALS = (
    "received", "finished", "in_hand", "on_time", "compression", "approval_median", "elapsed_median", "trips", "visits", "online",
    "satisfied", "to_start",
)  # fmt: skip
BY_MONTH = ("received", "finished", "on_time", "approval_median", "trips")
BY_PART = ("received", "finished", "in_hand", "on_time", "approval_median", "satisfied")
# Where a service is new, those accepted are those finished and those in hand (and the withdrawn, whom nobody counts here).
LINKED, FOLLOW = ("received", "finished", "in_hand"), ("finished", "in_hand")


def totals() -> tuple[str, ...]:
    """The codes of all totals, in the order in which they are read."""
    return (*TOTALS, *(row.indicator.code for row in beyond.every() if row.public))


def indicator(code: str) -> Indicator:
    """The indicator of this code."""
    found = find(code)
    if found is None:
        raise KeyError(code)
    return found


def find(code: str) -> Indicator | None:
    """The same, for what was published once; None when it is counted no more."""
    other = beyond.find(code)
    return other.indicator if other else INDICATORS.get(code)


@dataclass(frozen=True)
class Span:
    """The time of a count: the year as far as it is counted, and the last months up to the same day."""

    year: Period
    months: tuple[Period, ...]

    @property
    def whole(self) -> Period:
        """Everything that has to be read."""
        return Period(min(self.year.start, self.months[0].start), self.year.end)

    @property
    def months_of_year(self) -> list[Period]:
        """Those months that add up to the year."""
        return [month for month in self.months if month.start in self.year]


def week(day: date) -> date:
    """The Monday of the week in which a count is made: one a week, since the count of each day, taken from that of the day
    before, would tell the course of single cases."""
    return day - timedelta(days=day.weekday())


def span(monday: date) -> Span:
    """Up to the Sunday before; in January still the year that is over, of which there is something to tell."""
    end = monday - ONE
    if end.month == 1:
        end = date(end.year - 1, 12, 31)
    months = [counting.month(end, back) for back in reversed(range(MONTHS))]
    return Span(Period(date(end.year, 1, 1), end), (*months[:-1], Period(months[-1].start, end)))
