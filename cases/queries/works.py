"""The works between the permits and the acceptance: what really happened, and how long they are to last (W-005)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.enums_work import WorksEvent
from cases.models import Case, Plan, Project, WorksFact


@dataclass(frozen=True)
class WorksDays:
    """The days on which the works really began, were completed, and the project was put into use; None: not yet."""

    started: date | None = None
    completed: date | None = None
    producing: date | None = None


def days(facts: Iterable[WorksFact]) -> WorksDays:
    """What the facts say, in the order in which they were recorded: of one kind the last one counts."""
    known = {fact.kind: fact.on for fact in sorted(facts, key=lambda fact: fact.pk)}
    return WorksDays(*(known.get(kind) for kind in WorksEvent))


def of_case(case: Case) -> WorksDays:
    """The same for a case (``works_facts`` may be prefetched)."""
    return days(case.works_facts.all())


def length(plan: Plan | None, project: Project) -> int | None:
    """Calendar days: of the plan in force; before there is one, as the enterprise plans it. None: nobody knows."""
    if plan is not None:
        return plan.works_days
    if project.planned_start and project.planned_finish:
        return max(0, (project.planned_finish - project.planned_start).days)
    return None
