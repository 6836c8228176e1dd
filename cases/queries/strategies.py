"""Strategies, forecast and their measures for a case, for a set of items, or for a category with its answers."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import forecast as simulation
from cases import strategies
from cases.enums import BLZT, ItemStatus
from cases.exceptions import CaseError
from cases.models import ApprovalItem, Case, CaseItem, MaterialRequirement, Project, ProjectCategory
from cases.queries import calendars, clocks, measures, milestones, proposal, roadmap
from cases.queries.milestones import END, START
from cases.queries.taken import Taken, taken
from cases.scheduling import CircularDependency, SchedulingError, Task, plan
from cases.strategies import Comparison, Question, Works

RUNNING = (ItemStatus.HANDLING, ItemStatus.SPECIAL)


@dataclass(frozen=True)
class Basis:
    """What a question is built from: items with their tasks, the first day, legal limits, what is known of the works.

    `works_days` are the calendar days that the works last, `works_completed` the day on which they are to be completed;
    with neither, what follows the works has no date.
    """

    items: tuple[ApprovalItem, ...]
    tasks: tuple[Task, ...]
    start: date
    legal: Mapping[str, tuple[int, str]]
    works_days: int | None = None
    works_completed: date | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(task.code for task in self.tasks)


def of_case(
    case: Case, start: date | None = None, *, goal: str = START, refused: Collection[str] = (), as_taken: bool = False
) -> Comparison:
    """The strategies of a case from `start` (None: that of its plan, or today if that has passed). `refused` are keys of measures that are
    not open to it; `as_taken` counts as similar cases really took, where enough have been finished."""
    return _compare(basis_of(case, start, as_taken=as_taken), goal, refused)


def of_items(
    items: Iterable[ApprovalItem],
    start: date,
    *,
    goal: str = START,
    works_days: int | None = None,
    refused: Collection[str] = (),
) -> Comparison:
    """The strategies of a bare set of items, nothing of it begun."""
    return _compare(basis_of_items(items, start, works_days), goal, refused)


def of_category(
    category: ProjectCategory,
    answers: Mapping[str, str],
    start: date,
    *,
    goal: str = START,
    works_days: int | None = None,
    refused: Collection[str] = (),
) -> Comparison:
    """The strategies of what a category needs by default with these answers (item code → "yes" or "no")."""
    wanted = proposal.propose(Project(category=category, answers=dict(answers)))
    items = [one.item for one in wanted if one.taken_by_default]
    return of_items(items, start, goal=goal, works_days=works_days, refused=refused)


def basis_of(case: Case, start: date | None = None, *, as_taken: bool = False) -> Basis:
    """What is known of a case: facts of what is done or running, the plan in force, the works as planned."""
    rows = roadmap.items_of(case)
    prefetch_related_objects(rows, "facts")
    current = case.plans.filter(current=True).first()
    begin = start or max(timezone.localdate(), current.start if current else date.min)
    durations: dict[str, int] = {}
    if as_taken:
        known = taken([row.item.code for row in rows])
        durations = {code: one.median for code, one in known.items() if one.count >= simulation.ENOUGH}
    tasks = tuple(_with_facts(roadmap.tasks(rows, durations), rows))
    legal = {
        row.item.code: (row.statutory_days, row.statutory_unit or "wd")
        for row in rows
        if row.statutory_days is not None
    }
    works = current.works_completed if current else None
    basis = Basis(tuple(loaded(row.item_id for row in rows)), tasks, begin, legal, None, works)
    return replace(basis, works_days=_works_days(case.project, basis))


def basis_of_items(items: Iterable[ApprovalItem], start: date, works_days: int | None = None) -> Basis:
    """A bare set with the days that the catalogue promises."""
    full = tuple(loaded(item.pk for item in items))
    tasks = tuple(roadmap.task_of(item, item.promised_days) for item in full)
    legal = {item.code: (item.statutory_days, item.statutory_unit) for item in full if item.statutory_days is not None}
    return Basis(full, tasks, start, legal, works_days)


def loaded(keys: Iterable[int]) -> list[ApprovalItem]:
    """Items with everything that a measure is read from."""
    return list(
        ApprovalItem.objects.filter(pk__in=list(keys))
        .select_related("stage")
        .prefetch_related(
            "links__requires", Prefetch("materials", MaterialRequirement.objects.prefetch_related("result_of"))
        )
    )


def question_of(basis: Basis, goal: str = START, refused: Collection[str] = ()) -> Question:
    """The question about a basis, with every measure that the catalogue offers but those refused."""
    codes = set(basis.codes)
    works, completed = _works(basis)
    return Question(
        tasks=basis.tasks,
        start=basis.start,
        cal=calendars.current(),
        measures=tuple(m for m in measures.offered(i for i in basis.items if i.code in codes) if m.key not in refused),
        milestones={name: group for name, group in milestones_of(basis).items() if works or name != "WORKS"},
        goal=goal,
        legal=basis.legal,
        rank={item.code: item.stage.order for item in basis.items},
        works=works,
        dates={roadmap.WORKS_COMPLETED: completed} if completed else {},
    )


def _works(basis: Basis) -> tuple[Works | None, date | None]:
    """The works as a part of the plan; once they may go on, as the day of their completion."""
    first = milestones_of(basis)[START]
    if basis.works_days is None or not any(task.milestone == roadmap.WORKS_COMPLETED for task in basis.tasks):
        return None, basis.works_completed
    permitted = [task.done_on for task in basis.tasks if task.code in first]
    known = [day for day in permitted if day is not None]
    if known and len(known) == len(permitted):
        return None, basis.works_completed or max(known) + timedelta(days=basis.works_days)
    return Works(roadmap.WORKS_COMPLETED, first, basis.works_days), None


def milestones_of(basis: Basis) -> dict[str, tuple[str, ...]]:
    """The milestones of this set. Without a construction permit the works may start when all that precedes them is there."""
    codes = basis.codes
    waits = {task.code for task in basis.tasks if task.milestone}
    found = {
        name: wanted for name, wanted in milestones.ENDS.items() if set(wanted) <= {*codes, roadmap.WORKS_COMPLETED}
    }
    if not waits or basis.works_days is None:
        found.pop("WORKS")
    found.setdefault(START, tuple(code for code in codes if code not in waits))
    return found | {END: codes}


def forecast_of_case(
    case: Case, start: date | None = None, *, chosen: Collection[str] = (), runs: int = simulation.RUNS, seed: int = 0
) -> simulation.Forecast:
    """The ranges of a case's milestones, with the measures whose keys are `chosen` in force."""
    return forecast_of(basis_of(case, start), chosen=chosen, runs=runs, seed=seed)


