"""Lists that are taken away: in no cell of any of them stands markup, and a day is a day."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.safestring import SafeString
from openpyxl import load_workbook

from backoffice import exports
from backoffice.columns import DayColumn
from backoffice.reference import KINDS
from backoffice.tables import DeskTable
from backoffice.views.statistics_things import ThingTable
from cases import beyond, spreadsheets
from cases.actions import reference
from cases.beyond import Thing
from cases.enums import CaseStatus, PostRole
from cases.indicators import INDICATORS
from cases.models import ApprovalItem, CaseItem, Unit, User, WeeklyReport
from cases.queries import past_limit
from home.templatetags import look
from tests.backoffice import board_kit
from tests.backoffice.test_doors import an_appraisal
from tests.backoffice.test_lists import lists_without_arguments
from tests.cast import Cast, case_in

pytestmark = pytest.mark.django_db
MARKUP = re.compile(r"<\s*/?[a-zA-Z][^>]*>|&(?:[a-z]+|#\d+);")
WRITTEN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}.*)?|\d{4}年\d{1,2}月\d{1,2}日")
Book = list[list[Any]]


def addresses() -> list[str]:
    """Every list of the desk that can be taken away, those with an argument once for each of what they show."""
    plain = [reverse(f"office:{name}") for name in lists_without_arguments()]
    kinds = [reverse("office:reference_list", args=[slug]) for slug in KINDS]
    behind = [
        reverse("office:statistics_cases", args=[code]) + "?part=all&period=year"
        for code in ("received", "in_hand", *past_limit.LIMITED, *past_limit.LAMPS)
        if code in INDICATORS
    ]
    things = [reverse("office:statistics_things", args=[row.indicator.code]) + "?period=year" for row in beyond.every()]
    return [*plain, *kinds, *behind, *things]


def taken(client: Client, url: str) -> Book | None:
    """The list as a book of rows; nothing where it is not for this person or cannot be taken away."""
    joined = "&" if "?" in url else "?"
    answer = client.get(f"{url}{joined}export=xlsx")
    if answer.status_code in {403, 404}:
        return None
    assert answer.status_code == 200, url
    sheet = load_workbook(io.BytesIO(answer.content)).active
    plain = csv.reader(io.StringIO(client.get(f"{url}{joined}export=csv").content.decode("utf-8-sig")))
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [len(row) for row in plain] == [len(row) for row in found], url
    return found


def faults(book: Book) -> Iterator[str]:
    """Cells that hold markup, and days that are written as words."""
    head, *rows = book
    for row in rows:
        for name, value in zip(head, row, strict=True):
            if isinstance(value, str) and MARKUP.search(value):
                yield f"{name}: markup {value!r}"
            if isinstance(value, str) and WRITTEN_DAY.fullmatch(value):
                yield f"{name}: a day as words {value!r}"


@pytest.fixture
def busy(cast: Cast) -> Iterator[list[User]]:
    """A week with something of everything, and everybody who reads of it."""
    readers = board_kit.readers(cast)
    with time_machine.travel(board_kit.NOW, tick=False):
        board_kit.busy_week(cast, readers[PostRole.POLICY_PRESENTER])
        an_appraisal(case_in(cast, CaseStatus.SUBMITTED), cast.feng)
        item = ApprovalItem.objects.get(code="L01")
        reference.change(item, {"name_en": item.name_en + " x"}, reason="x", by=cast.jin)
        for days, row in zip(
            (-1, 1), CaseItem.objects.filter(status="confirmed", case__status="underway"), strict=False
        ):
            CaseItem.objects.filter(pk=row.pk).update(planned_end=board_kit.TODAY + timedelta(days=days))
        yield [*readers.values(), cast.chen]


def filled(clients: list[Client], url: str) -> Book | None:
    """The list as the first has it who finds rows in it; nothing where nobody may take it away."""
    found = None
    for client in clients:
        found = taken(client, url) or found
        if found and len(found) > 1:
            break
    return found


def test_no_cell_of_any_list_holds_markup_and_days_are_days(
    busy: list[User], at_desk: Callable[[User], Client]
) -> None:
    clients, read, empty = [at_desk(user) for user in busy], 0, set[str]()
    for url in addresses():
        book = filled(clients, url)
        if book is None:
            continue
        assert list(faults(book)) == [], url
        read, empty = read + 1, empty | (set() if len(book) > 1 else {url})
    assert read > 40
    # Things beside cases, and lamps that nothing lights in this office: lists of the same make as the others of Statistics.
    known = ("/things/", "/red_lamps/", "/yellow_lamps/")
    assert {url for url in empty if not any(part in url for part in known)} == set(), (
        "control: there is something to look at in each"
    )


def kept_report() -> WeeklyReport:
    return WeeklyReport(pk=1, until=date(2026, 11, 6), level="agent", author=User(name="x"), unit=Unit(name_zh="x"))


def as_book(rows: Iterable[list[Any]]) -> Book:
    sheet = load_workbook(io.BytesIO(spreadsheets.as_xlsx(rows, "x"))).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_what_a_table_draws_of_a_column_stays_on_the_page() -> None:
    """Control: taken as the library takes it, the drawn cell is found by the rule above."""

    class Drawn(DeskTable):
        until = DayColumn()

        def render_until(self, value: date) -> SafeString:
            return look.cdate(value, short=True)

    assert [fault.partition(":")[0] for fault in faults(as_book(Drawn([kept_report()]).as_values()))] == ["Until"]
    book = as_book(exports.values(Drawn([kept_report()])))
    assert list(faults(book)) == []
    assert book[1] == [datetime(2026, 11, 6)]


def test_a_day_as_words_is_found() -> None:
    """Control."""
    assert len(list(faults([["day"], ["2026-11-06"], ["2026年11月6日"], ["a < b"], ["by 2026-11-06"]]))) == 2


def test_what_was_counted_of_other_things_is_taken_away_with_its_day() -> None:
    rows = [Thing(date(2026, 11, 6), "示例 <b>x</b>", "answered")]
    assert as_book(exports.values(ThingTable(rows)))[1] == ["示例 <b>x</b>", datetime(2026, 11, 6), "answered"]
