"""The indicators of a period over the cases of a reader, as Statistics shows them: the same cells as page, CSV, XLSX and PDF."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases.counting import Lines, Period
from cases.daywords import date_words
from cases.indicators import INDICATORS, Indicator
from cases.queries import splits, statistics
from cases.reports import parts
from cases.reports.base import Content, Table
from cases.reports.files import days


@dataclass(frozen=True)
class Overview:
    """What was counted. ``of``: how the cases were narrowed, in words; ``figure`` and ``by``: what is split, and by which parts."""

    lines: Lines
    period: Period
    counted_on: date
    of: tuple[tuple[str, str], ...] = ()
    figure: Indicator = INDICATORS["on_time"]
    by: str = statistics.REGION

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
        """The indicators with their unit, difference and target; one of them by parts; then what they mean."""
        told = [one for _chapter, found in statistics.readings(self.lines, self.period) for one in found]
        now = {one.indicator.code: one.now for one in told}
        before = {one.indicator.code: one.before for one in told}
        found = parts.every_table(now, before, self.period, self.counted_on)
        tables = (found, *self.split(), parts.every_meaning())
        return Content(tables=tables, warnings=parts.still_running(self.period, self.counted_on, compared=True))

    def split(self) -> tuple[Table, ...]:
        """The table of the parts; none where the figure is not split in this way."""
        if self.by not in splits.ways(self.figure):
            return ()
        groups = splits.split(self.lines, self.period, self.figure, self.by)
        return (parts.split_table(split_words(self.figure, self.by), self.figure, self.by, groups),)


def split_words(figure: Indicator, by: str) -> str:
    """What is split, and by which parts."""
    return _("%(figure)s by %(part)s") % {"figure": figure.label, "part": str(splits.PARTS[by]).lower()}
