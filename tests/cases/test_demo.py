"""The demo data: what somebody sees first is an office in good order, whatever the day."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from cases.actions import events, urging
from cases.actions import public_figures as counts
from cases.enums import CaseStatus
from cases.management.demo import story
from cases.management.demo.clock import acting_on
from cases.models import (
    AlertStep,
    Case,
    CaseEvent,
    Finding,
    ItemFee,
    MissingCondition,
    Note,
    Notice,
    RolloutChange,
    TickedList,
)
from cases.queries import checklists, easier, ledger, prechain, public_figures
from cases.queries import story as told
from cases.queries.lamps import days_left, lamp_for
from tests.cast import Cast


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2027, 2, 24)])
def test_the_first_look_is_a_healthy_office_with_one_near_date_and_one_missed_beside_a_resting_one(
    cast: Cast, today: date
) -> None:
    with time_machine.travel(datetime(today.year, today.month, today.day, 11, tzinfo=ZoneInfo("Asia/Shanghai"))):
        made = [Case.objects.get(pk=case.pk) for case in story.build(cast)]
        lamps = Counter(lamp_for(case.next_due) for case in made if case.next_due)
        assert (lamps["red"], lamps["yellow"]) == (2, 1)
        assert {urging.in_working_hours(step.at) for step in AlertStep.objects.all()} == {True}, "not on a rest day"
        assert {step.on == timezone.localdate(step.at) for step in AlertStep.objects.all()} == {True}
        assert lamps["green"] >= 3
        red = {case.status: case for case in made if lamp_for(case.next_due) == "red"}
        late = red.pop(CaseStatus.UNDERWAY)
        assert set(red) == {CaseStatus.SUSPENDED}, "the service rests, what the authority accepted goes on"
        assert -5 <= days_left(late.next_due) < 0
        assert [coming.lamp for coming in told.coming(late)].count("red") == 1
        stuck = late.items.get(item__code="G03")
        assert stuck.status == "special"
        assert late.items.get(item__code="G04").status == "confirmed"  # it needs the one that is late
        assert "日照" in late.notes.get(internal=True).text  # the reason can be read
        assert all(case.events.order_by("-seq")[0].at.date() <= today for case in made if case.events.exists())
        assert [events.broken_link(case) for case in made] == [None] * len(made)  # so what is closed can be archived
        year = public_figures.read(counts.make())["year"]
        assert (year.told, year.withheld) == (True, True)  # few cases: some numbers, and some that are withheld


def test_a_ticked_checklist_is_shown_to_the_agent_of_the_running_case_and_another_is_not(cast: Cast) -> None:
    story.build(cast)
    running = next(case for case in Case.objects.filter(status=CaseStatus.UNDERWAY) if case.labels.exists())
    (shared,) = checklists.shared_with(running)
    (_kept, sheet, _new), (_own, permit, _none) = checklists.with_sheets(
        [shared.ticked, *TickedList.objects.filter(item__code="C05")]
    )
    assert 0 < sheet.have < len(sheet.lines)
    assert 0 < permit.have < len(permit.lines)
    assert TickedList.objects.count() == 2  # so one of them is nobody else's


def test_the_past_of_the_demo_ends_now() -> None:
    morning = datetime(2026, 11, 27, 5, 42, tzinfo=ZoneInfo("Asia/Shanghai"))
    with time_machine.travel(morning, tick=False):
        with acting_on(morning.date(), 16):
            assert timezone.now() == morning
        with acting_on(morning.date() + timedelta(days=1)):
            assert timezone.now() == morning
        with acting_on(date(2026, 11, 26), 16):  # control: yesterday has its hours
            assert timezone.localtime().hour == 16


def test_the_case_under_way_shows_every_easier_way(cast: Cast) -> None:
    with time_machine.travel(datetime(2027, 2, 24, 5, 42, tzinfo=ZoneInfo("Asia/Shanghai"))):
        story.build(cast)
        now = timezone.now()
        for kept, column in ((CaseEvent, "at"), (Notice, "created_at"), (Note, "created_at")):
            assert not kept.objects.filter(**{f"{column}__gt": now}).exists()
        case = next(one for one in Case.objects.filter(status=CaseStatus.UNDERWAY) if one.labels.exists())
        chain = {row.code: (row.hold.value, row.preapproval.status) for row in prechain.chain(case) if row.preapproval}
        assert chain == {
            "L09": ("formal", "converted"), "G03": ("preapproved", "issued"), "G04": ("applied", "applied"),
        }  # fmt: skip
        assert prechain.breaks(prechain.chain(case)) == []
        open_ones = MissingCondition.objects.filter(preapproval__case_item__case=case, met_on=None)
        assert {row.preapproval.case_item.item.code for row in open_ones} == {"G03", "G04"}
        assert [row.status for row in easier.gaps_of(case)] == ["promised"]
        assert [row.status for row in easier.commitments_of(case)] == ["signed"]
        assert [(row.kind, row.handler) for row in case.labels.all()] == [("green_channel", cast.chen)]
        assert [one.kind for one in case.handovers.order_by("pk")] == ["taken", "returned"]
        assert [one.name for one in ItemFee.objects.filter(case_item__case=case)] == ["水土保持补偿费"]
        assert ledger.lines(case)


def test_supervision_and_the_rollout_have_a_history(cast: Cast) -> None:
    story.build(cast)
    made = Finding.objects.get(rule__isnull=False)
    assert (made.case_item and made.case_item.item.code, made.facts["sought"], made.filed_by) == (
        "G03",
        "special_late",
        None,
    )
    assert made.facts["count"] >= made.rule.threshold  # type: ignore[union-attr]
    chosen = list(
        Case.objects.filter(pilot_since__isnull=False).order_by("pilot_since").values_list("pilot_since", flat=True)
    )
    assert len(set(chosen)) == 3
    assert (chosen[-1] - chosen[0]).days > 30
    entered = {change.at.date() for change in RolloutChange.objects.all()}
    assert len(entered) >= 5
    assert (max(entered) - min(entered)).days > 120
