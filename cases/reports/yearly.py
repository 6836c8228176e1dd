"""The yearly summary: the same as that of a month, with the twelve months as a series."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import counting
from cases.daywords import month_words
from cases.enums_reports import Rhythm
from cases.reports import parts
from cases.reports.base import Column, Scope, Table, row
from cases.reports.summary import Summary
from cases.tally import Ask, Tally

BY_MONTH = ("received", "finished", "in_hand", "on_time", "overdue", "approval_median", "trips", "satisfied")


class Yearly(Summary):
    """How the service went in a year, month by month."""

    code = "yearly"
    title = gettext_lazy("Yearly summary")
    question = gettext_lazy("How did the service go this year, month by month, and compared with the year before?")
    rhythms = (Rhythm.YEAR,)

    def asks(self, scope: Scope) -> Sequence[Ask]:
        """Months that have not begun are not asked for."""
        every = [counting.month(scope.period.end, back) for back in reversed(range(12))]
        return [
            *super().asks(scope),
            *(Ask(f"{month.start:%Y-%m}", month, BY_MONTH) for month in every if month.start <= scope.today),
        ]

    def series(self, tally: Tally, scope: Scope) -> tuple[Table, ...]:
        rows = [
            row(
                month_words(ask.period.start),
                *(parts.measured(tally.all(ask.name)[code].value, code) for code in BY_MONTH),
            )
            for ask in self.asks(scope)
            if ask.codes == BY_MONTH
        ]
        columns = (Column(_("Month")), *parts.headed(BY_MONTH))
        return (Table(_("Month by month"), columns, tuple(rows), chart=1),)
