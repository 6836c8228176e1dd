"""Measures as the catalogue offers them, and the strategies and forecasts of a case, of items and of a category."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine

from cases import forecast as simulation
from cases.actions import items
from cases.enums import BLZT, CaseStatus
from cases.exceptions import CaseError
from cases.models import ApprovalItem, Case, CaseItem, Plan, Project, ProjectCategory
from cases.queries import calendars, catalogue, measures, strategies, works
from cases.queries.taken import taken
from cases.queries.trials import Bench
from cases.strategies import Kind, Measure, Name, Works
from cases.worktime import used
from tests.cast import Cast, case_in

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
DAY = date(2026, 9, 7)  # a plain week: Monday 7 to Friday 11 September 2026


def offered(*codes: str) -> dict[str, Measure]:
    rows = ApprovalItem.objects.filter(code__in=codes) if codes else ApprovalItem.objects.all()
    full = catalogue.loaded(rows.values_list("pk", flat=True))
    return {measure.key: measure for measure in measures.offered(full)}


def loosened(measure: Measure, code: str = "") -> dict[str, tuple[str, int]]:
    effect = measure.effects[code or measure.code]
    return {overlap.before: (overlap.after, overlap.conversion) for overlap in effect.overlaps}


# --- what is offered --------------------------------------------------------------------------------------------------


@pytest.mark.req("W-075", "W-076", "W-077")
def test_every_kind_of_measure_is_read_from_the_flags_of_the_catalogue(reference: None) -> None:
    found = offered()
    kinds = Counter(measure.kind for measure in found.values())
    assert set(kinds) == set(Kind)
    rows = {item.code: item for item in ApprovalItem.objects.all()}
    for measure in found.values():
        item = rows[measure.code]
        flag = {Kind.PREAPPROVAL: item.preapproval, Kind.GAP: item.gap, Kind.COMMITMENT: item.commitment}.get(
            measure.kind
        )
        assert flag != "N"
        if flag is not None:
            assert measure.risk == measures.RISK[measure.kind] + (flag == "C")
            assert len(measure.must_be_true) == 1 + (flag == "C")
    # Every item whose flag says so may be done on commitment, and no other.
    may = {code for code, item in rows.items() if item.commitment != "N"}
    assert {measure.code for measure in found.values() if measure.kind == Kind.COMMITMENT} == may


@pytest.mark.req("W-053", "W-056")
def test_a_pre_approval_stands_on_the_pre_approval_before_it_or_on_what_was_accepted(reference: None) -> None:
    found = offered("L01", "L08", "L09", "M03", "G03", "M06", "G04")
    # The land can never be pre-approved; no review begins without the design that is reviewed.
    assert loosened(found["G03:preapproval"]) == {"L08": ("begun", 1)}
    assert loosened(found["G04:preapproval"]) == {"G03": ("reviewed", 1), "L09": ("reviewed", 1)}
    assert "L08:preapproval" not in found
    # A pre-approval is material for the next pre-approval alone.
    joint = found["G04:parallel"]
    assert loosened(joint) == {"G03": ("begun", 0)}
    assert "G03:preapproval" in joint.excludes
    assert "G04:preapproval" in joint.excludes


def test_a_gap_is_offered_only_for_papers_that_may_be_late_and_of_which_no_core_paper_is_made(reference: None) -> None:
    found = offered("L08", "L09", "M03", "G03", "G04", "G07", "L10", "M06", "C01")
    assert loosened(found["L09:gap"]) == {"M03": ("begun", 1)}
    # The air-defence opinion may come late; the design review and the title to the land are core papers.
    assert loosened(found["G04:gap"]) == {"G07": ("begun", 1)}
    # One part of the design may be late, but the drawings themselves are its core paper.
    assert "C01:gap" not in found
    assert "人防审批意见（民用建筑）" in found["G04:gap"].must_promise[0]


def test_an_item_takes_one_way(reference: None) -> None:
    for measure in (found := offered()).values():
        for code in measure.effects:
            others = {other.key for other in found.values() if code in other.effects} - {measure.key}
            assert others <= measure.excludes


@pytest.mark.req("W-077")
def test_land_and_build_reviews_everything_up_to_construction_and_lets_papers_follow_the_land(reference: None) -> None:
    found = offered("L01", "L08", "L09", "L10", "G03", "G04", "C01", "C03", "C04", "C05", "U01")
    policy = found["L08:land_and_build"]
    assert set(policy.effects) == {"L09", "G03", "G04", "C01", "C05"}
    assert loosened(policy, "G03") == {"L08": ("open", 1)}
    assert loosened(policy, "G04") == {"G03": ("reviewed", 0), "L09": ("reviewed", 0), "L10": ("open", 1)}
    # The tender and the supervision do not wait for the land, so nothing of them is loosened.
    assert "C03" not in loosened(policy, "C05")
    assert "L08:land_and_build" not in offered("L01", "G03", "C05")


@pytest.mark.req("W-077")
def test_accept_and_certify_gives_the_title_with_the_acceptance(reference: None) -> None:
    codes = ("C05", "V01", "V02", "V08", "V14")
    basis = strategies.basis_of_items(ApprovalItem.objects.filter(code__in=codes), MONDAY, 100)
    found = strategies.of_items(basis.items, MONDAY, goal="END", works_days=100).strategies
    policy = found[Name.ACCEPT_AND_CERTIFY]
    assert policy.dates["CERTIFICATE"] == policy.dates["ACCEPTED"]
    assert policy.gained["CERTIFICATE"] == 2
    # Control: as promised the filing and the register take a day each after the acceptance.
    base = found[Name.PARALLEL].dates
    assert base["ACCEPTED"]
    assert base["CERTIFICATE"]
    assert used(base["ACCEPTED"], base["CERTIFICATE"], calendars.current()) == 2


# --- strategies of items and categories -------------------------------------------------------------------------------


@pytest.mark.req("W-073", "W-077", "P-062")
def test_the_whole_catalogue_is_compared_and_the_best_is_proven(reference: None) -> None:
    found = strategies.of_items(ApprovalItem.objects.all(), MONDAY, works_days=400)
    assert list(found.strategies) == list(Name)
    gained = {name: strategy.gained["START"] or 0 for name, strategy in found.strategies.items()}
    assert gained[Name.LAW] < gained[Name.SEQUENCE] < gained[Name.PARALLEL] == 0
    assert gained[Name.BEST] == max(gained.values()) > 0
    for name, strategy in found.strategies.items():
        assert strategy.proven
        assert sum(step.gained for step in strategy.steps) == max(gained[name], 0)
        assert strategy.risk == sum(step.measure.risk for step in strategy.steps)
        assert len(strategy.schedule.slots) == 76
        keys = {step.measure.key for step in strategy.steps}
        assert not any(step.measure.excludes & keys for step in strategy.steps)
    assert gained[Name.LAND_AND_BUILD] > 0


@pytest.mark.req("W-077")
def test_with_land_and_build_the_permit_comes_days_after_the_land(reference: None) -> None:
    """The design is there; what remains behind the land contract are one to five working days (domain B)."""
    codes = ("L01", "L08", "L09", "L10", "G03", "G04", "C01", "C04", "C05")
    found = strategies.of_items(ApprovalItem.objects.filter(code__in=codes), MONDAY).strategies

    def behind_the_land(name: Name) -> int:
        dates = found[name].dates
        assert dates["LAND"]
        assert dates["START"]
        return used(dates["LAND"], dates["START"], calendars.current())

    assert behind_the_land(Name.LAND_AND_BUILD) == 2
    assert behind_the_land(Name.PARALLEL) == 18


def test_a_measure_that_is_not_open_to_a_project_is_left_out(reference: None) -> None:
    rows = ApprovalItem.objects.filter(code__in=("L08", "G03", "G04", "L09", "C01", "C05"))
    best = strategies.of_items(rows, MONDAY).best
    refused = {step.measure.key for step in best.steps}
    assert refused
    other = strategies.of_items(rows, MONDAY, refused=refused).best
    assert refused.isdisjoint(step.measure.key for step in other.steps)
    assert (other.gained["START"] or 0, -other.risk) < (best.gained["START"] or 0, -best.risk)


def test_every_category_has_strategies_by_its_default_items(reference: None) -> None:
    for category in ProjectCategory.objects.all():
        found = strategies.of_category(category, {}, MONDAY)
        assert found.best.proven
        assert found.base.dates["START"] is not None
    industry = ProjectCategory.objects.get(code="IND")
    # An answer brings an item in, and its days with it.
    more = strategies.of_category(industry, {"C03": "yes"}, MONDAY)
    assert "C03" in more.base.schedule.slots
    assert "C03" not in strategies.of_category(industry, {}, MONDAY).base.schedule.slots


def test_without_a_day_for_the_works_the_end_has_no_date_and_cannot_be_the_goal(reference: None) -> None:
    rows = ApprovalItem.objects.filter(code__in=("L08", "G03", "V01"))
    found = strategies.of_items(rows, MONDAY)
    assert (found.base.dates["END"], found.base.dates["ACCEPTED"]) == (None, None)
    assert "WORKS" not in found.base.dates
    # Without a construction permit the works may start when everything before them is there.
    assert found.base.dates["START"] == found.base.schedule.slots["G03"].end
    only = ApprovalItem.objects.filter(code="V01")
    with pytest.raises(CaseError, match="日期"):
        strategies.of_items(only, MONDAY)


# --- strategies of a case ---------------------------------------------------------------------------------------------


@pytest.fixture
def underway(cast: Cast) -> Case:
    with time_machine.travel(DAY - timedelta(days=7), tick=False):
        return case_in(cast, CaseStatus.UNDERWAY)


def passed(item: CaseItem, cast: Cast, accepted: date, ended: date, *special: tuple[date, date]) -> None:
    items.record(item, code=BLZT.RECEIVED, on=accepted, by=cast.chen)
    items.record(item, code=BLZT.ACCEPTED, on=accepted, by=cast.chen)
    for first, last in special:
        items.record(
            item, code=BLZT.SPECIAL_START, on=first, limit_days=5, special="experts", note="专家评审", by=cast.chen
        )
        items.record(item, code=BLZT.SPECIAL_END, on=last, by=cast.chen)
    items.record(item, code=BLZT.PASSED, on=ended, by=cast.chen)


@pytest.mark.req("W-073")
def test_the_length_of_an_item_is_counted_from_its_facts_without_special_procedures(underway: Case, cast: Cast) -> None:
    with time_machine.travel(DAY + timedelta(days=20), tick=False):
        item = underway.items.get(item__code="L01")
        passed(item, cast, DAY, DAY + timedelta(days=9), (DAY + timedelta(days=2), DAY + timedelta(days=3)))
        found = taken(["L01", "L08"])
    # Monday the 7th to Wednesday the 16th: seven working days, two of them in the procedure.
    assert {code: (one.days, one.median, one.count) for code, one in found.items()} == {"L01": ((5,), 5, 1)}


def test_a_running_item_is_a_fact_of_its_strategies(underway: Case, cast: Cast) -> None:
    today = DAY + timedelta(days=8)
    with time_machine.travel(today, tick=False):
        passed(underway.items.get(item__code="L01"), cast, DAY, DAY + timedelta(days=1))
        land = underway.items.get(item__code="L08")
        items.record(land, code=BLZT.RECEIVED, on=DAY, by=cast.chen)
        items.record(land, code=BLZT.ACCEPTED, on=DAY, by=cast.chen)
        bench = Bench(underway)
        slots = bench.schedule(bench.in_force).slots
        assert (slots["L01"].end, slots["L01"].binding) == (DAY + timedelta(days=1), "fact")
        assert (slots["L08"].start, slots["L08"].binding) == (DAY, "fact")
        assert slots["L09"].start == slots["L08"].end
        assert "L09" in {measure.code for measure in bench.question(bench.in_force).measures}
        # What is not begun is not planned into the past, whatever the first day of the plan was.
        assert bench.in_force.start < today
        assert bench.question(bench.in_force).start == today


def test_items_can_be_counted_as_similar_cases_really_took(
    underway: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(DAY + timedelta(days=20), tick=False):
        passed(underway.items.get(item__code="L01"), cast, DAY, DAY + timedelta(days=4))
        # One finished item is too few; if one were enough, its four days would count.
        assert strategies.as_taken(["L01", "L08"]) == {}
        monkeypatch.setattr(simulation, "ENOUGH", 1)
        assert strategies.as_taken(["L01", "L08"]) == {"L01": 4}


@pytest.mark.req("W-073")
def test_the_forecast_of_a_case_is_a_range_with_what_stands_behind_it(underway: Case) -> None:
    with time_machine.travel(DAY, tick=False):
        basis = Bench(underway).basis
        found = strategies.forecast_of(basis, runs=200, seed=3)
        again = strategies.forecast_of(basis, runs=200, seed=3)
    ranges = found.ranges
    assert set(ranges) == {"LAND", "START", "END"}
    assert ranges["LAND"].early < ranges["LAND"].middle < ranges["LAND"].late
    assert (ranges["END"].cases, ranges["END"].assumed, ranges["END"].runs) == (0, 3, 200)
    assert again == found


def test_the_works_last_as_long_as_the_plan_says_or_before_there_is_one_the_project() -> None:
    project = Project(planned_start=date(2026, 5, 1), planned_finish=date(2027, 5, 1))
    assert works.length(None, project) == 365
    assert works.length(None, Project()) is None
    assert works.length(Plan(works_days=100), project) == 100
    # A plan that leaves it open knows what it does: what follows has no date.
    assert works.length(Plan(), project) is None


def test_works_that_go_on_are_completed_when_they_were_to_be_whatever_the_day_of_asking(reference: None) -> None:
    rows = ApprovalItem.objects.filter(code__in=("C05", "V01"))
    basis = strategies.basis_of_items(rows, MONDAY, 100)

    def permitted(day: date, known: works.WorksDays) -> Works:
        tasks = tuple(replace(t, done_on=day if t.code == "C05" else None) for t in basis.tasks)
        found = strategies.works_of(replace(basis, tasks=tasks, works=known))
        assert found is not None
        return found

    # Nobody recorded their start: they count from the permit.
    assert permitted(date(2026, 1, 5), works.WorksDays()).begun_on == date(2026, 1, 5)
    assert permitted(date(2026, 1, 5), works.WorksDays(date(2026, 2, 2))).begun_on == date(2026, 2, 2)
    # Control: as long as the permit is to come, the works follow it.
    ahead = strategies.question_of(basis)
    assert (ahead.works and ahead.works.after, ahead.works and ahead.works.begun_on) == (("C05",), None)
    assert strategies.works_of(replace(basis, works_days=None)) is None
