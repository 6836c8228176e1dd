"""Working days as a table: the same counts as ``worktime.due`` and ``worktime.latest_start``, by looking up instead of walking.

Days are plain numbers (``date.toordinal``). A roadmap asks for some hundred limits, the search for the best combination
for some hundred thousand; a table of all days around them makes each a sum and two look-ups.
"""

from collections.abc import Callable
from datetime import date

# Days that are read at once when the table has to grow, and the most that it holds: three hundred years.
_STEP = 400
_MOST = 110_000
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


class OffTheCalendar(ValueError):
    """A count that leaves the years 1 to 9999, or dates that lie more than three hundred years apart."""


class DayTable:
    """Grows by itself in both directions. Several threads may share it: what has grown is put in place as one value."""

    def __init__(self, is_workday: Callable[[date], bool], is_provisional: Callable[[date], bool]) -> None:
        self._is_workday, self._is_provisional = is_workday, is_provisional
        # The first day; for each day how many were worked up to it; the worked days; how many were provisional up to it.
        self._known: tuple[int, list[int], list[int], list[int]] = (1, [], [], [])

    def add(self, day: int, n: int, calendar: bool = False) -> int:
        """The last day of a limit of ``n`` days after ``day``, which is not counted; ``calendar``: ends on a working day."""
        return self.ends(day, n, calendar) if n else day

    def ends(self, day: int, n: int, calendar: bool = False) -> int:
        """The day on which a task of ``n`` days ends that begins on ``day``: as ``add``, but nobody decides on a rest day,
        so that what takes no day at all (即办) ends on the first working day from ``day`` on."""
        calendar = calendar or not n
        first, counts, worked, _ = self._known
        # The last day before the limit's working days begin: for calendar days all of them but the last have passed.
        at = day + n - 1 - first if calendar else day - first
        if at >= 0:
            try:
                return worked[counts[at]] if calendar else worked[counts[at] + n - 1]
            except IndexError:
                pass
        self._grow(day, day + 2 * n)
        return self.ends(day, n, calendar)

    def back(self, end: int, n: int, calendar: bool = False) -> int:
        """The last day on which a limit of ``n`` days may begin and still end by ``end``: the inverse of ``add``."""
        return self.begins(end, n, calendar) if n else end

    def begins(self, end: int, n: int, calendar: bool = False) -> int:
        """The last day on which a task of ``n`` days may begin and still end by ``end``: the inverse of ``ends``."""
        calendar = calendar or not n
        first, counts, worked, _ = self._known
        if first <= end < first + len(counts):
            place = counts[end - first] - (1 if calendar else n)
            if place >= 0:
                return worked[place] - (n if calendar else 1)
        self._grow(end - 2 * n, end)
        return self.begins(end, n, calendar)

    def count(self, start: int, end: int) -> int:
        """Working days in (start, end]; negative when ``end`` lies before ``start``."""
        self.reach(min(start, end), max(start, end))
        first, counts, _, _ = self._known
        return counts[end - first] - counts[start - first]

    def provisional(self, start: int, end: int, n: int, calendar: bool = False) -> bool:
        """Whether the limit of ``n`` days from ``start`` to ``end`` was counted over days that may still change."""
        if n == 0:
            return False
        before = start + n - 1 if calendar else start
        self.reach(before, end)
        first, _, _, guessed = self._known
        return guessed[end - first] > guessed[before - first]

    def reach(self, first: int, last: int) -> None:
        """Make sure that the days from ``first`` to ``last`` are known."""
        known = self._known
        if not known[1] or first < known[0] or last >= known[0] + len(known[1]):
            self._grow(first, last)

    def _grow(self, first: int, last: int) -> None:
        known_first, counts, _, _ = self._known
        if counts:
            first, last = min(first, known_first), max(last, known_first + len(counts) - 1)
        low, high = max(first - _STEP, _FIRST), min(last + _STEP, _LAST)
        grown = not counts or low < known_first or high >= known_first + len(counts)
        if first < _FIRST or last > _LAST or high - low > _MOST or not grown:
            raise OffTheCalendar("dates too far apart, or off the calendar")
        self._known = self._read(low, high)

    def _read(self, low: int, high: int) -> tuple[int, list[int], list[int], list[int]]:
        counts: list[int] = []
        worked: list[int] = []
        guessed: list[int] = []
        unsure = 0
        for number in range(low, high + 1):
            day = date.fromordinal(number)
            if self._is_workday(day):
                worked.append(number)
            unsure += self._is_provisional(day)
            counts.append(len(worked))
            guessed.append(unsure)
        return low, counts, worked, guessed
