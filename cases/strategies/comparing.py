"""All strategies side by side: for each the dates, the days gained and by which step, the conditions, the promises."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from cases.scheduling import Schedule, Task, plan
from cases.scheduling.linear import Linear
from cases.scheduling.planning import planned
from cases.strategies.effects import apply, at_law, one_after_another, with_works
from cases.strategies.model import Comparison, Kind, Measure, Name, NoGoal, Question, Step, Strategy
from cases.strategies.search import NODES, Found, Search
from cases.strategies.space import Space, bits_of

# Which ways a strategy chooses among; where it is a policy of its own, it is taken whether or not the goal comes sooner.
_CHOICE: Mapping[Name, frozenset[Kind]] = {
    Name.JOINT: frozenset({Kind.PARALLEL}),
    Name.PREAPPROVALS: frozenset({Kind.PREAPPROVAL}),
    Name.GAPS: frozenset({Kind.GAP, Kind.COMMITMENT}),
    Name.BEST: frozenset(Kind),
}
_POLICY: Mapping[Name, frozenset[Kind]] = {
    Name.LAND_AND_BUILD: frozenset({Kind.LAND_AND_BUILD}),
    Name.ACCEPT_AND_CERTIFY: frozenset({Kind.ACCEPT_AND_CERTIFY}),
}


def compare(question: Question, *, node_limit: int = NODES) -> Comparison:
    """Every strategy for one question; `NoGoal` if its goal cannot have a date. At most `node_limit` sets per search."""
    return _Comparing(question, node_limit).run()


class _Comparing:
    def __init__(self, question: Question, node_limit: int) -> None:
        self.question, self.node_limit = question, node_limit
        self.tasks = with_works(question.tasks, question.works)
        self.table = question.cal.table
        self.base = self._plan(self.tasks)
        if question.goal not in question.milestones or self._date(self.base, question.goal, partly=True) is None:
            raise NoGoal(question.goal)
        linear = Linear(self.tasks, question.start, question.cal, question.dates)
        self.space = Space(linear, question.milestones[question.goal], question.measures)

    def run(self) -> Comparison:
        question = self.question
        serial = one_after_another(self.tasks, self.base, question.rank, question.works)
        unlimited = tuple(sorted(task.code for task in question.tasks if task.code not in question.legal))
        found = {
            Name.LAW: self._plain(Name.LAW, self._plan(at_law(serial, question.legal)), unlimited),
            Name.SEQUENCE: self._plain(Name.SEQUENCE, self._plan(serial)),
            Name.PARALLEL: self._plain(Name.PARALLEL, self.base),
        }
        for name in Name:
            allowed = self._bits(_CHOICE.get(name, frozenset())) | self._bits(_POLICY.get(name, frozenset()))
            if name in _POLICY and allowed and self.space.lawful(allowed):
                found[name] = self._chosen(name, Found(allowed, self.space.day(allowed), proven=True, nodes=0))
            elif name == Name.BEST or allowed:
                found[name] = self._chosen(name, Search(self.space, allowed, self.node_limit).run())
        return Comparison(question.goal, found)

    def _bits(self, kinds: frozenset[Kind]) -> int:
        return sum(1 << n for n, measure in enumerate(self.space.measures) if measure.kind in kinds)

    def _plan(self, tasks: Iterable[Task]) -> Schedule:
        return plan(tasks, self.question.start, self.question.cal, self.question.dates)

    def _under(self, measures: list[Measure]) -> Schedule:
        """The plan with these measures in force: other days and looser links, but the same relations."""
        if not measures:
            return self.base
        tasks = {task.code: task for task in apply(self.tasks, measures)}
        return planned(replace(self.space.linear.network, tasks=tasks), self.question.start, self.question.cal)

    def _plain(self, name: Name, schedule: Schedule, unlimited: tuple[str, ...] = ()) -> Strategy:
        return Strategy(name, schedule, self._dates(schedule), self._gained(schedule), (), 0, True, 0, unlimited)

    def _chosen(self, name: Name, found: Found) -> Strategy:
        measures = [self.space.measures[n] for n in bits_of(found.chosen)]
        schedule = self._under(measures)
        steps = self._steps(found.chosen)
        risk = self.space.weight(found.chosen)[0]
        dates, gained = self._dates(schedule), self._gained(schedule)
        return Strategy(name, schedule, dates, gained, steps, risk, found.proven, found.nodes)

    def _steps(self, chosen: int) -> tuple[Step, ...]:
        """The measures in the order in which their items come in the plan, with what each brings."""
        space, table = self.space, self.table
        place = {code: n for n, code in enumerate(self.base.slots)}
        ordered = sorted(bits_of(chosen), key=lambda n: (place.get(space.measures[n].code, 0), n))
        steps, so_far, whole = [], 0, space.day(chosen)
        for n in ordered:
            before, so_far = space.day(so_far), so_far | 1 << n
            without = _without(space, chosen, n)
            lost = table.count(whole, space.day(without))
            steps.append(Step(space.measures[n], table.count(space.day(so_far), before), lost))
        return tuple(steps)

    def _dates(self, schedule: Schedule) -> dict[str, date | None]:
        return {name: self._date(schedule, name) for name in self.question.milestones}

    def _date(self, schedule: Schedule, name: str, *, partly: bool = False) -> date | None:
        """The last end of its items; None if one of them has none (`partly`: if all have none)."""
        ends = [schedule.slots[code].end for code in self.question.milestones[name] if code in schedule.slots]
        known = [end for end in ends if end is not None]
        return max(known) if known and (partly or len(known) == len(ends)) else None

    def _gained(self, schedule: Schedule) -> dict[str, int | None]:
        gained: dict[str, int | None] = {}
        for name in self.question.milestones:
            now, was = self._date(schedule, name), self._date(self.base, name)
            gained[name] = self.table.count(now.toordinal(), was.toordinal()) if now and was else None
        return gained


def _without(space: Space, chosen: int, n: int) -> int:
    """The set without one measure and without those that require it."""
    return sum(1 << m for m in bits_of(chosen) if not space.closures[m] >> n & 1)