def forecast_of(
    basis: Basis, *, chosen: Collection[str] = (), runs: int = simulation.RUNS, seed: int = 0
) -> simulation.Forecast:
    """The same for any basis. An item that a measure makes immediate is not drawn: it takes the days of the measure."""
    question = question_of(basis)
    taking = [measure for measure in question.measures if measure.key in chosen]
    tasks = strategies.apply(strategies.with_works(question.tasks, question.works), taking)
    fixed = {code for measure in taking for code, effect in measure.effects.items() if effect.days is not None}
    guesses = _guesses(basis, taken([code for code in basis.codes if code not in fixed]), fixed)
    with _named_refusals():
        return simulation.forecast(
            tasks,
            [simulation.distribution(guess) for guess in guesses],
            basis.start,
            question.cal,
            question.milestones,
            dates=question.dates,
            runs=runs,
            seed=seed,
        )


def _guesses(basis: Basis, known: Mapping[str, Taken], fixed: Collection[str]) -> list[simulation.Guess]:
    made = []
    for task in basis.tasks:
        if task.code not in fixed and task.done_on is None:
            limit = basis.legal.get(task.code)
            legal = simulation.working_days(*limit) if limit else None
            samples = known[task.code].days if task.code in known else ()
            made.append(simulation.Guess(task.code, task.days, legal, samples))
    return made


def _compare(basis: Basis, goal: str, refused: Collection[str]) -> Comparison:
    with _named_refusals():
        return strategies.compare(question_of(basis, goal, refused))


@contextmanager
def _named_refusals() -> Iterator[None]:
    """Refusals of the scheduler as sentences for people."""
    try:
        yield
    except CircularDependency as error:
        raise CaseError(
            _("These items wait for each other: %(codes)s. Ask the administrator to mend the catalogue.")
            % {"codes": " → ".join(error.codes)}
        )
    except strategies.NoGoal:
        raise CaseError(
            _("The milestone has no date yet: say when the works will be completed, or choose another goal.")
        )
    except SchedulingError as error:
        raise CaseError(_("The roadmap cannot be computed: %(why)s") % {"why": str(error)})


def _works_days(project: Project, basis: Basis) -> int | None:
    """How long the works last, in calendar days: by the plan in force from the start as promised, else as the project says."""
    if basis.works_completed is not None:
        with _named_refusals():
            found = plan(basis.tasks, basis.start, calendars.current())
        ends = [found.slots[code].end for code in milestones_of(basis)[START]]
        known = [end for end in ends if end is not None]
        return max(0, (basis.works_completed - max(known)).days) if known else None
    if project.planned_start and project.planned_finish:
        return (project.planned_finish - project.planned_start).days
    return None


def _with_facts(tasks: Iterable[Task], rows: Iterable[CaseItem]) -> list[Task]:
    """The tasks with the acceptance and the special procedures of those that are running."""
    running = {row.item.code: row for row in rows if row.status in RUNNING}
    return [_running(task, running[task.code]) if task.code in running else task for task in tasks]


def _running(task: Task, row: CaseItem) -> Task:
    facts = clocks.valid_facts(row)
    accepted = next((fact.on for fact in reversed(facts) if fact.code == BLZT.ACCEPTED), None)
    if accepted is None:
        return task
    pauses = clocks.pairs(facts, BLZT.SPECIAL_START, BLZT.SPECIAL_END, "special")
    inside = tuple(pause for pause in pauses if pause.end is None or pause.end >= accepted)
    return replace(task, begun_on=accepted, pauses=inside)
