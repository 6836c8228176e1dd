"""手续办理路线图: every confirmed item with its planned days, as a table with bars (W-073)."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from cases.documents.parts import ProjectFacts
from cases.documents.render import Rendered, produce

MOST_COLUMNS = 12
PROVISIONAL = "部分日期落在工作日历尚未公布的年份，暂按周末和法定节假日推算。"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapRow:
    """One item: planned first and last day, its length in words, what it waits for, and whether it is critical."""

    name: str
    authority: str
    stage: str
    starts_on: date
    ends_on: date
    length: str
    predecessors: str = ""
    critical: bool = False
    done: bool = False


def works_row(*, starts_on: date, ends_on: date, days: int, critical: bool, done: bool) -> RoadmapRow:
    """The works themselves: no approval, but what follows waits for them."""
    return RoadmapRow(
        name="工程施工", authority="建设单位组织", stage="施工", starts_on=starts_on, ends_on=ends_on,
        length=f"{days}个日历天", critical=critical, done=done,
    )  # fmt: skip


def condition(item: str, way: str, conditions: tuple[str, ...], promises: tuple[str, ...]) -> str:
    """One line of what the dates rest on: an item, the way it takes, what must be true, what the enterprise promises."""
    text = f"{item}（{way}）：{'；'.join(conditions)}"
    return f"{text}。企业承诺：{'；'.join(promises)}" if promises else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Roadmap:
    """What the roadmap shows. ``basis`` says what it was computed from, ``rests`` what has to come true for its dates
    (lines of ``condition``), ``provisional`` what may shift it."""

    number: str
    project: ProjectFacts
    unit: str
    rows: tuple[RoadmapRow, ...]
    issued_at: date
    version: int = 1
    basis: str = ""
    rests: tuple[str, ...] = ()
    provisional: str = ""


def roadmap(data: Roadmap) -> Rendered:
    """Print the roadmap, landscape, about thirty rows to the page."""
    chart = {"columns": [], "bars": []} if not data.rows else _chart(data.rows)
    return produce("roadmap", {"roadmap": data, **chart}, issued_at=data.issued_at)


def _chart(rows: tuple[RoadmapRow, ...]) -> dict[str, list[object]]:
    """The axis in columns of whole months, and each bar's start and length, all in shares of the axis."""
    first = min(row.starts_on for row in rows)
    last = max(row.ends_on for row in rows)
    months = _month_number(last) - _month_number(first) + 1
    step = -(-months // MOST_COLUMNS)
    edges = [_month_start(_month_number(first) + step * index) for index in range(-(-months // step) + 1)]
    whole = (edges[-1] - edges[0]).days
    columns: list[object] = [
        {"label": _label(start, step), "share": (end - start).days / whole} for start, end in pairwise(edges)
    ]
    bars: list[object] = [
        {"from": (row.starts_on - edges[0]).days / whole, "length": ((row.ends_on - row.starts_on).days + 1) / whole}
        for row in rows
    ]
    return {"columns": columns, "bars": bars}


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month_start(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _label(start: date, step: int) -> dict[str, str]:
    last = (start.month - 1 + step - 1) % 12 + 1
    return {"year": str(start.year), "months": f"{start.month}月" if step == 1 else f"{start.month}—{last}月"}
