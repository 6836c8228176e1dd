"""The law of special inspections as data: what may follow what, which cases are looked at, when the next one is due (W-095).

Pure. The sample is drawn with a recorded seed, so that anybody can draw it again.
"""

import random
from collections.abc import Sequence
from datetime import date

from cases.enums_inspections import InspectionAct as A
from cases.enums_inspections import InspectionStatus
from cases.rhythms import after_months

S = InspectionStatus
TABLE: dict[InspectionStatus, dict[A, InspectionStatus]] = {
    S.PLANNED: {A.CHANGE: S.PLANNED, A.START: S.UNDERWAY, A.CANCEL: S.CANCELLED},
    S.UNDERWAY: {
        A.CHANGE: S.UNDERWAY,
        A.CHECK: S.UNDERWAY,
        A.FILE: S.UNDERWAY,
        A.REPORT: S.REPORTED,
        A.CANCEL: S.CANCELLED,
    },
    # A “no” may become a finding until the end: also after the report, and after what the unit answers to it.
    S.REPORTED: {A.FILE: S.REPORTED, A.REPLY: S.REPORTED, A.SEND_BACK: S.REPORTED, A.CLOSE: S.CLOSED},
    S.CLOSED: {},
    S.CANCELLED: {},
}
OPEN = (S.PLANNED, S.UNDERWAY, S.REPORTED)
COMING = (S.PLANNED, S.UNDERWAY)
TOLD = (S.REPORTED, S.CLOSED)  # the unit reads it from here on
SAMPLE = 8


def step(status: str, act: A) -> InspectionStatus | None:
    """Where ``act`` leads from ``status``; None when the law knows no such step."""
    return TABLE[S(status)].get(act)


def draw(overdue: Sequence[int], others: Sequence[int], size: int, seed: int) -> list[int]:
    """Keys of ``size`` cases: the overdue ones first, in their order, then others by lot. The same seed draws the same."""
    first = list(overdue[:size])
    left = [key for key in others if key not in first]
    lot = random.Random(seed)  # noqa: S311  a lot that anybody can repeat, no secret
    return first + lot.sample(left, min(size - len(first), len(left)))


def next_due(last: date | None, first: date, months: int) -> date:
    """By when a unit is inspected next: so many months after the last report; never inspected, from the first day on."""
    return first if last is None else after_months(last, months)
