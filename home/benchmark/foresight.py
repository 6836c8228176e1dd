"""What is measured of strategies, what-if and forecast: the computation alone, with all it reads at hand."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from cases import forecast, strategies, whatif
from cases.models import ApprovalItem
from cases.queries import calendars
from cases.queries import strategies as questions
from cases.scheduling import plan
from home.benchmark.figures import Figure, Target
from home.benchmark.inside import median_ms

COMPARED, TRIED, PLAYED = Target(ms=50), Target(ms=20), Target(ms=1500)
WORKS_DAYS = 600


def everything() -> Iterator[Figure]:
    """For every item of the catalogue."""
    return of_items(list(ApprovalItem.objects.order_by("code")), timezone.localdate())


def of_items(items: list[ApprovalItem], start: date) -> Iterator[Figure]:
    """All strategies of these items with their proof, one change tried, a thousand runs."""
    basis = questions.basis_of_items(items, start, WORKS_DAYS)
    question, cal = questions.question_of(basis), calendars.current()
    count = len(question.tasks)
    best = strategies.compare(question).best
    note = f"{best.nodes} sets opened, " + ("proven" if best.proven else "not proven")
    took = median_ms(lambda: strategies.compare(question), 20)
    yield Figure(f"All strategies of {count} items compared", took, target=COMPARED, note=note)

    tasks = strategies.with_works(question.tasks, question.works)
    before = plan(tasks, start, cal)
    promises = {code: slot.end for code, slot in before.slots.items() if slot.end}
    took = median_ms(lambda: whatif.compare(before, plan(tasks[1:], start, cal), cal, promises))
    yield Figure(f"One change of {count} items tried", took, target=TRIED)

    spread = [forecast.distribution(forecast.Guess(task.code, task.days)) for task in question.tasks]
    took = median_ms(lambda: forecast.forecast(tasks, spread, start, cal, question.milestones), 3)
    yield Figure(f"Forecast of {count} items, {forecast.RUNS} runs", took, target=PLAYED)
