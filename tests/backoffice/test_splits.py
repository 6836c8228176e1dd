"""Splitting by what items belong to: a case counts for every part of its items, every figure opens as many rows as it says."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases import counting
from cases.counting import REMAINDER
from cases.indicators import INDICATORS, Of
from cases.models import Case, CaseItem, User
from cases.queries import splits, statistics
from tests.cast import PULANDIAN, Cast, case_in

pytestmark = [pytest.mark.django_db, pytest.mark.req("W-065")]
Desk = Callable[[User], Client]
URL = "office:statistics"
OF_ITEM = {
    statistics.STAGE: "item__stage", statistics.LEVEL: "item__level", statistics.UNIT: "unit", statistics.ITEM: "item__code",
}  # fmt: skip
CASES = ("received", "finished", "in_hand")


def rows_of(desk: Client, url: str) -> int:
    """How many lines the list behind a figure has."""
    return len(desk.get(url).context["table"].data)


def recounted(user: User, code: str, by: str) -> Counter[object]:
    """The same count, case by case and item by item."""
    today, found = timezone.localdate(), Counter[object]()
    for case in Case.objects.filter(pk__in=statistics.served(user).values("pk")):
        accepted, closed = (timezone.localdate(at) if at else None for at in (case.accepted_at, case.closed_at))
        of_year = {"received": accepted, "finished": closed}.get(code)
        if code == "in_hand" and (not accepted or (closed and closed <= today)):
            continue
        if code != "in_hand" and (not of_year or of_year.year != today.year):
            continue
        asked = case.items.exclude(status__in=["proposed", "dropped", "done_before"])
        found.update(set(asked.values_list(OF_ITEM[by], flat=True)) - {None} or {REMAINDER})
    return found


@pytest.mark.parametrize("by", OF_ITEM)
def test_a_case_counts_for_every_part_of_its_items_and_every_figure_opens_as_many_rows(
    by: str, cast: Cast, at_desk: Desk
) -> None:
    case_in(cast, "underway")
    case_in(cast, "closed", name="示例项目乙")
    case_in(cast, "underway", PULANDIAN, name="示例项目丙")
    desk = at_desk(cast.sun)
    for code in CASES:
        split = desk.get(reverse(URL), {"period": "year", "figure": code, "by": by}).context["split"]
        assert split["rows"]
        counted = statistics.lines(statistics.served(cast.sun), counting.month(timezone.localdate(), 0, 12))
        groups = splits.split(counted, counting.month(timezone.localdate(), 0, 12), INDICATORS[code], by)
        assert {group.key[1]: group.figure.count for group in groups if group.figure.count} == recounted(
            cast.sun, code, by
        )
        assert "overlap and do not add up" in split["note"]
        for _name, row in split["rows"]:
            assert bool(row.counted_url) == bool(row.now.count)
            if row.counted_url:
                assert rows_of(desk, row.counted_url) == row.now.count
                assert row.counted_url.replace("&", "&amp;") in split["svg"], "the bar opens the same"


def test_an_item_decided_long_ago_still_names_the_department_of_its_case(cast: Cast) -> None:
    case = case_in(cast, "underway")
    item = CaseItem.objects.filter(case=case, unit__isnull=False).first()
    assert item
    only = {"unit": item.unit_id}
    CaseItem.objects.filter(case=case).exclude(pk=item.pk).update(unit=None)
    CaseItem.objects.filter(pk=item.pk).update(done_on=date(2001, 1, 1), status="passed")
    counted = statistics.lines(Case.objects.filter(pk=case.pk), counting.month(timezone.localdate(), 0, 12))
    assert item.pk not in {line.key for line in counted.items}, "control: it is read for no figure of items"
    rows = splits.split(counted, counting.month(timezone.localdate(), 0, 12), INDICATORS["in_hand"], statistics.UNIT)
    assert [(row.key[1], row.figure.count) for row in rows] == [(only["unit"], 1)]


def test_what_nobody_asked_for_names_no_department(cast: Cast) -> None:
    case = case_in(cast, "underway")
    item = CaseItem.objects.filter(case=case, unit__isnull=False).first()
    assert item
    CaseItem.objects.filter(case=case).exclude(pk=item.pk).update(unit=None)
    CaseItem.objects.filter(pk=item.pk).update(status="dropped", done_on=date(2001, 1, 1))
    counted = statistics.lines(Case.objects.filter(pk=case.pk), counting.month(timezone.localdate(), 0, 12))
    rows = splits.split(counted, counting.month(timezone.localdate(), 0, 12), INDICATORS["in_hand"], statistics.UNIT)
    assert [(row.key[1], row.figure.count) for row in rows] == [(REMAINDER, 1)]


@pytest.mark.parametrize("by", OF_ITEM)
def test_what_is_said_of_a_case_as_a_whole_is_not_split_by_its_items(by: str, cast: Cast, at_desk: Desk) -> None:
    case_in(cast, "underway")
    desk, asked = at_desk(cast.sun), {"period": "year", "figure": "suspended", "by": by}
    page = desk.get(reverse(URL), asked)
    assert "not split in this way" in page.content.decode()
    assert "rows" not in page.context["split"]
    offered = [url for _name, url in page.context["split"]["ways"]]
    assert len(offered) == len(splits.PARTS) - len(OF_ITEM)
    assert all("rows" in desk.get(reverse(URL) + url).context["split"] for url in offered)
    behind = reverse("office:statistics_cases", args=["suspended"])
    assert desk.get(behind, asked | {"of": "1"}).status_code == 404
    assert desk.get(behind, asked | {"by": "region", "of": "1"}).status_code == 200, "control: by place it is"
    book = load_workbook(BytesIO(desk.get(reverse(URL), asked | {"export": "xlsx"}).content))
    assert len(book.worksheets) == 3


def test_figures_of_items_add_up_and_carry_no_such_note(cast: Cast, at_desk: Desk) -> None:
    case_in(cast, "underway")
    page = at_desk(cast.sun).get(reverse(URL), {"period": "year", "figure": "open_items", "by": "unit"})
    assert page.context["split"]["note"] == ""
    for by in OF_ITEM:
        assert splits.note(CASES, by)
        assert not splits.note([code for code, row in INDICATORS.items() if row.of == Of.ITEMS], by)


def test_the_parts_tell_the_period_before_and_the_target_on_the_page_and_in_the_files(
    cast: Cast, at_desk: Desk
) -> None:
    """Last year one item was decided late; this year nothing is: the part is told all the same."""
    case = case_in(cast, "closed")
    Case.objects.filter(pk=case.pk).update(
        accepted_at=timezone.now() - timedelta(days=366), submitted_at=timezone.now() - timedelta(days=366)
    )
    desk, asked = at_desk(cast.sun), {"period": "year", "figure": "received", "by": "stage"}
    split = desk.get(reverse(URL), asked).context["split"]
    assert {(row.value, row.before, row.change) for _name, row in split["rows"]} == {("0", "1", "−1")}
    asked = {"period": "year", "figure": "on_time", "by": "unit"}
    page = desk.get(reverse(URL), asked)
    rows = page.context["split"]["rows"]
    assert {row.target for _name, row in rows} == {"100.0 %"}
    book = load_workbook(BytesIO(desk.get(reverse(URL), asked | {"export": "xlsx"}).content))
    sheet = list(book.worksheets[2].iter_rows(values_only=True))
    assert sheet[0] == (
        "Department",
        "Decided in time (%)",
        "Counted",
        "Out of",
        "Period before",
        "Difference",
        "Target",
    )
    assert [(line[0], line[2], line[3], line[6]) for line in sheet[1:]] == [
        (name, row.now.count, row.now.of, 100) for name, row in rows
    ]
    text = desk.get(reverse(URL), asked | {"export": "csv"}).content.decode("utf-8-sig")
    assert all(name in text.partition("Decided in time by department")[2] for name, _row in rows)
