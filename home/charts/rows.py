"""A row of the Gantt chart as the drawing reads it, from an object or a dict, and the sentence it says."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from cases.worktime import Pause

LAMP_CLASS = {"green": "good", "yellow": "due", "red": "late", "grey": "halted", "blue": "done"}


def _day(value: Any) -> dt.date | None:
    return value.date() if isinstance(value, dt.datetime) else value


@dataclass(frozen=True)
class Bar:
    """One line of the chart: an item, or a milestone (``milestone``: its day is ``end``).

    ``start``/``end`` plan in force, ``baseline_*`` the plan it is compared with, ``actual_*`` what really happened (no
    end: still going on), ``now_*`` as things stand today where that differs from the plan, ``range_*`` the days between
    which the end will probably fall, ``bound_by`` the code of the row whose end fixes this start. ``before``: done
    before the plan began, so its day is written, not drawn.
    """

    code: str = ""
    label: str = ""
    group: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    done: bool = False
    critical: bool = False
    lamp: str = ""
    begun: bool = True
    before: bool = False
    waiting: str = ""
    milestone: bool = False
    bound_by: str = ""
    baseline_start: dt.date | None = None
    baseline_end: dt.date | None = None
    actual_start: dt.date | None = None
    actual_end: dt.date | None = None
    now_start: dt.date | None = None
    now_end: dt.date | None = None
    now_waiting: str = ""
    range_start: dt.date | None = None
    range_end: dt.date | None = None
    pauses: tuple[Pause, ...] = ()
    works: bool = False

    @property
    def state(self) -> str:
        """good, due, late, halted, done, or "" where no clock has begun (which is not the same as a stopped one)."""
        if self.done:
            return "done"
        if self.milestone or (self.lamp == "grey" and not self.begun):
            return ""
        return LAMP_CLASS.get(self.lamp, "")

    @property
    def name(self) -> str:
        return self.label if self.works else f"{self.code} {self.label}".strip()

    def days(self) -> Iterator[dt.date]:
        """Every day of the row that has to be inside the axis."""
        if self.before:
            return
        named = (self.start, self.end, self.baseline_start, self.baseline_end, self.actual_start, self.actual_end)
        yield from (day for day in (*named, self.now_start, self.now_end, self.range_start, self.range_end) if day)


NAMES = tuple(field.name for field in fields(Bar))
DATES = tuple(name for name in NAMES if name.split("_")[-1] in {"start", "end"})


def bar(row: Any) -> Bar:
    """A row as a ``Bar``; ``stage`` may stand for group, ``waits_for`` for waiting; lamps may be enum members."""
    if isinstance(row, Bar):
        return row

    def get(name: str) -> Any:
        return row.get(name) if isinstance(row, Mapping) else getattr(row, name, None)

    found = {name: value for name in NAMES if (value := get(name)) is not None}
    found |= {name: _day(found[name]) for name in DATES if name in found}
    found["group"] = str(found.get("group") or get("stage") or "")
    found["waiting"] = str(found.get("waiting") or get("waits_for") or "")
    found["lamp"] = str(getattr(found.get("lamp", ""), "value", found.get("lamp", "")))
    found["pauses"] = tuple(found.get("pauses", ()))
    return Bar(**found)


def bars(rows: Iterable[Any]) -> list[Bar]:
    return [bar(row) for row in rows]


def sentence(row: Bar) -> str:
    """What a reader who cannot see the bar is told."""
    parts = [row.name]
    if row.milestone:
        parts.append(str(row.end) if row.end else _("no date yet"))
    else:
        span = _("%(start)s – %(end)s") % {"start": row.start, "end": row.end}
        parts.append(span if row.start and row.end else row.waiting or _("waiting, no dates yet"))
    if row.critical:
        parts.append(_("critical path"))
    words = {"done": _("finished"), "late": _("overdue"), "due": _("due soon"), "halted": _("clock stopped")}
    if row.state in words:
        parts.append(words[row.state])
    if row.baseline_end and row.baseline_end != row.end:
        parts.append(_("earlier plan until %(day)s") % {"day": row.baseline_end})
    if row.now_end:
        parts.append(_("as things stand until %(day)s") % {"day": row.now_end})
    if row.now_waiting:
        parts.append(row.now_waiting)
    if row.pauses:
        parts.append(_("paused %(times)s×") % {"times": len(row.pauses)})
    return ", ".join(parts)


def stacked(rows: Sequence[Bar], top: int, row_height: int, group_height: int) -> Iterator[tuple[int, str, Bar | None]]:
    """(y, group heading or "", row or None) from top to bottom."""
    y, group = top, ""
    for row in rows:
        if row.group and row.group != group:
            group = row.group
            yield y, group, None
            y += group_height
        yield y, "", row
        y += row_height
