"""A small place that is appraised: 寿光 in the third quarter of 2026, with two cases that were worked out by hand.

Case one: three items, all decided on the day on which they were taken, in time. Case two: three items, one decided long past
its limit, two untouched. Both are handled by the agency of 寿光; 陈 is the first contact of both.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from cases.actions import appraisals, items
from cases.enums import BLZT, CaseStatus, PostRole
from cases.management.demo import people
from cases.models import Appraisal, AppraisalFigure, AppraisalResult, Case, Region, Unit, User
from cases.queries import appraisals as readers
from tests.cast import SHOUGUANG, Cast, case_in

CHINA = ZoneInfo("Asia/Shanghai")
SIGNED = datetime(2026, 9, 1, 10, tzinfo=CHINA)  # a Tuesday
LATE = date(2026, 9, 28)
NOW = datetime(2026, 10, 12, 10, tzinfo=CHINA)  # a Monday, the quarter is over
QUARTER = "2026-Q3"


@dataclass
class Place:
    """``watch`` drafts, ``other`` decides; ``officer`` speaks for the unit that decides the late item."""

    good: Case
    bad: Case
    agency: Unit
    department: Unit
    watch: User
    other: User
    officer: User

    @property
    def region(self) -> Region:
        return self.agency.region


def build(cast: Cast) -> Place:
    with time_machine.travel(SIGNED, tick=False):
        good = case_in(cast, CaseStatus.CLOSED)
        bad = case_in(cast, CaseStatus.UNDERWAY, name="示例项目乙")
        late = bad.items.get(item__code="L01")
        items.record(late, code=BLZT.RECEIVED, on=SIGNED.date(), by=cast.chen)
        items.record(late, code=BLZT.ACCEPTED, on=SIGNED.date(), by=cast.chen)
    with time_machine.travel(datetime(2026, 9, 28, 15, tzinfo=CHINA), tick=False):
        late.refresh_from_db()
        items.record(late, code=BLZT.PASSED, on=LATE, by=cast.chen, **_proof())
    late.refresh_from_db()
    other = people.person("other-watch", "示例督导员乙")
    people.post(other, "370700-agency", PostRole.WORK_SUPERVISOR)
    officer = people.person("officer", "示例部门人员")
    people.post(officer, late.unit.code, PostRole.UNIT_AGENT)
    return Place(good, bad, good.handling_unit, late.unit, cast.feng, other, officer)


def _proof() -> dict[str, Any]:
    return {"file_number": "示例许〔2026〕1号"}


def drafted(place: Place) -> Appraisal:
    return appraisals.draft(place.region, QUARTER, by=place.watch)


def told(place: Place) -> Appraisal:
    """Everybody has five working days to object."""
    return appraisals.tell(drafted(place), days=5, by=place.watch)


def result(row: Appraisal, *, unit: Unit | None = None, person: User | None = None) -> AppraisalResult:
    return row.results.select_related(*readers.RESULT_PARTS).get(
        **({"person": person} if person else {"unit": unit, "person": None})
    )


def figure(found: AppraisalResult, measure: str) -> AppraisalFigure:
    """The newest one of a measure."""
    return next(one.figure for one in readers.lines([found])[found.pk] if one.rule["measure"] == measure)


__all__ = ["LATE", "NOW", "QUARTER", "SHOUGUANG", "SIGNED", "Place", "build", "drafted", "figure", "result", "told"]
