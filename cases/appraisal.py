"""The law and the arithmetic of appraisals as data: what may follow what, how facts become values, values points, points places.

Pure (P-092). A figure is the sum of what each fact gave to it, so that a fact can be taken out and the rest counted again.
Every number is rounded where it is shown and counted on as shown: whoever adds up the page gets the total of the page.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from cases.enums_appraisal import AppraisalAct as A
from cases.enums_appraisal import AppraisalStatus, PointsWay

S = AppraisalStatus
TABLE: dict[AppraisalStatus, dict[A, AppraisalStatus]] = {
    S.DRAFTED: {A.TELL: S.TOLD, A.CANCEL: S.CANCELLED},
    S.TOLD: {A.CONTEST: S.TOLD, A.DECIDE: S.TOLD, A.FINISH: S.FINAL, A.CANCEL: S.CANCELLED},
    S.FINAL: {},
    S.CANCELLED: {},
}
READ = (S.TOLD, S.FINAL)  # whom it concerns reads the own result from here on
PERIOD = re.compile("([12][0-9]{3})(?:-Q([1-4]))?")
FULL = 100  # what the weights of a sheet add up to
COUNT, SHARE, PER_CASE = "count", "share", "per_case"
Facts = Mapping[str, Sequence[int]]
"""{key of a fact: how many it gave, out of how many}."""


@dataclass(frozen=True)
class Rule:
    """One criterion as it stood that day. ``unit``: how a value is made of the facts."""

    code: str
    unit: str
    weight: int
    way: str
    zero_at: Decimal
    full_at: Decimal
    off: Decimal


def step(status: str, act: A) -> AppraisalStatus | None:
    """Where ``act`` leads from ``status``; None when the law knows no such step."""
    return TABLE[S(status)].get(act)


def rounded(number: Fraction, places: int = 2) -> Decimal:
    """A fraction as a decimal of so many places, halves up."""
    exact = Decimal(number.numerator * 10**places) / Decimal(number.denominator)
    return exact.quantize(Decimal(1), ROUND_HALF_UP).scaleb(-places)


def value(unit: str, facts: Facts) -> Decimal | None:
    """What the facts add up to; None where there was nothing to count."""
    count, of = sums(facts)
    if unit == COUNT:
        return Decimal(count)
    if not of:
        return None
    return rounded(Fraction(count * (100 if unit == SHARE else 1), of), 4)


def sums(facts: Facts) -> tuple[int, int]:
    """How many of how many."""
    return sum(count for count, _of in facts.values()), sum(of for _count, of in facts.values())


def points(rule: Rule, reached: Decimal | None) -> Decimal | None:
    """Between 0 and the weight; None without a value."""
    if reached is None:
        return None
    if rule.way == PointsWay.DEDUCTION:
        lost = Fraction(rule.off) * Fraction(reached)
        return rounded(max(Fraction(rule.weight) - lost, Fraction(0)))
    way = (Fraction(reached) - Fraction(rule.zero_at)) / (Fraction(rule.full_at) - Fraction(rule.zero_at))
    return rounded(rule.weight * min(max(way, Fraction(0)), Fraction(1)))


def total(lines: Iterable[tuple[int, Decimal | None]]) -> tuple[Decimal | None, int]:
    """Of (weight, points) the points out of 100, and the weights they rest on: what has no value is left out, the rest scaled."""
    counted = [(weight, got) for weight, got in lines if got is not None]
    weights = sum(weight for weight, _got in counted)
    if not weights:
        return None, 0
    return rounded(Fraction(sum(got for _weight, got in counted)) * FULL / weights), weights


def places(totals: Mapping[int, tuple[Decimal | None, int]], least: int) -> dict[int, int | None]:
    """{key: (points, facts)} as {key: place}: equal points share a place; none with fewer facts than ``least`` or no points."""
    ranked = [got for got, facts in totals.values() if got is not None and facts >= least]
    return {
        key: 1 + sum(other > got for other in ranked) if got is not None and facts >= least else None
        for key, (got, facts) in totals.items()
    }


def period_days(code: str) -> tuple[date, date]:
    """First and last day of a year (``2026``) or a quarter (``2026-Q3``). ``ValueError`` for anything else."""
    parts = PERIOD.fullmatch(code)
    if parts is None:
        raise ValueError(f"no such period: {code}")
    year, quarter = parts.groups()
    if not quarter:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    first, after = int(quarter) * 3 - 2, int(quarter) * 3 + 1
    end = date(int(year) + after // 13, after % 12 or 12, 1) - timedelta(days=1)
    return date(int(year), first, 1), end


def periods_before(today: date, quarters: int = 4, years: int = 2) -> list[str]:
    """Quarters and years that are over, the newest first."""
    now = today.year * 4 + (today.month - 1) // 3
    found = [f"{index // 4}-Q{index % 4 + 1}" for index in range(now - 1, now - 1 - quarters, -1)]
    return found + [str(year) for year in range(today.year - 1, today.year - 1 - years, -1)]
