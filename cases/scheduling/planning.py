"""`plan`: tasks, their order and their days in; dates, slack and the binding chain out."""

from collections.abc import Iterable, Mapping
from datetime import date

from cases.daytable import DayTable, OffTheCalendar
from cases.scheduling.capacity import levelled
from cases.scheduling.finish import Finish
from cases.scheduling.forward import Forward, Placed
from cases.scheduling.model import CircularDependency, OutOfReach, Schedule, Task
from cases.scheduling.network import Network
from cases.scheduling.rows import Row, compiled
from cases.worktime import WorkCalendar


def plan(
    tasks: Iterable[Task],
    start: date,
    cal: WorkCalendar,
    milestones: Mapping[str, date] | None = None,
    *,
    strict: bool = False,
    capacity: Mapping[str, int] | None = None,
) -> Schedule:
    """Place every task as early as its predecessors allow, beginning on `start` (not counted, like any limit).

    A predecessor outside the set counts as already held and is listed as assumed; `strict` refuses it instead.
    `capacity` says how many tasks an agent handles at once (agents that are not named: any number). Then the dates are
    lawful but not proven earliest: whoever may least be late goes first (`capacity.levelled`).
    """
    return planned(Network.of(tasks, milestones or {}, strict=strict), start, cal, capacity)


def planned(network: Network, start: date, cal: WorkCalendar, capacity: Mapping[str, int] | None = None) -> Schedule:
    """The same for a network that is already there."""
    try:
        rows = compiled(network, start, cal)
        placed = earliest(network, rows, cal.table)
        if capacity and any(task.agent in capacity for task in network.tasks.values()):
            late = Finish(network, rows, placed, cal.table).late_starts
            placed = levelled(network, rows, placed, late, capacity, cal.table)
        return Finish(network, rows, placed, cal.table).schedule()
    except OffTheCalendar as error:
        raise OutOfReach(str(error))


def earliest(network: Network, rows: list[Row], table: DayTable) -> Placed:
    """Where each task lies when nothing but its relations holds it; a circle is named."""
    placed = Forward(rows, table).run()
    if len(placed.events) < 2 * len(rows):
        codes = list(network.tasks)
        ended = {codes[n] for n in placed.order}
        raise CircularDependency(network.circle(set(codes) - ended))
    return placed
