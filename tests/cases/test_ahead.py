"""What comes then is said in every status, and under way it is a day of the roadmap."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from cases.enums import CaseStatus, ItemStatus
from cases.models import PlanRow
from cases.queries import ahead, daily, stopped, story
from cases.queries.sentences_dates import told
from tests.cast import PULANDIAN, Cast, case_in

GOING_ON = ("draft", "submitted", "agreement", "signed", "notified", "delivering", "completion")


@pytest.mark.parametrize("status", GOING_ON)
def test_every_open_status_says_what_comes_then(cast: Cast, status: str) -> None:
    with translation.override("en"):
        assert ahead.then(case_in(cast, status)).startswith("Then ")


def test_what_is_over_has_no_then(cast: Cast) -> None:
    assert ahead.then(case_in(cast, "closed")) == ""


def test_before_a_generation_review_comes_the_governments_decision(cast: Cast) -> None:
    with translation.override("en"):
        assert "government" in ahead.then(case_in(cast, "submitted", PULANDIAN))
        assert "agreement" in ahead.then(case_in(cast, "submitted"))


@pytest.mark.req("W-073")
def test_under_way_it_is_the_next_milestone_then_the_end(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    land = PlanRow.objects.get(plan__case=case, plan__current=True, case_item__item__code="L08")
    with translation.override("en"):
        assert land.end is not None
        assert ahead.then(case) == f"Then, by the roadmap: Land obtained on {told(land.end.isoformat())}."
        case.items.filter(item__code="L08").update(
            status=ItemStatus.PASSED, done_on=timezone.localdate() + timedelta(days=1)
        )
        assert "Everything finished" in ahead.then(case)
        case.plans.update(current=False)
        assert ahead.then(case) == "Then the results are handed over to you."


@pytest.mark.parametrize(("today", "marked"), [(date(2026, 3, 2), False), (date(2026, 11, 26), True)])
def test_a_day_in_a_year_whose_holidays_are_not_published_says_so(cast: Cast, today: date, marked: bool) -> None:
    with time_machine.travel(today, tick=False), translation.override("en"):
        said = ahead.then(case_in(cast, CaseStatus.UNDERWAY))
    assert "Land obtained" in said
    assert ("(provisional)" in said) == marked


def test_what_waits_for_a_withdrawn_item_says_so_and_its_agent_has_to_act(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    with translation.override("en"):
        before = story.coming(case)
        assert not stopped.owed(cast.chen)
        assert not [row for row in before if "waits for" in row.sentence]
        row = case.items.get(item__code="L01")
        case.items.filter(pk=row.pk).update(status=ItemStatus.STOPPED, agent=cast.chen)
        held = stopped.held_up(case)
        assert "L09" in held
        after = [one for one in story.coming(case) if row.item.name in one.sentence and "waits for" in one.sentence]
        assert len(after) == len(held)
        assert {one.lamp for one in after} == {"grey"}
        assert "waits for" not in ahead.then(case)
        case.items.filter(item__code="L08").update(status=ItemStatus.NOT_PASSED)
        assert "Land obtained. It waits for" in ahead.then(case)
        case.items.filter(item__code="L08").update(status=ItemStatus.CONFIRMED)
        assert [duty.pk for duty in daily.duties(cast.chen) if duty.kind == "ended_item"] == [row.pk]
        case.items.filter(pk=row.pk).update(status=ItemStatus.RECEIVED)  # applied for again
        assert [one.sentence for one in story.coming(case)] == [one.sentence for one in before]
        assert not stopped.owed(cast.chen)
