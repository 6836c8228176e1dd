"""The work of the departments: what each decided, in which time, and what waits with it."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.counting import REMAINDER, Lines
from cases.enums_reports import Rhythm
from cases.queries import statistics
from cases.reports import parts
from cases.reports.base import Cell, Column, Content, Kind, Scope, Table, row
from cases.tally import Ask, Row, Sum, Tally

CODES = ("on_time", "overdue", "open_items", "approval_median", "approval", "corrected")


class Departments:
    """Per department: decided, in time, overdue, open, how long it took."""

    code = "departments"
    title = gettext_lazy("Work of the departments")
    question = gettext_lazy(
        "What has each department decided, how much of it in time, how long did it take, and what waits?"
    )
    rhythms = (Rhythm.MONTH, Rhythm.YEAR)
    counted = True

    def since(self, scope: Scope) -> date:
        return scope.period.start

    def asks(self, scope: Scope) -> Sequence[Ask]:
        return [Ask("now", scope.period, CODES), Ask("unit", scope.period, CODES, statistics.UNIT)]

    def rows(self, lines: Lines, scope: Scope) -> Iterable[Row]:
        return parts.late(lines, scope.period)

    def tell(self, tally: Tally, scope: Scope) -> Content:
        units, every = tally.parts("unit"), tally.all("now")
        lines = {key: _line(name, units[key], f"&by=unit&of={key}") for key, name in parts.names("unit", units).items()}
        having = {
            key: line for key, line in lines.items() if any(isinstance(c.value, int | float) and c.value for c in line)
        }
        rows = list(having.values())
        columns = (
            Column(_("Department"), Kind.LONG), Column(_("Items decided"), parts.N), Column(_("Of these in time"), parts.N),
            *parts.headed(CODES[:1]), Column(_("Items past the promised limit"), parts.N), *parts.headed(CODES[2:]),
        )  # fmt: skip
        table = Table(
            _("By department"), columns, (*rows, _line(_("All together"), every)) if rows else (), chart=3, target=100
        )
        said = _("%(place)s, %(time)s. Departments with items: %(n)s.") % {
            "n": len(having.keys() - {str(REMAINDER)}), "place": scope.region.name, "time": scope.time,
        }  # fmt: skip
        return Content(
            (said,), (table, parts.late_table(tally), parts.definitions(CODES)),
            parts.short(every, ("on_time", "overdue", "open_items", "approval_median")), parts.unfinished(scope),
        )  # fmt: skip


def _line(name: str, sums: dict[str, Sum], part: str = "") -> tuple[Cell, ...]:
    decided, late = sums["on_time"], sums["overdue"]
    return row(
        name, parts.out_of(decided, "on_time", part), parts.counted(decided, "on_time", part),
        parts.figure(decided, "on_time", part), parts.counted(late, "overdue", part),
        *(parts.figure(sums[code], code, part) for code in CODES[2:]),
    )  # fmt: skip
