"""The weekly reports to the government that were sent (P-068). They are written elsewhere (``actions.weekly``), never twice."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.daywords import local_day
from cases.enums_reports import Rhythm
from cases.queries import summaries
from cases.reports.base import Cell, Column, Content, Kind, Plain, Scope, Table, row
from cases.tally import Tally


class Weekly(Plain):
    """Which reports went to the government, and when."""

    code = "weekly"
    title = gettext_lazy("Weekly reports to the government")
    question = gettext_lazy("Which weekly reports went to the government, for which time, and who approved them?")
    rhythms = (Rhythm.WEEK, Rhythm.MONTH, Rhythm.YEAR)

    def tell(self, tally: Tally, scope: Scope) -> Content:
        found = list(summaries.sent_weekly(scope.region, scope.period))
        rows = tuple(
            row(
                one.region.name, one.since, one.until, one.weeks, Cell(one.number, opens=f"report:{one.pk}"), one.unit.name,
                one.approved_by.name if one.approved_by else "", local_day(one.sent_at),
            )
            for one in found
        )  # fmt: skip
        columns = (
            Column(_("Region")), Column(_("From"), Kind.DAY), Column(_("Until"), Kind.DAY), Column(_("Weeks covered"), Kind.NUMBER),
            Column(_("Number")), Column(_("Unit"), Kind.LONG), Column(_("Approved by")), Column(_("Sent"), Kind.DAY),
        )  # fmt: skip
        said = _("%(place)s, %(time)s. Weekly reports sent to the government: %(n)s.") % {
            "place": scope.region.name, "time": scope.time, "n": len(found),
        }  # fmt: skip
        note = _(
            "They are drafted, corrected and approved under “Weekly reports”; the words that were sent stand there."
        )
        return Content((said,), (Table(_("Reports sent"), columns, rows, note),), (said,))
