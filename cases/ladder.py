"""The ladder of urging as pure functions: which step a date has reached by the rules in force (domain C.7, P-070)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cases import worktime
from cases.enums_ladder import RUNGS, Rung

# Working days for which a date may be put off on one step, however often: two weeks. Whoever needs longer agrees another
# date or has the matter coordinated, which others decide with him.
MOST_WD = 10


@dataclass(frozen=True)
class Rule:
    """A step of the ladder for what it watches: ``days`` working days after the date; negative: before it.

    ``version`` is that of the reference row, so that an alert can say by which rule it rose.
    """

    watched: str
    rung: Rung
    days: int
    name_zh: str = ""
    name_en: str = ""
    version: int = 1


@dataclass(frozen=True)
class Climb:
    """The highest step reached, and the lower ones that were never taken: after downtime nothing is told twice."""

    rule: Rule
    skipped: tuple[Rung, ...] = ()


def height(rung: str) -> int:
    """The place of a step on the ladder, from 0; -1 before the first."""
    return RUNGS.index(Rung(rung)) if rung else -1


def since(due: date, today: date, cal: worktime.WorkCalendar) -> int:
    """Working days from the date to today: 0 on the day itself, negative before it."""
    return worktime.used(due, today, cal) if today > due else -worktime.used(today, due, cal)


def climb(
    rules: Iterable[Rule],
    watched: str,
    due: date,
    today: date,
    cal: worktime.WorkCalendar,
    *,
    stands: str = "",
    rested: int = 0,
) -> Climb | None:
    """The step to take today for a date that stands on ``stands``; None when it has reached nothing new.

    ``rested``: working days since the date on which its clock stood still, which carry it no higher (行政许可法 §45).
    """
    passed = since(due, today, cal) - rested
    # A date that fell on a rest day is over although no working day has passed since.
    passed = max(passed, 1) if today > due else passed
    reached = sorted(
        (rule for rule in rules if rule.watched == watched and rule.days <= passed and height(rule.rung) > height(stands)),
        key=lambda rule: height(rule.rung),
    )  # fmt: skip
    return Climb(reached[-1], tuple(rule.rung for rule in reached[:-1])) if reached else None


def lead(rules: Sequence[Rule]) -> int:
    """How many working days before a date the first step is taken: so far ahead one has to look."""
    return max((-rule.days for rule in rules), default=0)
