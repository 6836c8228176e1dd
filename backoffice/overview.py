"""The indicators of a period over the cases of a reader, as Statistics shows them: the same cells as page, CSV, XLSX and PDF."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from cases import beyond
from cases.counting import Lines, Period
from cases.daywords import date_words
from cases.indicators import INDICATORS
from cases.queries import statistics
from cases.reports import parts
from cases.reports.base import Content
from cases.reports.files import days


@dataclass(frozen=True)
class Overview:
    """What was counted. ``of``: how the cases were narrowed, in words."""

    lines: Lines
    period: Period
    counted_on: date
    of: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        return _("Statistics")

    @property
    def place(self) -> str:
        return " · ".join([*(said for _what, said in self.of), days(self.period)])

    def about(self) -> list[tuple[str, str]]:
        """What was counted, in which days, compared with which."""
        return [
            (_("Report"), self.title),
            *self.of,
            (_("Period"), days(self.period)),
            (_("Compared with"), days(self.period.before())),
            (_("Day of the count"), date_words(self.counted_on, short=True)),
            (_("Cases read"), str(len(self.lines.cases))),
        ]

    @property
    def content(self) -> Content:
        """The indicators with their unit, difference and target; then what they mean."""
        told = [one for _chapter, found in statistics.readings(self.lines, self.period) for one in found]
        now = {one.indicator.code: one.now for one in told}
        before = {one.indicator.code: one.before for one in told}
        others = [
            (row.indicator, row.figure(self.period, self.counted_on), row.figure(self.period.before(), self.counted_on))
            for row in beyond.every()
        ]
        found = parts.indicator_rows(now, before, tuple(INDICATORS))
        words = parts.meanings([*INDICATORS.values(), *(one for one, _now, _before in others)])
        tables = (replace(found, rows=found.rows + parts.beyond_rows(others)), words)
        return Content(tables=tables, warnings=parts.still_running(self.period, self.counted_on, compared=True))
