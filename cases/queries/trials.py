"""Changes of a roadmap that are tried before they are saved (P-065): what is tried, and the dates that follow from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import scheduling, strategies
from cases.enums import CaseStatus
from cases.exceptions import BadInput, CaseError
from cases.listwords import listed
from cases.models import ApprovalItem, Case, CaseItem, FlowRow, Plan, PlanRow, Suspension
from cases.queries import calendars, catalogue, clocks, milestones, roadmap, works
from cases.queries import strategies as ways
from cases.queries.strategy_words import no_goal
from cases.queries.works import WorksDays
from cases.strategies import Comparison, Measure, Name
from cases.transitions import ITEM_DROPPABLE
from cases.worktime import WorkCalendar, in_working_days

# What a roadmap can be set by; the others show what the law allows at the longest, or what waiting in line would cost.
CHOICES = tuple(name for name in Name if name not in {Name.LAW, Name.SEQUENCE})
PACES = ("", "taken", "law")


@dataclass(frozen=True)
class Trial:
    """A roadmap as somebody would have it. ``days`` (working days), ``not_before`` and ``agents`` by item code.

    ``works_days``: how many calendar days the works last (None: nobody knows). ``strategy`` is a name of ``CHOICES``, or
    "" for the measures that the plan in force has; ``without`` are keys of measures that are not to be used, ``assumed``
    days that nobody is to work, ``most`` how many items one agent handles at once (None: no limit). ``pace``: how long
    what has not been set otherwise takes: "" as planned, "taken" as similar cases really took, "law" as long as it may.
    """

    start: date
    works_days: int | None = None
    days: Mapping[str, int] = field(default_factory=dict)
    not_before: Mapping[str, date] = field(default_factory=dict)
    agents: Mapping[str, int | None] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    added: tuple[str, ...] = ()
    strategy: str = ""
    without: frozenset[str] = frozenset()
    assumed: frozenset[date] = frozenset()
    most: int | None = None
    pace: str = ""


@dataclass(frozen=True)
class Known:
    """A case as it was read for many at once: its items with their facts, its plan in force, the works, the catalogue."""

    rows: Sequence[CaseItem]
    plan: Plan | None
    works: WorksDays
    offered: Mapping[str, Measure]


class Bench:
    """A case with everything that trying needs, fetched once: its items, the plan in force, the catalogue's measures.

    Handed in where it was read already: all of it (``known``), the ``plan`` in force, or every item of the case as
    ``catalogue.items_of`` reads them (``rows``). Every date of a roadmap comes from here, on ``today`` and by the calendar
    ``cal``.
    """

    def __init__(
        self, case: Case, *, plan: Plan | None = None, known: Known | None = None, rows: Sequence[CaseItem] | None = None,
        cal: WorkCalendar | None = None, today: date | None = None,
    ) -> None:  # fmt: skip
        self.case, self.known, self._read, self._rows = case, known, plan, rows
        self.cal, self.today = cal or calendars.current(), today or timezone.localdate()

    @cached_property
    def plan(self) -> Plan | None:
        if self.known:
            return self.known.plan
        found = self._read or self.case.plans.filter(current=True).first()
        if found is not None and self._rows is None:
            prefetch_related_objects([found], Prefetch("rows", PlanRow.objects.select_related("case_item__item")))
        return found

    @cached_property
    def plan_rows(self) -> dict[str, PlanRow]:
        if self.plan is None:
            return {}
        if self.known:
            codes = {row.pk: row.item.code for row in self.known.rows}
            return {codes[row.case_item_id]: row for row in self.plan.rows.all() if row.case_item_id in codes}
        rows = self.plan.rows.all() if self._rows is None else roadmap.plan_rows(self.plan, self._rows)
        return {row.case_item.item.code: row for row in rows}

    @cached_property
    def items(self) -> dict[str, CaseItem]:
        if self.known:
            return {row.item.code: row for row in self.known.rows}
        rows = catalogue.tied(roadmap.rows_of(self.case)) if self._rows is None else roadmap.planned(self._rows)
        return {row.item.code: row for row in rows}

    @cached_property
    def basis(self) -> ways.Basis:
        """What is known of the case: facts of what is done or running; lengths as promised."""
        rows = self.items.values()
        legal = {
            row.item.code: (row.statutory_days, row.statutory_unit or "wd")
            for row in rows
            if row.statutory_days is not None
        }
        return ways.Basis(
            tuple(row.item for row in rows),
            tuple(roadmap.tasks(rows, {}, self.today, self.cal)),
            self.today,
            legal,
            works.length(self.plan, self.case.project),
            self.known.works if self.known else works.of_case(self.case),
        )

    @cached_property
    def in_force(self) -> Trial:
        """What the plan in force says, or what would be set without any wish."""
        rows = self.plan_rows
        return Trial(
            start=self.plan.start if self.plan else self.today,
            works_days=self.basis.works_days,
            days={task.code: self._days(task.code, task.days) for task in self.basis.tasks},
            not_before={code: row.not_before for code, row in rows.items() if row.not_before},
            agents={code: item.agent_id for code, item in self.items.items()},
            strategy=self.plan.strategy if self.plan else "",
        )

    def _days(self, code: str, promised: int) -> int:
        """Of the plan in force, before any measure, or of a flow table that was filed since; else as promised."""
        if code in self._filed:
            days, filed = self._filed[code]
            if code not in self.plan_rows or (self.plan and filed and filed > self.plan.made_at):
                return days
        return self.plan_rows[code].planned if code in self.plan_rows else promised

    @cached_property
    def _filed(self) -> dict[str, tuple[int, datetime | None]]:
        if not self.case.scheme.flow_tables:
            return {}
        rows = FlowRow.objects.filter(table__case=self.case)
        found = rows.values_list("case_item__item__code", "planned_days", "table__filed_at")
        return {code: (days, filed) for code, days, filed in found}

    @cached_property
    def now(self) -> scheduling.Schedule:
        """The roadmap in force as things stand: with what happened since, and nothing planned into the past."""
        return self.schedule(self.in_force)

    @cached_property
    def rest(self) -> Suspension | None:
        """The suspension that is open: what the agency has not filed yet waits for its end (P-073, domain A.3-5)."""
        if self.case.status != CaseStatus.SUSPENDED:
            return None
        return next((row for row in self.case.suspensions.all() if row.end is None), None)

    @cached_property
    def offered(self) -> Mapping[str, Measure]:
        if self.known:
            return self.known.offered
        return {measure.key: measure for measure in catalogue.offered(self.basis.items)}

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
        return inside | {item.code: item for item in catalogue.of(found).values()}

    def calendar(self, trial: Trial) -> WorkCalendar:
        known = self.cal
        return replace(known, days={**known.days, **dict.fromkeys(trial.assumed, False)}) if trial.assumed else known

    def basis_for(self, trial: Trial) -> ways.Basis:
        """The trial as strategies and forecasts read it: nothing that has not begun begins before today or its first day."""
        catalogue = self.catalogue(trial)
        known = {task.code: task for task in self.basis.tasks}
        lengths = self.lengths(trial)
        tasks = [
            self._task(known.get(code) or roadmap.task_of(item, item.promised_days), trial, lengths)
            for code, item in catalogue.items()
            if code in known or code in trial.added
        ]
        return replace(
            self.basis,
            items=tuple(catalogue.values()),
            tasks=tuple(tasks),
            start=self.begin(trial),
            works_days=trial.works_days,
        )

    def begin(self, trial: Trial) -> date:
        """From when is counted: a first day to come is one, as long as nothing runs; what runs, runs today."""
        if trial.start <= self.today or any(task.begun_on for task in self.basis.tasks) or self.basis.works.started:
            return self.today
        return trial.start

    def question(self, trial: Trial, goal: str = milestones.START) -> strategies.Question:
        """The trial as the question about strategies: its tasks, its calendar, its measures."""
        return ways.question_of(self.basis_for(trial), goal, trial.without, self.calendar(trial))

    def lengths(self, trial: Trial) -> dict[str, int]:
        """Working days by code: at the pace of the trial, where nobody set a length of its own."""
        paced: dict[str, int] = {}
        if trial.pace == "taken":
            paced = ways.as_taken(list(trial.days))
        elif trial.pace == "law":
            paced = {code: in_working_days(*limit) for code, limit in self.basis.legal.items()}
        own = {code for code, days in trial.days.items() if days != self.in_force.days.get(code)}
        return {**trial.days, **{code: days for code, days in paced.items() if code in trial.days and code not in own}}

    def _task(self, task: scheduling.Task, trial: Trial, lengths: Mapping[str, int]) -> scheduling.Task:
        agent = trial.agents.get(task.code)
        waits = [trial.not_before.get(task.code), trial.start if trial.start > self.begin(trial) else None]
        item = self.items.get(task.code)
        if self.rest and (item is None or item.status not in roadmap.WITH_AUTHORITY):
            waits.append(self.rest.expected_end)
            if self.rest.expected_end is None and not task.milestone:
                task = replace(task, milestone=roadmap.RESUMED)
        return replace(
            task,
            days=lengths.get(task.code, task.days),
            not_before=max((day for day in waits if day), default=None),
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
                raise CaseError(no_goal(self.rest is not None and self.rest.expected_end is None))

    def schedule(self, trial: Trial, taking: Iterable[Measure] | None = None) -> scheduling.Schedule:
        """The dates. Refuses in words what cannot be planned."""
        self.refuse_nonsense(trial)
        question = self.question(trial)
        taking = self.measures(trial) if taking is None else taking
        agents = {task.agent for task in question.tasks if task.agent}
        with roadmap.in_words():
            found = scheduling.plan(
                strategies.apply(strategies.with_works(question.tasks, question.works), taking),
                question.start,
                question.cal,
                question.dates,
                capacity=dict.fromkeys(agents, trial.most) if trial.most else None,
            )
        return replace(found, slots={code: self._as_done(code, slot) for code, slot in found.slots.items()})

    def _as_done(self, code: str, slot: scheduling.Slot) -> scheduling.Slot:
        """What is done is one day to the scheduler; it keeps the day on which it really began."""
        if slot.binding != "fact" or slot.end is None or code not in self.items:
            return slot
        facts = clocks.valid_facts(self.items[code])
        return replace(slot, start=min(facts[0].on, slot.end)) if facts else slot

    def refuse_nonsense(self, trial: Trial) -> None:
        """What a form cannot know: items that are not there, strategies that nobody offers."""
        unknown = (trial.dropped | trial.not_before.keys()) - self.items.keys() - set(trial.added)
        if unknown:
            raise CaseError(_("These items are not part of the case: %(codes)s") % {"codes": " ".join(sorted(unknown))})
        fixed = [item.item.name for code, item in self.items.items() if code in trial.dropped and not _droppable(item)]
        if fixed:
            raise CaseError(
                _("An authority is at work on these items, or they are done: %(names)s") % {"names": listed(fixed)}
            )
        if trial.pace not in PACES:
            raise BadInput(_("There is no such pace."), field="pace")
        if trial.strategy and trial.strategy not in CHOICES:
            raise BadInput(_("There is no such strategy."), field="strategy")
        if not self.catalogue(trial):
            raise CaseError(_("A roadmap needs at least one item."))


def _droppable(item: CaseItem) -> bool:
    return item.status in ITEM_DROPPABLE


def saved(plan: Plan, rows: Mapping[str, PlanRow] | None = None) -> scheduling.Schedule:
    """A version as it was set, as a schedule: what was told to everybody, whatever has happened since."""
    if rows is None:
        rows = {row.case_item.item.code: row for row in plan.rows.select_related("case_item__item")}
    slots = {code: _slot(code, row) for code, row in rows.items()}
    if plan.works_days is not None and plan.works_completed:
        slots[roadmap.WORKS_COMPLETED] = _works(plan)
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


def _works(plan: Plan) -> scheduling.Slot:
    return scheduling.Slot(
        code=roadmap.WORKS_COMPLETED,
        start=plan.works_start,
        end=plan.works_completed,
        days=plan.works_days or 0,
        slack_days=None,
        critical=plan.works_critical,
        bound_by=plan.works_bound_by or None,
        binding="predecessor" if plan.works_bound_by else "start",
        provisional=plan.provisional,
        waits_for="",
        assumed=(),
    )
