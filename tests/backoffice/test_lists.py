"""Work lists: what they show, find, sort, keep and give away."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_filters import BooleanFilter
from openpyxl import load_workbook

from backoffice import aftercare, alerts, appraisals, filters, findings, inspections  # noqa: F401  every filter is declared
from backoffice import urls as office_urls
from backoffice.views.generic import ListView
from cases import spreadsheets
from cases.enums import CaseStatus, ItemStatus, JobKind, OpenDate
from cases.models import Case, CaseItem, DateMove, Job, SavedFilter, User
from cases.queries import items
from tests.cast import PULANDIAN, Cast, case_in

SignIn = Callable[[User], Client]
S = CaseStatus
LIST = "office:cases"


def text(client: Client, query: str = "", name: str = LIST) -> str:
    answer = client.get(reverse(name) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def queries(client: Client, url: str) -> int:
    client.get(url)  # the calendar and the content types are read once a process
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    "name", ["office:cases", "office:items", "office:meetings", "office:documents", "office:enterprises"]
)
def test_a_list_asks_the_database_as_often_for_one_row_as_for_many(name: str, cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.sun)
    first = case_in(cast, S.UNDERWAY)
    one = queries(client, reverse(name))
    for n in range(3):
        case_in(cast, S.SIGNED if n else S.UNDERWAY, name=f"示例项目第{n}号")
    many = queries(client, reverse(name))
    assert one == many
    assert many <= 15
    assert first.number


def test_the_case_list_of_25_rows_costs_as_much_as_one_of_one_row(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.sun)
    case_in(cast, S.SUBMITTED)
    one = queries(client, reverse(LIST))
    for n in range(25):
        case_in(cast, S.SUBMITTED, keep={"L01"}, name=f"示例项目第{n}号")
    assert queries(client, reverse(LIST)) == one <= 15


def test_my_day_stays_within_its_queries(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.chen)
    for n in range(3):
        case_in(cast, S.SUBMITTED, name=f"示例项目第{n}号")
    assert queries(client, reverse("office:home")) <= 40


def test_an_officer_finds_a_case_by_number_name_code_enterprise_and_credit_code(cast: Cast, at_desk: SignIn) -> None:
    found = case_in(cast, S.SUBMITTED, name="示例锂电正极材料项目")
    case_in(cast, S.SUBMITTED, name="别的示例项目")
    client = at_desk(cast.sun)
    for word in (found.number, "锂电", "正极 示例重工", found.enterprise.uscc):
        assert found.number in text(client, f"?q={word}"), word
    shown = text(client, "?q=锂电")
    assert "别的示例项目" not in shown
    assert "Nothing here" in text(client, "?q=没有这个词")


def test_the_search_box_opens_the_case_whose_number_was_typed(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.SUBMITTED)
    client = at_desk(cast.sun)
    assert client.get(reverse("office:search"), {"q": case.number})["Location"] == reverse(
        "office:case", args=[case.uuid]
    )
    assert client.get(reverse("office:search"), {"q": "别的"})["Location"].startswith(reverse(LIST))
    stranger = at_desk(cast.liu)
    assert stranger.get(reverse("office:search"), {"q": case.number})["Location"].startswith(reverse(LIST))


def test_filters_narrow_the_list_and_nonsense_is_said_in_words(cast: Cast, at_desk: SignIn) -> None:
    new, underway = case_in(cast, S.SUBMITTED, name="示例新申请"), case_in(cast, S.UNDERWAY, name="示例在办")
    client = at_desk(cast.chen)
    assert "示例在办" not in text(client, "?status=submitted")
    assert "示例新申请" not in text(client, "?mine=true")
    assert underway.number in text(client, "?mine=true&status=open")
    assert new.number in text(
        client, f"?region={new.region_id}&scheme={new.scheme_id}&category={new.project.category_id}&due=none"
    )
    wrong = text(client, "?status=nonsense&region=abc")
    assert "Select a valid choice" in wrong
    assert new.number not in wrong


def test_sorting_follows_the_columns_and_ignores_anything_else(cast: Cast, at_desk: SignIn) -> None:
    first, second = case_in(cast, S.SUBMITTED, name="A 示例"), case_in(cast, S.SUBMITTED, name="B 示例")
    client = at_desk(cast.sun)
    down = text(client, "?sort=-number")
    assert down.index(second.number) < down.index(first.number)
    assert text(client, "?sort=enterprise__created_by__password").count(first.number) == 1


def test_a_filter_is_kept_under_a_name_and_forgotten_again(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.chen)
    for _twice in (1, 2):
        client.post(
            reverse("office:keep_filter"), {"view": "cases", "name": "  我的 新申请 ", "query": "status=submitted"}
        )
    kept = SavedFilter.objects.get(user=cast.chen)
    assert (kept.name, kept.query) == ("我的 新申请", "status=submitted")
    assert "我的 新申请" in text(client)
    at_desk(cast.sun).post(reverse("office:forget_filter", args=[kept.pk]))
    assert SavedFilter.objects.filter(pk=kept.pk).exists()
    client.post(reverse("office:forget_filter", args=[kept.pk]))
    assert not SavedFilter.objects.filter(pk=kept.pk).exists()


def test_a_kept_filter_without_a_name_changes_nothing(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.chen)
    for data in ({"view": "cases", "name": " ", "query": "q=1"}, {"view": "evil", "name": "x", "query": ""}):
        assert client.post(reverse("office:keep_filter"), data).status_code == 302
    assert not SavedFilter.objects.exists()


FORMULAS = ['=HYPERLINK("http://example.com","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", " =1", "＠x"]


@pytest.mark.parametrize("value", FORMULAS)
def test_no_cell_of_an_export_can_be_taken_for_a_formula(value: str) -> None:
    rows = list(csv.reader(io.StringIO(spreadsheets.as_csv([["题头"], [value]]).decode("utf-8-sig"))))
    assert rows[1][0] == "'" + value
    cell = load_workbook(io.BytesIO(spreadsheets.as_xlsx([["题头"], [value]], "表"))).active["A2"]
    assert (cell.data_type, cell.value.strip()) == ("s", value.strip())


def test_a_spreadsheet_would_calculate_what_is_not_neutralised() -> None:
    """The control: written plainly, openpyxl makes a formula of it."""
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    book.active.append([FORMULAS[0]])
    assert book.active["A1"].data_type == "f"


def test_the_export_carries_the_whole_filtered_list_and_nothing_of_others(cast: Cast, at_desk: SignIn) -> None:
    mine = case_in(cast, S.SUBMITTED, name="=cmd|' /C calc'!A0")
    other = case_in(cast, S.SUBMITTED, PULANDIAN, name="普兰店示例项目")
    client = at_desk(cast.sun)
    answer = client.get(reverse(LIST), {"export": "xlsx", "q": "示例重工"})
    assert answer["Content-Disposition"].startswith("attachment")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert mine.number in [cell.value for cell in cells]
    body = client.get(reverse(LIST), {"export": "csv"}).content.decode("utf-8-sig")
    assert "'=cmd" in body
    assert other.number not in body
    assert client.get(reverse(LIST), {"export": "pdf"}).status_code == 404


def test_the_list_shows_nothing_of_other_agencies_and_no_draft(cast: Cast, at_desk: SignIn) -> None:
    mine, other, draft = (
        case_in(cast, S.SUBMITTED),
        case_in(cast, S.SUBMITTED, PULANDIAN),
        case_in(cast, S.DRAFT, name="示例草稿"),
    )
    shown = text(at_desk(cast.sun))
    assert mine.number in shown
    assert other.number not in shown
    assert draft.project.name not in shown
    supervisor = text(at_desk(cast.feng))
    assert mine.number in supervisor
    assert other.number not in supervisor


def test_unit_agents_find_the_items_and_meetings_of_their_unit(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.UNDERWAY, PULANDIAN)
    client = at_desk(cast.unit_agents["210214-dev-reform"])
    shown = text(client, "?mine=true", "office:items")
    assert case.number in shown
    assert "Enterprise investment project filing" in shown
    assert case.number in text(client, "?state=held", "office:meetings")
    assert Case.objects.count() == 1


def test_the_list_of_items_answers_what_is_late(cast: Cast, at_desk: SignIn) -> None:
    case, client = case_in(cast, S.UNDERWAY), at_desk(cast.sun)
    first, second, third, *rest = case.items.filter(status=ItemStatus.CONFIRMED).order_by("pk")
    today = timezone.localdate()
    for row, days in ((first, -20), (second, 3), (third, 200), *((row, None) for row in rest)):
        CaseItem.objects.filter(pk=row.pk).update(planned_end=days if days is None else today + timedelta(days=days))

    def found(query: str) -> set[int]:
        rows = client.get(reverse("office:items") + query).context["table"].data
        return {row.pk for row in rows}

    everything = found("")
    assert found("?due=late") == {first.pk}
    assert found("?due=week") == {second.pk}
    assert found("?due=none") == everything - {first.pk, second.pk, third.pk}
    assert text(client, "?due=late", "office:items").count("overdue</small>") == 1
    # In a suspended service what has not begun is not late: neither as a filter nor in words.
    Case.objects.filter(pk=case.pk).update(status=S.SUSPENDED, suspended_from=S.UNDERWAY)
    assert found("?due=late") == set()
    assert "overdue</small>" not in text(client, "", "office:items")
    # What lies at an authority goes on.
    CaseItem.objects.filter(pk=first.pk).update(status=ItemStatus.HANDLING)
    assert found("?due=late") == {first.pk}
    assert "overdue</small>" in text(client, "", "office:items")


@pytest.mark.parametrize("status", [S.UNDERWAY, S.SUSPENDED, S.CLOSED])
def test_the_planned_end_of_an_item_and_the_filter_by_it_follow_one_rule(status: CaseStatus, cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    before = S.UNDERWAY if status == S.SUSPENDED else ""
    Case.objects.filter(pk=case.pk).update(status=status, suspended_from=before)
    one = case.items.first()
    for state in ItemStatus:
        CaseItem.objects.filter(pk=one.pk).update(status=state)
        row = CaseItem.objects.select_related("case").get(pk=one.pk)
        assert items.runs(row) == CaseItem.objects.filter(items.running(), pk=one.pk).exists(), state


def test_dates_that_the_calendar_moved_are_listed_for_those_who_see_the_case(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.UNDERWAY)
    job = Job.objects.create(kind=JobKind.RECOMPUTE_DATES, data={"days": {}, "version": None})
    for n, what in enumerate((OpenDate.MILESTONE, OpenDate.PROMISED)):
        DateMove.objects.create(
            job=job, case=case, what=what, ref=f"{what}:{n}", old=date(2026, 12, 1), new=date(2026, 12, 4 + 3 * n)
        )
    shown = text(at_desk(cast.sun), name="office:moved")
    assert str(case.number) in shown
    assert "+3" in shown
    assert "+4" in shown
    assert "+4" not in text(at_desk(cast.sun), "?what=milestone", name="office:moved")
    assert str(case.number) not in text(at_desk(cast.liu), name="office:moved")  # another region


def test_a_yes_or_no_in_a_filter_begins_with_all() -> None:
    found = [
        (filterset.__name__, name, [str(label) for _value, label in one.field.widget.choices])
        for filterset in (filters.CaseFilter, filters.Searchable, *filters.Searchable.__subclasses__())
        for name, one in filterset.base_filters.items()
        if isinstance(one, BooleanFilter)
    ]
    assert len(found) >= 7
    assert {tuple(labels) for _set, _name, labels in found} == {("全部", "是", "否")}


def lists_without_arguments() -> list[str]:
    views = {one.name: getattr(one.callback, "view_class", object) for one in office_urls.urlpatterns if one.name}
    plain = {one.name for one in office_urls.urlpatterns if "<" not in str(one.pattern)}
    listed = {name for name, view in views.items() if issubclass(view, ListView) and "get" in view.http_method_names}
    return sorted(listed & plain)


@pytest.mark.parametrize("name", lists_without_arguments())
def test_every_column_that_says_so_sorts_on_screen_and_taken_away(name: str, cast: Cast, at_desk: SignIn) -> None:
    case_in(cast, S.UNDERWAY)
    url = reverse(f"office:{name}")
    people = (cast.sun, cast.jin, cast.feng, cast.liu)
    client, answer = next((one, got) for one in map(at_desk, people) if (got := one.get(url)).status_code == 200)
    columns = [column.name for column in answer.context["table"].columns if column.orderable]
    for column in columns:
        for sort in (column, f"-{column}"):
            assert client.get(url, {"sort": sort}).status_code == 200, sort
            if answer.context["view"].export_name:
                assert client.get(url, {"sort": sort, "export": "csv"}).status_code == 200, sort
    assert columns or name in {"ledger", "letters"}  # these keep one order


def test_the_lists_are_found() -> None:
    assert len(lists_without_arguments()) >= 15


def test_typed_lines_and_days_arrive_in_a_spreadsheet_as_what_they_are() -> None:
    body = spreadsheets.as_xlsx([["text", "day"], ["one\r\ntwo\rthree", date(2026, 11, 27)]], "t")
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        assert not any(b"_x000D_" in book.read(name) for name in book.namelist())
    cells = next(load_workbook(io.BytesIO(body)).active.iter_rows(min_row=2))
    assert cells[0].value == "one\ntwo\nthree"
    assert cells[1].is_date
