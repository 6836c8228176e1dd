"""The demo data: what somebody sees first is an office in good order, whatever the day."""

from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from cases.enums import CaseStatus
from cases.management.demo import story
from cases.models import Case
from cases.queries import story as told
from cases.queries.lamps import days_left, lamp_for
from tests.cast import Cast


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2027, 2, 24)])
def test_the_first_look_is_a_healthy_office_with_one_near_and_one_missed_date(cast: Cast, today: date) -> None:
    with time_machine.travel(datetime(today.year, today.month, today.day, 11, tzinfo=ZoneInfo("Asia/Shanghai"))):
        made = [Case.objects.get(pk=case.pk) for case in story.build(cast)]
        lamps = Counter(lamp_for(case.next_due) for case in made if case.next_due)
        assert (lamps["red"], lamps["yellow"]) == (1, 1)
        assert lamps["green"] >= 3
        late = next(case for case in made if lamp_for(case.next_due) == "red")
        assert late.status == CaseStatus.UNDERWAY
        assert -5 <= days_left(late.next_due) < 0
        assert [coming.lamp for coming in told.coming(late)].count("red") == 1
        stuck = late.items.get(item__code="G03")
        assert stuck.status == "special"
        assert late.items.get(item__code="G04").status == "confirmed"  # it needs the one that is late
        assert "日照" in late.notes.get(internal=True).text  # the reason can be read
        assert all(case.events.order_by("-seq")[0].at.date() <= today for case in made if case.events.exists())
