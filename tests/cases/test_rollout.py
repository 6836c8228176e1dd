"""The phases of the rollout (W-080 to W-083): set by heads of the place, in their order, with reasons that are kept."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone, translation

from cases.actions import officers, rollout
from cases.actions.rollout import Facts
from cases.enums import CaseStatus
from cases.enums_reports import Phase
from cases.exceptions import BadInput, CaseError, NotAllowed, Stale
from cases.models import Region, RolloutChange, RolloutPhase
from cases.queries import pilots
from cases.queries import rollout as readers
from cases.reports.rollout import state
from tests.cases.kit import refused
from tests.cast import SHOUGUANG, Cast, case_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def facts(begins: int = -30, **more: Any) -> Facts:
    """Begun so many days before today."""
    return Facts(begins=TODAY() + timedelta(days=begins), **more)


def begun(cast: Cast, phase: Phase = Phase.PILOT, **more: Any) -> RolloutPhase:
    return rollout.begin(place(), phase, facts(**more), reason="按方案", by=cast.sun)


def place() -> Region:
    return Region.objects.get(code=SHOUGUANG)


@pytest.mark.req("W-080", "W-082")
def test_a_phase_is_entered_planned_otherwise_and_ended_with_its_evaluation(cast: Cast) -> None:
    row = begun(cast, planned_end=TODAY() + timedelta(days=10))
    with refused(BadInput, says="evaluation", field="evaluation"):
        rollout.change(row, facts(planned_end=row.planned_end, ended_on=TODAY()), reason="结束", by=cast.sun)
    ended = facts(planned_end=row.planned_end, ended_on=TODAY(), evaluation="提前完成")
    row = rollout.change(row, ended, reason="三个项目全部取得许可", by=cast.sun, version=row.version)
    assert (row.ended_on, row.evaluation, row.version) == (TODAY(), "提前完成", 2)
    first, second = RolloutChange.objects.all()
    assert (first.reason, first.new["begins"]) == ("按方案", str(row.begins))
    assert second.old == {"ended_on": "", "evaluation": ""}
    assert second.new == {"ended_on": str(TODAY()), "evaluation": "提前完成"}


def test_only_heads_of_the_place_or_of_one_above_set_a_phase(cast: Cast) -> None:
    for user in (cast.chen, cast.feng, cast.jin, cast.liu, cast.wang):
        with refused(NotAllowed):
            rollout.begin(place(), Phase.PILOT, facts(), reason="按方案", by=user)
    for phase, user in ((Phase.PREPARATION, cast.qian), (Phase.PILOT, cast.sun), (Phase.FULL, cast.gao)):
        assert rollout.begin(place(), phase, facts(), reason="按方案", by=user).pk
    with refused(NotAllowed):
        rollout.begin(Region.objects.get(code="370700"), Phase.PILOT, facts(), reason="按方案", by=cast.sun)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Facts(begins=date(2026, 3, 1), planned_end=date(2026, 2, 1)), "planned_end"),
        (Facts(begins=date(2026, 3, 1), ended_on=date(2026, 2, 1), evaluation="x"), "ended_on"),
        (Facts(begins=date(2026, 3, 1), ended_on=date(2999, 2, 1), evaluation="x"), "ended_on"),
    ],
)
def test_days_that_cannot_be_are_refused(given: Facts, field: str, cast: Cast) -> None:
    with refused(BadInput, field=field):
        rollout.begin(place(), Phase.PILOT, given, reason="按方案", by=cast.sun)


def test_a_reason_is_asked_for_and_phases_follow_one_another_each_once(cast: Cast) -> None:
    with refused(BadInput, says="why", field="reason"):
        rollout.begin(place(), Phase.PILOT, facts(), reason=" ", by=cast.sun)
    row = begun(cast)
    with refused(CaseError, says="already"):
        begun(cast)
    with refused(BadInput, says="follow one another", field="begins"):
        begun(cast, Phase.FULL, begins=-31)
    with refused(BadInput, says="follow one another", field="begins"):
        begun(cast, Phase.PREPARATION, begins=-29)
    begun(cast, Phase.PREPARATION, begins=-30)
    with refused(BadInput, says="Nothing"):
        rollout.change(row, facts(), reason="无", by=cast.sun)
    with refused(Stale):
        rollout.change(row, facts(-20), reason="改", by=cast.sun, version=7)


def test_the_log_of_a_phase_cannot_be_changed(cast: Cast) -> None:
    begun(cast)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RolloutChange.objects.update(reason="别的说法")


@pytest.mark.req("W-081")
def test_a_region_in_trial_is_warned_of_when_it_has_fewer_than_three_or_more_than_five(cast: Cast) -> None:
    def faults() -> list[tuple[str, int]]:
        phases = list(readers.visible_to(cast.sun))
        found = readers.places(phases, list(pilots.visible_to(cast.sun)), TODAY())
        return [(one.region.code, one.number) for one in readers.faults(found)]

    assert faults() == []
    row = begun(cast)
    assert faults() == [(SHOUGUANG, 0)], "none at all is too few as well"
    cases = [case_in(cast, CaseStatus.UNDERWAY, name=f"示例试点{n}") for n in range(6)]
    seen = []
    for case in cases:
        officers.set_pilot(case, pilot=True, reason="试点", by=cast.sun)
        seen.append(faults())
    assert seen == [[(SHOUGUANG, 1)], [(SHOUGUANG, 2)], [], [], [], [(SHOUGUANG, 6)]]
    rollout.change(row, facts(ended_on=TODAY(), evaluation="完成"), reason="结束", by=cast.sun)
    assert faults() == [(SHOUGUANG, 6)]
    officers.set_pilot(cases[0], pilot=False, reason="退出", by=cast.sun)
    assert faults() == [], "control: a trial that ended with as many as the policy wants"
    for case in cases[1:]:
        officers.set_pilot(case, pilot=False, reason="退出", by=cast.sun)
    assert faults() == [(SHOUGUANG, 0)], "a trial that ended with none is told, not forgotten"


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        (Facts(begins=date(1990, 3, 1)), "begins", "A phase begins between 1 Jan {back} and 31 Dec {ahead}."),
        (Facts(begins=date(9999, 3, 1)), "begins", "A phase begins between 1 Jan {back} and 31 Dec {ahead}."),
        (Facts(begins=date(2026, 3, 1), planned_end=date(9999, 12, 31)), "planned_end", "at most 5 years: here until 31 Dec 2031."),
    ],
)  # fmt: skip
@pytest.mark.req("W-080")
def test_a_plan_for_another_generation_is_refused_at_its_field(given: Facts, field: str, says: str, cast: Cast) -> None:
    year = TODAY().year
    with refused(BadInput, field=field, says=says.format(back=year - rollout.BACK, ahead=year + rollout.AHEAD)):
        rollout.begin(place(), Phase.PILOT, given, reason="按方案", by=cast.sun)
    assert rollout.begin(place(), Phase.PILOT, Facts(begins=date(2026, 3, 1), planned_end=date(2031, 12, 31)),
                         reason="按方案", by=cast.sun).pk  # fmt: skip


def test_how_far_a_phase_is(cast: Cast) -> None:
    row = begun(cast, planned_end=TODAY() + timedelta(days=5))

    def said(after: int) -> str:
        with translation.override("en"):
            return state(row, TODAY() + timedelta(days=after))

    assert [said(n) for n in (-31, 0, 5, 6)] == ["Ahead", "Running", "Running", "Past its planned end"]
    row.ended_on = TODAY() + timedelta(days=6)
    assert [said(n) for n in (5, 6)] == ["Running", "Ended"]


def test_phases_are_read_by_officers_of_the_place_and_above_and_by_nobody_else(cast: Cast) -> None:
    row = begun(cast)
    assert [list(readers.visible_to(user)) for user in (cast.chen, cast.feng, cast.sun)] == [[row]] * 3
    assert [list(readers.visible_to(user)) for user in (cast.liu, cast.wang)] == [[], []]
