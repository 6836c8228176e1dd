"""The summary of a month or a year of the service: every indicator with its definition, parts, what was late, what stopped."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.counting import Lines
from cases.enums import SuspensionGround
from cases.enums_finish import BenefitStatus
from cases.enums_reports import Rhythm
from cases.enums_work import EvaluationLevel, ProblemKind
from cases.queries import ratings, statistics, summaries
from cases.reports import parts
from cases.reports.base import Cell, Column, Content, Kind, Scope, Table, row
from cases.tally import Ask, Row, Tally

BY_PLACE = ("received", "finished", "in_hand", "on_time", "overdue", "satisfied")
BY_WORK = (
    "received",
    "finished",
    "in_hand",
    "open_items",
    "on_time",
    "overdue",
    "approval_median",
)  # by stage and department
SHORT = ("received", "finished", "in_hand", "on_time", "overdue", "satisfied")


class Summary:
    """What a month and a year have in common."""

    code: str
    title: str | Promise
    question: str | Promise
    rhythms: tuple[Rhythm, ...]
    counted = True

    def since(self, scope: Scope) -> date:
        return scope.period.before().start

    def asks(self, scope: Scope) -> Sequence[Ask]:
        now = scope.period
        return [
            Ask("now", now, parts.EVERY),
            Ask("before", now.before(), parts.EVERY),
            Ask("region", now, BY_PLACE, statistics.REGION),
            Ask("category", now, BY_PLACE, statistics.CATEGORY),
            Ask("stage", now, BY_WORK, statistics.STAGE),
            Ask("unit", now, BY_WORK, statistics.UNIT),
        ]

    def rows(self, lines: Lines, scope: Scope) -> Iterable[Row]:
        return parts.late(lines, scope.period)

    def tell(self, tally: Tally, scope: Scope) -> Content:
        """Sentences, then tables from the whole to its parts, then single facts, then the words."""
        now = tally.all("now")
        words = {code: parts.said(now[code], code) for code in (*SHORT, "days_gained", "trips")} | {
            "place": scope.region.name, "time": scope.time, "decided": now["on_time"].of, "rated": now["satisfied"].of,
        }  # fmt: skip
        came = _(
            "%(place)s, %(time)s. Cases accepted: %(received)s; finished: %(finished)s; in hand at the end: %(in_hand)s."
        )
        decided = _(
            "Items decided: %(decided)s, of which in time %(on_time)s; gained: %(days_gained)s. "
            "Past the promised limit, of those on the clock: %(overdue)s."
        )
        trips = _("Trips of enterprises: %(trips)s. Evaluations: %(rated)s, of which satisfied %(satisfied)s.")
        tables = (
            parts.every_table(now, tally.all("before"), scope.period, scope.today), *self.series(tally, scope),
            *self.split(tally, scope), parts.late_table(tally), suspended(scope), problems(scope), evaluations(scope),
            benefits(scope), parts.every_meaning(),
        )  # fmt: skip
        return Content(
            (came % words, decided % words, trips % words),
            tables,
            parts.short(now, SHORT),
            parts.unfinished(scope, compared=True),
        )

    def series(self, tally: Tally, scope: Scope) -> tuple[Table, ...]:
        """The course of the time, where it has one."""
        return ()

    def split(self, tally: Tally, scope: Scope) -> tuple[Table, ...]:
        """By place, category, stage and department."""
        places, named = parts.of_regions(tally, "region", scope)
        categories, stages, units = (tally.parts(name) for name in ("category", "stage", "unit"))
        return (
            parts.part_table(_("By region"), _("Region"), places, BY_PLACE, named, statistics.REGION, "received"),
            parts.part_table(
                _("By category of project"), _("Category of project"), categories, BY_PLACE,
                parts.names(statistics.CATEGORY, categories), statistics.CATEGORY, "received",
            ),
            parts.part_table(
                _("By stage"), _("Stage"), stages, BY_WORK, parts.names(statistics.STAGE, stages), statistics.STAGE, "received"
            ),
            parts.part_table(
                _("By department"), _("Department"), units, BY_WORK, parts.names(statistics.UNIT, units), statistics.UNIT, "on_time"
            ),
        )  # fmt: skip


def suspended(scope: Scope) -> Table:
    """What was suspended, by ground."""
    found = summaries.suspended(scope.region, scope.period)
    rows = tuple(row(str(ground.label), *found[ground]) for ground in SuspensionGround if ground in found)
    columns = (Column(_("Ground"), Kind.LONG), Column(_("Suspensions"), parts.N), Column(_("Still standing"), parts.N))
    return Table(_("What was suspended"), columns, rows)


def problems(scope: Scope) -> Table:
    """Problems and requests, by kind."""
    found = summaries.problems(scope.region, scope.period)
    rows = tuple(row(str(kind.label), *found[kind]) for kind in ProblemKind if kind in found)
    columns = (
        Column(_("Kind")), Column(_("Raised in the period"), parts.N), Column(_("Solved of these"), parts.N),
        Column(_("Open now, of any time"), parts.N),
    )  # fmt: skip
    return Table(_("Problems and requests"), columns, rows)


def evaluations(scope: Scope) -> Table:
    """Evaluations by level; silence is not counted."""
    found = ratings.by_level(scope.region, scope.period)
    rows = tuple(row(str(level.label), found.get(level, 0)) for level in EvaluationLevel) if found else ()
    columns = (Column(pgettext("evaluation", "Level")), Column(_("Evaluations"), parts.N))
    return Table(_("Evaluations"), columns, rows, chart=1)


def benefits(scope: Scope) -> Table:
    """Benefits of policies that were decided."""
    found = summaries.benefits(scope.region, scope.period)
    rows = tuple(
        row(str(status.label), found[status][0], _yuan(found[status][1])) for status in BenefitStatus if status in found
    )
    columns = (Column(_("Decision")), Column(_("Benefits"), parts.N), Column(_("Granted (yuan)"), parts.N))
    return Table(_("Benefits of policies decided"), columns, rows)


def _yuan(amount: Decimal) -> Cell:
    return Cell(float(amount), 2)
