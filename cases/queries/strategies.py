"""Strategies, forecast and their measures for a basis, for a set of items, or for a category with its answers.

A case comes here through `trials.Bench`, which knows its facts and its plan in force.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from cases import forecast as simulation
from cases import strategies
from cases.exceptions import CaseError
from cases.models import ApprovalItem, Project, ProjectCategory
from cases.queries import calendars, catalogue, milestones, proposal, roadmap
from cases.queries.milestones import END, START
from cases.queries.strategy_words import no_goal
from cases.queries.taken import Taken, taken
from cases.queries.works import WorksDays
from cases.scheduling import CircularDependency, SchedulingError, Task
from cases.strategies import Comparison, Kind, Question, Works
from cases.worktime import WORKING, WorkCalendar, clock, in_working_days


@dataclass(frozen=True)
class Basis:
    """What a question is built from: items with their tasks, the first day, legal limits, what is known of the works.

    `works_days` are the calendar days that the works last (None: nobody knows, and what follows them has no date);
    `works` are the days on which they really began and were completed.
    """

    items: tuple[ApprovalItem, ...]
    tasks: tuple[Task, ...]
    start: date
    legal: Mapping[str, tuple[int, str]]
    works_days: int | None = None
    works: WorksDays = field(default_factory=WorksDays)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(task.code for task in self.tasks)


def of_items(
    items: Iterable[ApprovalItem],
    start: date,
    *,
    goal: str = START,
    works_days: int | None = None,
    refused: Collection[str] = (),
) -> Comparison:
    """The strategies of a bare set of items, nothing of it begun. `refused` are keys of measures that are not open to it."""
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


def as_taken(codes: Collection[str]) -> dict[str, int]:
    """The middle length that items of these codes really took (working days), where enough have been finished."""
    return {code: one.median for code, one in taken(codes).items() if one.count >= simulation.ENOUGH}


def basis_of_items(items: Iterable[ApprovalItem], start: date, works_days: int | None = None) -> Basis:
    """A bare set with the days that the catalogue promises."""
    full = tuple(catalogue.of(item.pk for item in items).values())
    tasks = tuple(roadmap.task_of(item, item.promised_days) for item in full)
    legal = {item.code: (item.statutory_days, item.statutory_unit) for item in full if item.statutory_days is not None}
    return Basis(full, tasks, start, legal, works_days)


def question_of(
    basis: Basis, goal: str = START, refused: Collection[str] = (), cal: WorkCalendar | None = None
) -> Question:
    """The question about a basis by a calendar (None: the one in force), with every measure that the catalogue offers
    but those refused."""
    codes, works = set(basis.codes), works_of(basis)
    # Who has the land already can no longer have everything reviewed before it.
    gone = {task.code for task in basis.tasks if task.done_on}
    return Question(
        tasks=basis.tasks,
        start=basis.start,
        cal=cal or calendars.current(),
        measures=tuple(
            one
            for one in catalogue.offered(item for item in basis.items if item.code in codes)
            if one.key not in refused and not (one.kind == Kind.LAND_AND_BUILD and one.code in gone)
        ),
        milestones={name: group for name, group in milestones_of(basis).items() if works or name != "WORKS"},
        goal=goal,
        legal=basis.legal,
        rank={item.code: item.stage.order for item in basis.items},
        works=works,
    )


def works_of(basis: Basis) -> Works | None:
    """The works as a part of the plan, if something waits for them and their length or their end is known.

    They begin with the last permit, and count from that day until somebody records the day on which they really began.
    """
    if (basis.works_days is None and not basis.works.completed) or not any(
        task.milestone == roadmap.WORKS_COMPLETED for task in basis.tasks
    ):
        return None
    after = milestones_of(basis)[START]
    permitted = [task.done_on for task in basis.tasks if task.code in after]
    known = [day for day in permitted if day is not None]
    begun = basis.works.started or (max(known) if known and len(known) == len(permitted) else None)
    return Works(roadmap.WORKS_COMPLETED, after, basis.works_days or 0, begun, basis.works.completed)


def milestones_of(basis: Basis) -> dict[str, tuple[str, ...]]:
    """The milestones of this set. Without a construction permit the works may start when all that precedes them is there."""
    codes = basis.codes
    waits = {task.code for task in basis.tasks if task.milestone == roadmap.WORKS_COMPLETED}
    found = {
        name: wanted for name, wanted in milestones.ENDS.items() if set(wanted) <= {*codes, roadmap.WORKS_COMPLETED}
    }
    if not waits or (basis.works_days is None and not basis.works.completed):
        found.pop("WORKS")
    found.setdefault(START, tuple(code for code in codes if code not in waits))
    return found | {END: codes}


def forecast_of(
    basis: Basis,
    *,
    chosen: Collection[str] = (),
    made: Collection[str] = (),
    runs: int = simulation.RUNS,
    seed: int = 0,
) -> simulation.Forecast:
    """The ranges of the milestones with the measures whose keys are `chosen` in force.

    An item that a measure makes immediate takes the days of the measure once it is among those `made`; until then it may
    still take as long as without it.
    """
    question = question_of(basis)
    taking = [measure for measure in question.measures if measure.key in chosen]
    tasks = strategies.apply(strategies.with_works(question.tasks, question.works), taking)
    quick = {code: m.key for m in taking for code, effect in m.effects.items() if effect.days is not None}
    fixed = {code for code, key in quick.items() if key in made}
    guesses = _guesses(
        basis, tasks, taken([code for code in basis.codes if code not in fixed]), quick, fixed, question.cal
    )
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


def _guesses(
    basis: Basis,
    tasks: Iterable[Task],
    known: Mapping[str, Taken],
    quick: Collection[str],
    fixed: Collection[str],
    cal: WorkCalendar,
) -> list[simulation.Guess]:
    made, without = [], {task.code: task.days for task in basis.tasks}
    for task in tasks:
        if task.code not in without or task.code in fixed or task.done_on is not None:
            continue
        limit = basis.legal.get(task.code)
        legal = in_working_days(*limit) if limit else None
        if task.code in quick and task.days < without[task.code]:
            made.append(simulation.Guess(task.code, task.days, worst=without[task.code]))
        else:
            samples = known[task.code].days if task.code in known else ()
            used = _used(task, basis.start, cal)
            made.append(simulation.Guess(task.code, task.days + task.extended, legal, samples, used=used))
    return made


def _used(task: Task, today: date, cal: WorkCalendar) -> int:
    """Working days that a running item has taken by the evening before, without its pauses; 0 for what has not begun."""
    before = cal.previous_workday(today)
    if task.begun_on is None or before <= task.begun_on:
        return 0
    return clock(task.begun_on, 0, WORKING, task.pauses, cal, stopped=None, today=before).used


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
        raise CaseError(no_goal(suspended=False))
    except SchedulingError as error:
        raise CaseError(_("The roadmap cannot be computed: %(why)s") % {"why": str(error)})
