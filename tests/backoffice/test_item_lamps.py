"""The lamp of an item is one and the same: on its page, in the list and its filter, in Statistics (C.7)."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases import counting, counting_load
from cases.enums import BLZT, CaseStatus, ItemStatus
from cases.indicators import INDICATORS
from cases.models import ApprovalItem, Case, CaseItem, ItemFact, User
from cases.queries import item_lamps, lamps, statistics
from tests.cast import Cast, case_in

pytestmark = [pytest.mark.django_db, pytest.mark.req("W-065")]
Desk = Callable[[User], Client]
NOW = "2026-11-27T04:00:00+00:00"
TODAY = date(2026, 11, 27)
PROMISES = (None, 0, 1, 3, 5, 10, 15, 20, 30, 70)
Step = tuple[int, date, int | None]


def steps(chance: Random) -> tuple[str, list[Step]]:
    """How far an item has come, and the facts that brought it there, none later than today."""
    status, found = ItemStatus.CONFIRMED, list[Step]()
    day = TODAY - timedelta(days=chance.randrange(70))
    way = [(BLZT.RECEIVED, ItemStatus.RECEIVED, None), (BLZT.ACCEPTED, ItemStatus.HANDLING, None)]
    if chance.random() < 0.2:
        way.append((BLZT.EXTENDED, ItemStatus.HANDLING, 10))
    if chance.random() < 0.4:
        way += [
            (BLZT.SPECIAL_START, ItemStatus.SPECIAL, chance.choice([None, 2, 9])),
            (BLZT.SPECIAL_END, ItemStatus.HANDLING, None),
        ]
    if chance.random() < 0.2:
        way.append((BLZT.PASSED, ItemStatus.PASSED, None))
    for code, then, days in way[: chance.randrange(len(way) + 3)]:
        if day > TODAY:
            break
        status = then
        found.append((code, day, days))
        day += timedelta(days=chance.randrange(9))
    return status, found


def filled(cast: Cast, chance: Random) -> Case:
    """A case with every item of the catalogue, each with a history of its own; some acceptances were corrected to another day."""
    case = case_in(cast, "underway", name=f"示例项目{chance.random()}")
    have = set(case.items.values_list("item", flat=True))
    for item in ApprovalItem.objects.exclude(pk__in=have):
        status, found = steps(chance)
        row = CaseItem.objects.create(
            case=case, item=item, status=status, promised_days=chance.choice(PROMISES), statutory_days=20,
            statutory_unit=chance.choice(["wd", "cd"]), done_on=TODAY if status == ItemStatus.PASSED else None,
            planned_end=TODAY - timedelta(days=3),
        )  # fmt: skip
        for code, on, days in found:
            fact = ItemFact.objects.create(case_item=row, code=code, on=on, limit_days=days, by=cast.chen)
            if code == BLZT.ACCEPTED and chance.random() < 0.1:
                ItemFact.objects.create(
                    case_item=row, code=code, on=on - timedelta(days=chance.randrange(20)), corrects=fact, by=cast.chen
                )
    return case


def of_statistics(colour: str) -> set[int]:
    lines = statistics.lines(Case.objects.all(), counting.month(TODAY, 0, 12), TODAY)
    found = {row.key for row in counting_load.lit(lines, counting.month(TODAY, 0, 12), colour)}
    assert len(found) == INDICATORS[f"{colour}_lamps"].rule(lines, counting.month(TODAY, 0, 12)).count
    return found


@time_machine.travel(NOW, tick=False)
def test_hundreds_of_random_items_burn_alike_on_their_page_in_the_filter_and_in_statistics(cast: Cast) -> None:
    chance = Random(20261128)
    for status in (CaseStatus.UNDERWAY, CaseStatus.UNDERWAY, CaseStatus.SUSPENDED):
        case = filled(cast, chance)
        suspended = CaseStatus.UNDERWAY if status == CaseStatus.SUSPENDED else ""
        Case.objects.filter(pk=case.pk).update(status=status, suspended_from=suspended)
    rows = list(CaseItem.objects.select_related("case").prefetch_related("facts"))
    shown = {row.pk: item_lamps.colour(row) for row in rows}
    for colour in lamps.COLOURS:
        filtered = set(item_lamps.burning(CaseItem.objects.all(), colour, TODAY).values_list("pk", flat=True))
        expected = {pk for pk, one in shown.items() if one == colour}
        assert filtered == expected, (colour, filtered ^ expected)
        assert len(expected) >= 5, f"control: {colour} burnt"
        if colour in {"red", "yellow"}:
            assert of_statistics(colour) == expected
    assert "" in shown.values(), "control: what is decided has none"


@time_machine.travel(NOW, tick=False)
def test_the_list_its_filter_and_the_statistics_page_tell_one_number(cast: Cast, at_desk: Desk) -> None:
    filled(cast, Random(7))
    desk = at_desk(cast.sun)
    page = desk.get(reverse("office:statistics"), {"period": "year"})
    told = {row.indicator.code: row.now.count for _title, rows in page.context["chapters"] for row in rows}
    for colour in ("red", "yellow"):
        answer = desk.get(reverse("office:items"), {"lamp": colour})
        assert len(answer.context["table"].data) == told[f"{colour}_lamps"] > 0
    # Every planned end has passed: that is said in words, and lights no lamp where no clock runs.
    html = desk.get(reverse("office:items"), {"lamp": "grey"}).content.decode()
    assert "tone-late" not in html
    assert "overdue</small>" in html


def test_a_case_that_is_over_lights_no_lamp(cast: Cast) -> None:
    case = case_in(cast, "underway")
    everything = case.items.all()
    assert any(item_lamps.burning(everything, colour, timezone.localdate()).exists() for colour in lamps.COLOURS)
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_at=timezone.now())
    assert {item_lamps.colour(row) for row in case.items.select_related("case")} == {""}
    assert not any(item_lamps.burning(everything, colour, timezone.localdate()).exists() for colour in lamps.COLOURS)


def test_the_filter_asks_as_much_of_one_item_as_of_many(cast: Cast, at_desk: Desk) -> None:
    desk = at_desk(cast.sun)

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            desk.get(reverse("office:items"), {"lamp": "yellow"})
        return len(seen)

    with time_machine.travel(NOW, tick=False):
        filled(cast, Random(1))
        asked()
        one = asked()
        filled(cast, Random(2))
        assert asked() == one
