"""From places to a schedule: what binds each start and end, latest dates, slack and the critical path."""

from dataclasses import dataclass
from datetime import date

from cases.daytable import DayTable
from cases.scheduling.forward import Placed
from cases.scheduling.model import Binding, Schedule, Slot
from cases.scheduling.network import Network
from cases.scheduling.rows import END, NEVER, RESOURCE, REVIEWED, SOFT, Row, Tie

# Of several reasons on the same day the strongest is the one to name.
_STRENGTH: tuple[Binding, ...] = (
    "predecessor", "reviewed", "begun", "soft", "milestone", "not_before", "start", "resource",
)  # fmt: skip
_BY_AFTER: tuple[Binding, ...] = ("predecessor", "reviewed", "begun")


@dataclass
class Finish:
    """The second half of a plan: everything that is read from where the tasks lie."""

    network: Network
    rows: list[Row]
    placed: Placed
    table: DayTable

    def __post_init__(self) -> None:
        self.codes = list(self.network.tasks)
        self.dates: dict[int, date] = {}
        known = [end for end in self.placed.ends if end < NEVER]
        self.finish = max(known, default=NEVER)
        self.bindings = [self._binding(n) for n in range(len(self.rows))]
        self.closers = [self._closers(n) for n in range(len(self.rows))]
        self.late_starts, self.late_ends = self._latest()

    def schedule(self) -> Schedule:
        critical = self._critical()
        slots: dict[str, Slot] = {}
        provisional = [False] * len(self.rows)
        for n in self.placed.order:
            provisional[n] = self._provisional(n, provisional)
            slots[self.codes[n]] = self._slot(n, n in critical, provisional[n])
        return Schedule(
            slots=slots,
            finish=self._date(self.finish),
            critical_path=self._chain(critical),
            waiting=tuple(code for code in slots if code in self.network.waits),
            links=self.network.links(),
            dropped=tuple(self.network.dropped),
        )

    def _date(self, day: int) -> date | None:
        if day >= NEVER:
            return None
        found = self.dates.get(day)
        if found is None:
            found = self.dates[day] = date.fromordinal(day)
        return found

    def _slot(self, n: int, critical: bool, provisional: bool) -> Slot:
        code, (binding, drivers) = self.codes[n], self.bindings[n]
        start, end, late = self.placed.starts[n], self.placed.ends[n], self.late_ends[n]
        agent = self.network.tasks[code].agent if binding == "resource" else ""
        return Slot(
            code,
            self._date(start),
            self._date(end),
            self.rows[n].days,
            None if end >= NEVER else self.table.count(end, late),
            critical,
            self.codes[drivers[0].before] if drivers else None,
            binding,
            provisional,
            self.network.waits.get(code, ""),
            self.network.assumed[code],
            self._date(self.late_starts[n]),
            self._date(late),
            self.codes[self.closers[n][0].before] if self.closers[n] else None,
            agent,
            tuple(
                self.codes[self.placed.chosen[n, number]]
                for number in range(len(self.rows[n].groups))
                if (n, number) in self.placed.chosen
            ),
        )

    def _at(self, tie: Tie) -> int:
        """The day on which the predecessor lets the follower begin."""
        if tie.after == END:
            return self.placed.ends[tie.before]
        return (self.placed.reviews if tie.after == REVIEWED else self.placed.starts)[tie.before]

    def _binding(self, n: int) -> tuple[Binding, list[Tie]]:
        row, start = self.rows[n], self.placed.starts[n]
        if start >= NEVER:
            return "waiting", []
        if row.fact >= 0 or row.begun >= 0:
            return "fact", []
        names: list[Binding] = [name for day, name in row.reasons if day == start]
        found: list[tuple[int, str, Tie]] = []
        for tie in self.placed.begins[n]:
            if self._at(tie) == start:
                kinds: dict[int, Binding] = {SOFT: "soft", RESOURCE: "resource"}
                name = kinds.get(tie.kind) or _BY_AFTER[tie.after]
                names.append(name)
                found.append((_STRENGTH.index(name), self.codes[tie.before], tie))
        found.sort(key=lambda one: one[:2])
        return min(names, key=_STRENGTH.index), [tie for _, _, tie in found]

    def _closers(self, n: int) -> list[Tie]:
        """What holds the end of a task longer than its own days do."""
        end = self.placed.ends[n]
        if end >= NEVER or end == self.placed.reviews[n]:
            return []
        held = [tie for tie in self.placed.closes[n] if self._exchanged(tie) == end]
        return sorted(held, key=lambda tie: self.codes[tie.before])

    def _exchanged(self, tie: Tie) -> int:
        return self.table.ends(self.placed.ends[tie.before], tie.conversion)

    def _latest(self) -> tuple[list[int], list[int]]:
        """The last days on which each dated task may begin and end without moving the finish; a fact cannot move."""
        placed, rows, back = self.placed, self.rows, self.table.begins
        starts = [NEVER] * len(rows)
        reviews = [NEVER] * len(rows)
        ends = [row.fact if row.fact >= 0 else NEVER for row in rows]
        for event in reversed(placed.events):
            n = event >> 1
            row = rows[n]
            if placed.ends[n] >= NEVER:
                continue
            if row.fact >= 0:
                starts[n] = row.fact
            elif event & 1:
                ends[n] = min(ends[n], self.finish)
                for tie in placed.closes[n]:
                    if rows[tie.before].fact < 0:
                        ends[tie.before] = min(ends[tie.before], back(ends[n], tie.conversion))
            elif row.begun >= 0:
                starts[n] = row.begun
            else:
                starts[n] = min(starts[n], back(min(reviews[n], ends[n]), row.days, row.calendar))
                for tie in placed.begins[n]:
                    late_of = (ends, reviews, starts)[tie.after]
                    if rows[tie.before].fact < 0:
                        late_of[tie.before] = min(late_of[tie.before], starts[n])
        return starts, ends

    def _critical(self) -> set[int]:
        """Every task still to do that binds, through others, one that ends last."""
        placed = self.placed
        ends = {n: end for n, end in enumerate(placed.ends) if end < NEVER and self.rows[n].fact < 0}
        last = max(ends.values(), default=NEVER)
        stack = [2 * n + 1 for n, end in ends.items() if end == last]
        found: set[int] = set()
        while stack:
            event = stack.pop()
            n = event >> 1
            if event in found or n not in ends:
                continue
            found.add(event)
            if event & 1:
                stack += [2 * tie.before + 1 for tie in placed.closes[n] if self._exchanged(tie) == ends[n]]
                stack += [event - 1] if placed.reviews[n] == ends[n] else []
            else:
                stack += [2 * tie.before + (tie.after == END) for tie in self.bindings[n][1]]
        return {event >> 1 for event in found}

    def _chain(self, critical: set[int]) -> tuple[str, ...]:
        """One chain from the first task to the finish, along what binds."""
        chain: list[str] = []
        here = next((n for n in reversed(self.placed.order) if n in critical), None)
        by_end = True
        while here is not None and here in critical and self.codes[here] not in chain:
            chain.append(self.codes[here])
            binding = self.closers[here] if by_end and self.closers[here] else self.bindings[here][1]
            if not binding:
                break
            by_end = self.closers[here] == binding or binding[0].after == END
            here = binding[0].before
        return tuple(reversed(chain))

    def _provisional(self, n: int, known: list[bool]) -> bool:
        row, placed = self.rows[n], self.placed
        start, end = placed.starts[n], placed.ends[n]
        if row.fact >= 0 or end >= NEVER:
            return False
        if any(known[tie.before] for tie in (*placed.begins[n], *placed.closes[n])):
            return True
        if row.begun >= 0 or self.closers[n]:
            return self.table.provisional(start, end, 1)
        if not row.days:  # whether its own day is worked decides
            return self.table.provisional(start - 1, end, 1)
        return self.table.provisional(start, placed.reviews[n], row.days, row.calendar)
