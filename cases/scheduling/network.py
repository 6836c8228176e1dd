"""The tasks with only those relations that lie inside the set; what waits for a milestone; which circle closes."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from cases.scheduling.model import After, InvalidTask, Kind, Link, MissingPredecessor, Task


@dataclass
class Network:
    """`needs` and `groups` are what really holds a task up: nothing holds up what is done, only ends what has begun."""

    tasks: dict[str, Task]
    milestones: Mapping[str, date]
    needs: dict[str, dict[str, Kind]] = field(default_factory=dict)
    groups: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    assumed: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    waits: dict[str, str] = field(default_factory=dict)
    followers: dict[str, list[str]] = field(default_factory=dict)
    dropped: list[Link] = field(default_factory=list)

    @classmethod
    def of(cls, tasks: Iterable[Task], milestones: Mapping[str, date], *, strict: bool) -> "Network":
        network = cls({}, milestones)
        for task in tasks:
            if task.code in network.tasks:
                raise InvalidTask(task.code, "is in the plan twice")
            network.tasks[task.code] = task
        network.followers = {code: [] for code in network.tasks}
        for task in network.tasks.values():
            network._add_hard(task, strict=strict)
        network._find_waiting()
        for task in network.tasks.values():
            if task.soft:
                network._add_soft(task)
        return network

    def _add_hard(self, task: Task, *, strict: bool) -> None:
        code = task.code
        wanted = [(other,) for other in task.all_of] + [group for group in task.any_of if group]
        missing = tuple(group for group in wanted if not any(other in self.tasks for other in group))
        if _is_fact(task):
            missing = ()  # what is done, or was accepted, needs nothing any more
        if missing and strict:
            raise MissingPredecessor(code, missing[0])
        self.assumed[code] = missing
        conditional: dict[str, Kind] = {other: "if_present" for other in task.if_present if other in self.tasks}
        hard: dict[str, Kind] = {other: "all" for other in task.all_of if other in self.tasks}
        self.needs[code] = conditional | hard
        inside = [tuple(dict.fromkeys(other for other in group if other in self.tasks)) for group in task.any_of]
        self.groups[code] = [group for group in inside if group]
        if task.begun_on and not task.done_on:
            loose = {overlap.before for overlap in task.overlaps}
            self.needs[code] = {other: kind for other, kind in self.needs[code].items() if other in loose}
            self.groups[code] = [group for group in self.groups[code] if loose.intersection(group)]
        for other in dict.fromkeys((*self.needs[code], *(member for group in self.groups[code] for member in group))):
            self.followers[other].append(code)

    def _find_waiting(self) -> None:
        """What cannot be dated: tasks of an undated milestone and, through hard relations, everything behind them."""
        for code, task in self.tasks.items():
            if task.milestone and task.milestone not in self.milestones and not _is_fact(task):
                self.waits[code] = task.milestone
        queue = deque(self.waits)
        while queue:
            before = queue.popleft()
            for code in self.followers[before]:
                if code in self.waits or self.tasks[code].done_on:
                    continue
                hopeless = (all(member in self.waits for member in group) for group in self.groups[code])
                if before in self.needs[code] or any(hopeless):
                    self.waits[code] = self.waits[before]
                    queue.append(code)

    def _add_soft(self, task: Task) -> None:
        for other in task.soft:
            if other not in self.tasks or other in self.needs[task.code] or _is_fact(task):
                continue
            if other in self.waits or self._leads_to(task.code, other):
                self.dropped.append(Link(other, task.code, "soft"))
                continue
            self.needs[task.code][other] = "soft"
            if task.code not in self.followers[other]:
                self.followers[other].append(task.code)

    def _leads_to(self, code: str, target: str) -> bool:
        seen, stack = {code}, [code]
        while stack:
            here = stack.pop()
            if here == target:
                return True
            fresh = [after for after in self.followers[here] if after not in seen]
            seen.update(fresh)
            stack.extend(fresh)
        return False

    def links(self) -> tuple[Link, ...]:
        """Every relation that was respected."""
        found: dict[tuple[str, str, Kind, After], None] = {}
        for code, needs in self.needs.items():
            waits: dict[str, After] = {overlap.before: overlap.after for overlap in self.tasks[code].overlaps}
            for other, kind in needs.items():
                found[other, code, kind, waits.get(other, "end")] = None
            for other in (member for group in self.groups[code] for member in group):
                found[other, code, "any", waits.get(other, "end")] = None
        return tuple([Link(*parts) for parts in found])

    def circle(self, unresolved: set[str]) -> tuple[str, ...]:
        """One circle among tasks that can never end: each of them has a predecessor that cannot end either."""
        path = [min(unresolved)]
        while True:
            here = path[-1]
            blockers = [other for other in self.needs[here] if other in unresolved]
            for group in self.groups[here]:
                if unresolved.issuperset(group):
                    blockers.extend(group)
            if blockers[0] in path:
                return tuple(reversed(path[path.index(blockers[0]) :]))
            path.append(blockers[0])


def _is_fact(task: Task) -> bool:
    return task.done_on is not None or task.begun_on is not None
