"""The week of a place (P-068): its figures by place and by project, and the three parts of the weekly reports that were sent.

The reports to the government are written and approved elsewhere (``actions.weekly``); here their words stand as they were sent,
beside what was counted of the same days. A place that owes no such reports has its figures all the same.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.counting import Lines
from cases.daywords import local_day
from cases.enums_reports import Rhythm
from cases.models import WeeklyReport
from cases.queries import statistics, summaries
from cases.reports import parts, written
from cases.reports.base import Cell, Column, Content, Kind, Scope, Table, row
from cases.tally import Ask, Row, Tally

CODES = (
    "received", "finished", "in_hand", "open_items", "on_time", "early", "overdue", "suspended", "approval_median", "trips", "visits",
)  # fmt: skip
BY_PLACE = ("received", "finished", "in_hand", "open_items", "on_time", "overdue")


class Weekly:
    """What was received, finished and in hand, what was in time, what went on; and what the government was told of it."""

    code = "weekly"
    title = gettext_lazy("Weekly summary")
    question = gettext_lazy(
        "What came in, was finished and is in hand, in time or late, by place and project; and what was the government told?"
    )
    rhythms = (Rhythm.WEEK, Rhythm.MONTH, Rhythm.YEAR)
    counted = True

    def since(self, scope: Scope) -> date:
        return scope.period.before().start

    def asks(self, scope: Scope) -> Sequence[Ask]:
        now = scope.period
        return [
            Ask("now", now, CODES),
            Ask("before", now.before(), CODES),
            Ask("region", now, BY_PLACE, statistics.REGION),
        ]

    def rows(self, lines: Lines, scope: Scope) -> Iterable[Row]:
        return parts.late(lines, scope.period)

    def tell(self, tally: Tally, scope: Scope) -> Content:
        """The figures, then the projects, then the words."""
        now, sent = tally.all("now"), list(summaries.sent_weekly(scope.region, scope.period))
        words = {code: parts.said(now[code], code) for code in CODES} | {
            "place": scope.region.name, "time": scope.time, "decided": now["on_time"].of,
        }  # fmt: skip
        came = _(
            "%(place)s, %(time)s. Cases accepted: %(received)s; finished: %(finished)s; in hand at the end: %(in_hand)s."
        )
        decided = _(
            "Items decided: %(decided)s, of which in time %(on_time)s; past the promised limit, of those on the clock: %(overdue)s."
        )
        places, named = parts.of_regions(tally, "region", scope)
        # A year of a whole city would be a book: there the links lead to the words.
        told_of = sent if scope.rhythm != Rhythm.YEAR else []
        tables = (
            parts.indicator_rows(tally.all("now"), tally.all("before"), CODES),
            parts.part_table(_("By region"), _("Region"), places, BY_PLACE, named, statistics.REGION, "in_hand"),
            _projects(scope), parts.late_table(tally), register(sent),
            written.words(told_of, _("The reports in words")), parts.definitions(CODES),
        )  # fmt: skip
        told = _told(scope, sent)
        return Content(
            (came % words, decided % words, told),
            tables,
            (*parts.short(now, BY_PLACE), told),
            parts.unfinished(scope, compared=True),
        )


def _told(scope: Scope, sent: Sequence[WeeklyReport]) -> str:
    """How many reports the government got; where it gets none, that the figures stand all the same."""
    if sent:
        return _("Weekly reports sent to the government: %(n)s. Their three parts stand below.") % {"n": len(sent)}
    if summaries.reports_weekly(scope.region):
        return _("No weekly report was sent to the government in this time; the figures stand all the same.")
    return _("In this place no weekly reports are owed to the government; the figures stand all the same.")


def _projects(scope: Scope) -> Table:
    """The projects in which something was decided in the time, and how far they are."""
    rows = tuple(
        row(
            Cell(one.number or "", opens=f"case:{one.uuid}"), one.project.name, one.region.name, str(one.get_status_display()),
            one.decided, one.done, one.total, one.next_due,
        )
        for one in summaries.moved(scope.region, scope.period)
    )  # fmt: skip
    columns = (
        Column(_("Case")), Column(_("Project"), Kind.LONG), Column(_("Region")), Column(_("Status")),
        Column(_("Items decided in the time"), Kind.NUMBER), Column(_("Items done"), Kind.NUMBER),
        Column(_("Items in all"), Kind.NUMBER), Column(_("Next date"), Kind.DAY),
    )  # fmt: skip
    note = _("Projects in which an item was decided in the time; at most %(n)s, those with the most first.")
    return Table(_("By project"), columns, rows, note % {"n": summaries.MOVED}, chart=4)


def register(sent: Sequence[WeeklyReport]) -> Table:
    """Which reports went to the government, when, approved by whom."""
    rows = tuple(
        row(
            one.region.name, one.since, one.until, one.weeks, Cell(one.number, opens=f"report:{one.pk}"), one.unit.name,
            one.approved_by.name if one.approved_by else "", local_day(one.sent_at),
        )
        for one in sent
    )  # fmt: skip
    columns = (
        Column(_("Region")), Column(_("From"), Kind.DAY), Column(_("Until"), Kind.DAY), Column(_("Weeks covered"), Kind.NUMBER),
        Column(_("Number")), Column(_("Unit"), Kind.LONG), Column(_("Approved by")), Column(_("Sent"), Kind.DAY),
    )  # fmt: skip
    note = _("They are drafted, corrected and approved under “Weekly reports”.")
    return Table(_("Reports sent"), columns, rows, note)
