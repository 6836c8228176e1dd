"""Changes of a roadmap that are tried before they are saved (P-065): what is tried, and the dates that follow from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import scheduling, strategies
from cases.exceptions import BadInput, CaseError
from cases.models import ApprovalItem, Case, CaseItem, FlowRow, Plan, PlanRow
from cases.queries import calendars, measures, milestones, roadmap
from cases.queries import strategies as ways
from cases.strategies import Comparison, Measure, Name
from cases.worktime import WorkCalendar

# What a roadmap can be set by; the others show what the law allows at the longest, or what waiting in line would cost.
CHOICES = tuple(name for name in Name if name not in {Name.LAW, Name.SEQUENCE})


@dataclass(frozen=True)
class Trial:
    """A roadmap as somebody would have it. ``days`` (working days), ``not_before`` and ``agents`` by item code.

    ``strategy`` is a name of ``CHOICES``, or "" for the measures that the plan in force has; ``without`` are keys of
    measures that are not to be used, ``assumed`` days that nobody is to work, ``most`` how many items one agent handles
    at once (None: no limit). ``floor``: nothing that has not begun begins before this day (today, once a plan runs).
    """

    start: date
    works_completed: date | None = None
    days: Mapping[str, int] = field(default_factory=dict)
    not_before: Mapping[str, date] = field(default_factory=dict)
    agents: Mapping[str, int | None] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    added: tuple[str, ...] = ()
    strategy: str = ""
    without: frozenset[str] = frozenset()
    assumed: frozenset[date] = frozenset()
    most: int | None = None
    floor: date | None = None


class Bench:
    """A case with everything that trying needs, fetched once: its items, the plan in force, the catalogue's measures."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def plan(self) -> Plan | None:
        rows = Prefetch("rows", PlanRow.objects.select_related("case_item__item"))
        return self.case.plans.filter(current=True).prefetch_related(rows).first()

    @cached_property
    def plan_rows(self) -> dict[str, PlanRow]:
        return {row.case_item.item.code: row for row in self.plan.rows.all()} if self.plan else {}

    @cached_property
    def basis(self) -> ways.Basis:
        return ways.basis_of(self.case, self.plan.start if self.plan else None)

    @cached_property
    def items(self) -> dict[str, CaseItem]:
        return {row.item.code: row for row in roadmap.items_of(self.case)}

    @cached_property
    def in_force(self) -> Trial:
        """What the plan in force says, or what would be set without any wish."""
        rows = self.plan_rows
        return Trial(
            start=self.plan.start if self.plan else self.basis.start,
            works_completed=self.plan.works_completed if self.plan else None,
            days={task.code: self._days(task.code, task.days) for task in self.basis.tasks},
            not_before={code: row.not_before for code, row in rows.items() if row.not_before},
            agents={code: item.agent_id for code, item in self.items.items()},
            strategy=self.plan.strategy if self.plan else "",
            floor=timezone.localdate() if self.plan else None,
        )

    def _days(self, code: str, promised: int) -> int:
        """Of the plan in force, unless a measure made them; else of the flow table; else as promised."""
        immediate = {
            item for measure in self.kept for item, effect in measure.effects.items() if effect.days is not None
        }
        if code in self.plan_rows and code not in immediate:
            return self.plan_rows[code].days
        return self._filed.get(code, promised)

    @cached_property
    def _filed(self) -> dict[str, int]:
        rows = FlowRow.objects.filter(table__case=self.case)
        return dict(rows.values_list("case_item__item__code", "planned_days"))

    @cached_property
    def offered(self) -> dict[str, Measure]:
        return {measure.key: measure for measure in measures.offered(self.basis.items)}

    @cached_property
    def kept(self) -> tuple[Measure, ...]:
        """The measures of the plan in force that are still offered."""
        chosen = self.plan.measures if self.plan else []
        return tuple(self.offered[key] for key in chosen if key in self.offered)

    def catalogue(self, trial: Trial) -> dict[str, ApprovalItem]:
        """The items of a trial: those of the case without what is dropped, and what is added."""
        inside = {item.code: item for item in self.basis.items if item.code not in trial.dropped}
        new = [code for code in trial.added if code not in inside]
        if not new:
            return inside
        found = ApprovalItem.objects.filter(code__in=new, active=True).values_list("pk", flat=True)
        return inside | {item.code: item for item in ways.loaded(found)}

    def calendar(self, trial: Trial) -> WorkCalendar:
        known = calendars.current()
        return replace(known, days={**known.days, **dict.fromkeys(trial.assumed, False)}) if trial.assumed else known

    def basis_for(self, trial: Trial) -> ways.Basis:
        """The trial as strategies and forecasts read it."""
        catalogue = self.catalogue(trial)
        known = {task.code: task for task in self.basis.tasks}
        tasks = [
            self._task(known.get(code) or roadmap.task_of(item, item.promised_days), trial)
            for code, item in catalogue.items()
            if code in known or code in trial.added
        ]
        return replace(
            self.basis,
            items=tuple(catalogue.values()),
            tasks=tuple(tasks),
            start=trial.start,
            works_days=None,
            works_completed=trial.works_completed,
        )

    def question(self, trial: Trial, goal: str = milestones.START) -> strategies.Question:
        """The trial as the question about strategies: its tasks, its calendar, its measures."""
        found = ways.question_of(self.basis_for(trial), goal, refused=trial.without)
        return replace(found, cal=self.calendar(trial))

    def _task(self, task: scheduling.Task, trial: Trial) -> scheduling.Task:
        agent = trial.agents.get(task.code)
        waits = [day for day in (trial.not_before.get(task.code), trial.floor) if day]
        return replace(
            task,
            days=trial.days.get(task.code, task.days),
            not_before=max(waits, default=None),
            agent=str(agent or ""),
        )

    def measures(self, trial: Trial) -> tuple[Measure, ...]:
        """What the trial's strategy takes; without one, what the plan in force has."""
        if not trial.strategy or (trial.strategy == self.in_force.strategy and self.plan is not None):
            inside = self.catalogue(trial).keys()
            return tuple(m for m in self.kept if m.key not in trial.without and m.code in inside)
        if trial.strategy == Name.PARALLEL:
            return ()
        found = self.comparison(trial).strategies.get(Name(trial.strategy))
        return tuple(step.measure for step in found.steps) if found else ()

    def comparison(self, trial: Trial, goal: str = milestones.START) -> Comparison:
        """All strategies for the trial. Refuses a goal that can have no date."""
        with roadmap.in_words():
            try:
                return strategies.compare(self.question(trial, goal))
            except strategies.NoGoal:
                raise CaseError(
                    _("The milestone has no date yet: say when the works will be completed, or choose another goal.")
                )

    def schedule(self, trial: Trial, taking: Iterable[Measure] | None = None) -> scheduling.Schedule:
        """The dates. Refuses in words what cannot be planned."""
        self.refuse_nonsense(trial)
        question = self.question(trial)
        taking = self.measures(trial) if taking is None else taking
        agents = {task.agent for task in question.tasks if task.agent}
        with roadmap.in_words():
            return scheduling.plan(
                strategies.apply(question.tasks, taking),
                question.start,
                question.cal,
                question.dates,
                capacity=dict.fromkeys(agents, trial.most) if trial.most else None,
            )

    def refuse_nonsense(self, trial: Trial) -> None:
        """What a form cannot know: items that are not there, strategies that nobody offers."""
        unknown = (trial.dropped | trial.not_before.keys()) - self.items.keys() - set(trial.added)
        if unknown:
            raise CaseError(_("These items are not part of the case: %(codes)s") % {"codes": " ".join(sorted(unknown))})
        if trial.strategy and trial.strategy not in CHOICES:
            raise BadInput(_("There is no such strategy."), field="strategy")
        if not self.catalogue(trial):
            raise CaseError(_("A roadmap needs at least one item."))


def saved(plan: Plan, rows: Mapping[str, PlanRow] | None = None) -> scheduling.Schedule:
    """A version as it was set, as a schedule: what was told to everybody, whatever has happened since."""
    if rows is None:
        rows = {row.case_item.item.code: row for row in plan.rows.select_related("case_item__item")}
    slots = {code: _slot(code, row) for code, row in rows.items()}
    critical = [code for code, slot in slots.items() if slot.critical]
    last = max(critical, key=lambda code: slots[code].end or date.min, default=None)
    chain: list[str] = []
    while last is not None and last in slots and last not in chain:
        chain.append(last)
        last = slots[last].bound_by
    waiting = tuple(code for code, slot in slots.items() if slot.waits_for)
    return scheduling.Schedule(slots, plan.finish, tuple(reversed(chain)), waiting, (), ())


def _slot(code: str, row: PlanRow) -> scheduling.Slot:
    return scheduling.Slot(
        code=code,
        start=row.start,
        end=row.end,
        days=row.days,
        slack_days=row.slack,
        critical=row.critical,
        bound_by=row.bound_by or None,
        binding="waiting" if row.waits_for else "predecessor" if row.bound_by else "start",
        provisional=row.provisional,
        waits_for=row.waits_for,
        assumed=(),
    )
