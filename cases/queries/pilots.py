"""The trial of the service (W-081): three to five projects per region, their problems with the solutions, and its numbers."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from cases import worktime
from cases.enums import ItemStatus
from cases.enums_work import ContactWay, ProblemStatus
from cases.models import Case, CaseItem, Contact, Evaluation, Problem, Region, User
from cases.queries import calendars, cases, clocks
from cases.transitions import ITEM_DONE

LEAST, MOST = 3, 5


@dataclass(frozen=True)
class Place:
    """A region with the number of its pilot projects, whether that is as the policy wants it, and whether its trial is over."""

    region: Region
    number: int
    over: bool = False

    @property
    def within(self) -> bool:
        return LEAST <= self.number <= MOST


@dataclass(frozen=True)
class Numbers:
    """What the trial has shown so far."""

    cases: int
    items: int
    finished: int
    in_time: int
    problems: int
    solved: int
    days_to_solve: float | None
    trips: int
    evaluations: int
    satisfied: int


def visible_to(user: User) -> QuerySet[Case]:
    """The pilot cases one may see."""
    found = cases.visible_to(user).filter(pilot_since__isnull=False)
    return found.select_related("project", "enterprise", "region").order_by("region__code", "number")


def places(found: list[Case]) -> list[Place]:
    """Each region that has pilot projects still running or finished; those in trial without any: ``rollout.places``."""
    counted = Counter(case.region for case in found)
    return [Place(region, number) for region, number in sorted(counted.items(), key=lambda pair: pair[0].code)]


def problems(found: list[Case]) -> QuerySet[Problem]:
    """The list of problems of the pilot cases with what solved them, the newest first."""
    return Problem.objects.filter(case__in=found).select_related("case__project", "lead").order_by("-raised_at", "-pk")


def numbers(found: list[Case]) -> Numbers:
    """The phase in numbers: items in time, problems and how long they took, trips of enterprises, satisfaction."""
    every = CaseItem.objects.filter(case__in=found).exclude(status=ItemStatus.DROPPED)
    rows = list(every.select_related("case__scheme", "item").prefetch_related("facts"))
    done = [row for row in rows if row.status in ITEM_DONE and row.status != ItemStatus.DONE_BEFORE]
    promised = [clocks.item_clock(row) for row in done]
    in_time = sum(
        1
        for clock in promised
        if clock.promised is None or not clock.finished_on or clock.finished_on <= clock.promised.due
    )
    raised = list(problems(found))
    days = [_days(row) for row in raised if row.status == ProblemStatus.SOLVED]
    levels = list(Evaluation.objects.filter(case__in=found).values_list("level", flat=True))
    return Numbers(
        cases=len(found),
        items=len(rows),
        finished=len(done),
        in_time=in_time,
        problems=len(raised),
        solved=len(days),
        days_to_solve=round(sum(days) / len(days), 1) if days else None,
        trips=Contact.objects.filter(
            case__in=found, way=ContactWay.ENTERPRISE_CAME, corrected_by__isnull=True, void=False
        ).count(),
        evaluations=len(levels),
        satisfied=sum(1 for level in levels if level >= 3),
    )


def _days(row: Problem) -> int:
    """Working days from the day it was raised to the day it was solved."""
    if row.solved_at is None:
        return 0
    return worktime.used(timezone.localdate(row.raised_at), timezone.localdate(row.solved_at), calendars.current())
