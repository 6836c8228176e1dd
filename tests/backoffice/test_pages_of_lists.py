"""Long lists: the same cells as the library draws, the same queries for one row as for many, no count beyond reading."""

import re
from collections.abc import Iterator
from datetime import timedelta

import django_tables2 as tables
import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import conditional_escape
from django_tables2 import RequestConfig

from backoffice import paging
from backoffice.columns import NUMBER, ROW_LINK, DayColumn, DueColumn, StatusColumn, TwoLines
from backoffice.tables import CaseTable, DeskTable
from cases.models import Case
from cases.queries import cases, worklists
from home.benchmark import data, people

CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.S)


@pytest.fixture
def many(reference: None, monkeypatch: pytest.MonkeyPatch) -> people.Readers:
    """A hundred invented cases; the agent sees a third of them."""
    monkeypatch.setattr(data, "CASES", 100)
    monkeypatch.setattr(data, "BATCH", 100)
    monkeypatch.setattr(data, "ENTERPRISES", 5)
    readers = people.build()
    data.fill(readers)
    return readers


def listed(table: tables.Table) -> tables.Table:
    return RequestConfig(RequestFactory().get("/"), paginate={"per_page": 25}).configure(table)


def library_cells(table: tables.Table) -> Iterator[str]:
    """As django-tables2 itself renders them."""
    for row in table.paginated_rows:
        for cell in row:
            yield conditional_escape(cell)


def rows_of(found: object) -> paging.Rows:
    return paging.Rows(found, lambda keys: found.filter(pk__in=keys))  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_cell_is_what_the_library_would_draw(many: people.Readers) -> None:
    found = worklists.desk(many.agent).order_by("pk")
    table = listed(CaseTable(rows_of(found)))
    shown = [cell.replace(" >", ">") for cell in CELL.findall(table.body())]
    expected = list(library_cells(listed(CaseTable(rows_of(found)))))
    assert len(shown) == 25 * len(list(table.columns))
    links = [place for place, cell in enumerate(expected) if "row-link" in cell]
    assert [cell for place, cell in enumerate(shown) if place not in links] == [
        cell for place, cell in enumerate(expected) if place not in links
    ]
    assert all('class="row-link"' in shown[place] for place in links)


def test_what_people_typed_is_escaped_in_every_kind_of_cell() -> None:
    class Risky(DeskTable):
        plain = tables.Column()
        linked = tables.Column(accessor="plain", linkify=lambda record: record.plain, attrs=ROW_LINK)
        both = TwoLines(accessor="plain", below="plain")
        state = StatusColumn(accessor="plain")
        number = tables.Column(attrs=NUMBER)

    record = type("Row", (), {"plain": '<script>"x"', "number": 1234})()
    drawn = Risky([record]).body()
    assert "<script>" not in drawn
    assert '"x"' not in drawn
    assert drawn.count("&lt;script&gt;") == 6
    assert '<td class="num">1234</td>' in drawn


def test_nothing_is_a_dash_and_a_way_that_ends_early_is_nothing() -> None:
    class Empty(DeskTable):
        due = DueColumn()
        deep = tables.Column(accessor="nobody__name")

    assert CELL.findall(Empty([type("Row", (), {"due": None, "nobody": None})()]).body()) == ["—", "—"]


def test_equal_dates_are_drawn_once_but_a_suspended_case_has_no_lamp(reference: None) -> None:
    class Dates(DeskTable):
        due = DueColumn(accessor="next_due")

    day = timezone.localdate() + timedelta(days=3)
    rows = [Case(next_due=day, status=status) for status in ("underway", "underway", "suspended")]
    first, second, third = CELL.findall(Dates(rows).body())
    assert first == second
    assert "lamp" in first
    assert "lamp" not in third


def test_a_moment_is_short() -> None:
    class Moments(DeskTable):
        at = DayColumn()

    assert "2026-12-14" in Moments([type("Row", (), {"at": timezone.datetime(2026, 12, 14)})()]).body()


@pytest.mark.django_db
def test_a_page_keeps_the_order_of_the_list(many: people.Readers) -> None:
    found = worklists.desk(many.agent).order_by("-number")
    page = [row.record.number for row in listed(CaseTable(rows_of(found))).paginated_rows]
    assert page == list(found.values_list("number", flat=True)[:25])
    assert page == sorted(page, reverse=True)


@pytest.mark.django_db
def test_a_count_ends_where_nobody_reads_on(many: people.Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    found = cases.visible_to(many.agent)
    whole = listed(CaseTable(rows_of(worklists.counted(found))))
    assert (whole.paginator.count, whole.capped) == (found.count(), False)
    monkeypatch.setattr(paging, "MAX_COUNT", 10)
    capped = listed(CaseTable(rows_of(worklists.counted(found))))
    assert (capped.paginator.count, capped.capped) == (10, True)


@pytest.mark.django_db
def test_my_day_asks_nothing_for_each_task(many: people.Readers) -> None:
    client = Client()
    client.force_login(many.agent)
    client.get("/office/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/office/")
    assert len(worklists.tasks(many.agent)) >= 5
    assert len(asked) <= 27  # one for each kind of duty; the reader's early warnings came last


@pytest.mark.django_db
def test_a_case_is_listed_once_however_many_of_its_items_are_the_units(many: people.Readers) -> None:
    """With a join the large case came once for each item of the unit."""
    large = Case.objects.get(number="SL-000000")
    units = {post.unit_id for post in many.unit_agent.active_posts}
    assert large.items.filter(unit__in=units).count() > 1
    assert [case.pk for case in cases.visible_to(many.unit_agent)].count(large.pk) == 1
