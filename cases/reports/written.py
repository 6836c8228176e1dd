"""A weekly report that people wrote (P-067, P-068) in the forms that every report has: its three parts, paragraph by paragraph."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.daywords import date_words, local_day
from cases.models import WeeklyReport
from cases.reports.base import Cell, Column, Content, Kind, Table, row

# The three fixed parts (P-068).
PARTS = (
    ("progress", gettext_lazy("Progress of the projects")),
    ("problems", pgettext_lazy("weekly report", "Problems")),
    ("suggestions", gettext_lazy("Suggestions")),
)


def words(reports: Iterable[WeeklyReport], title: str) -> Table:
    """The three parts of each, a row for each paragraph; the first cell opens the report."""
    columns = (
        Column(_("Weekly report")), Column(_("Region")), Column(_("Part")), Column(_("Paragraph"), Kind.NUMBER),
        Column(_("Text"), Kind.LONG),
    )  # fmt: skip
    return Table(title, columns, tuple(cells for report in reports for cells in _rows(report)))


def _rows(report: WeeklyReport) -> Iterator[tuple[Cell, ...]]:
    named = Cell(report.number or date_words(report.until, short=True), opens=f"report:{report.pk}")
    for name, part in PARTS:
        paragraphs = filter(None, map(str.strip, getattr(report, name).splitlines()))
        for number, text in enumerate(paragraphs, 1):
            yield row(named, report.region.name, str(part), number, text)


def span(report: WeeklyReport) -> str:
    """From which day to which."""
    return " – ".join(date_words(day, short=True) for day in (report.since, report.until))


@dataclass(frozen=True)
class Written:
    """One such report as it can be taken away (``files.Paper``)."""

    report: WeeklyReport

    @property
    def title(self) -> str:
        return str(self.report)

    @property
    def name(self) -> str:
        """What a file of it is called, without its ending."""
        return f"report-{self.report.region.code}-{self.report.until}-{self.report.pk}"

    @property
    def place(self) -> str:
        return f"{self.report.region.name} · {span(self.report)}"

    @property
    def counted_on(self) -> date:
        return local_day(self.report.approved_at) or self.report.until

    @property
    def content(self) -> Content:
        return Content(tables=(words([self.report], _("The three parts")),))

    def about(self) -> list[tuple[str, str]]:
        """Whose it is, of which time, how far it is."""
        row_ = self.report
        return [
            (_("Report"), str(row_.get_level_display())),
            (_("Region"), row_.region.name),
            (_("Unit"), (row_.group or row_.unit).name),
            (_("Author"), row_.author.name),
            (_("Period"), span(row_)),
            (_("Weeks covered"), str(row_.weeks)),
            (_("Status"), str(row_.get_status_display())),
            (_("Approved by"), row_.approved_by.name if row_.approved_by else ""),
            (_("Number"), row_.number),
        ]
