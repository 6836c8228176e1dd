"""The ledger at the desk: the same numbers on screen, as CSV, as XLSX, on paper and in the file made in the background."""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from backoffice import nav
from backoffice.ledger import ON_PAPER
from backoffice.views import ledger as view
from cases.actions import jobs
from cases.enums import CaseStatus
from cases.models import Job, LedgerFile, SavedFilter, User
from cases.queries import project_ledger_columns as ledger
from tests.cast import PULANDIAN, Cast, case_in

pytestmark = pytest.mark.django_db
Desk = Callable[[User], Client]
COLUMNS = "c=case&c=name&c=investment&c=applied&c=items"


def at(query: str = COLUMNS) -> str:
    return f"{reverse('office:ledger')}?{query}"


def rows_of(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


@pytest.mark.req("W-072")
def test_screen_csv_xlsx_paper_and_the_file_of_the_background_say_the_same(cast: Cast, at_desk: Desk) -> None:
    cases = [case_in(cast, CaseStatus.UNDERWAY, name=f"示例项目{n}", investment=f"{n + 1}234567.00") for n in range(3)]
    desk = at_desk(cast.chen)
    page = desk.get(at())
    screen = [[str(cell) for cell in line.cells] for line in page.context["table"].paginated_rows]
    plain = rows_of(desk.get(at(f"{COLUMNS}&export=csv")).content)
    sheet = load_workbook(io.BytesIO(desk.get(at(f"{COLUMNS}&export=xlsx")).content)).active
    book = [[cell.value for cell in line] for line in sheet.iter_rows()]
    paper = pypdf.PdfReader(io.BytesIO(desk.get(at(f"{COLUMNS}&export=pdf")).content)).pages[0].extract_text()
    desk.post(f"{reverse('office:make_ledger')}?{COLUMNS}", {"form": "csv"})
    jobs.run(Job.objects.get(kind="ledger").pk)
    kept = rows_of(bytes(LedgerFile.objects.get().content))
    assert plain == kept
    assert len(plain) == len(book) == len(screen) + 1 == 4
    today = timezone.localdate()
    for number, case in enumerate(cases, 1):
        wan = case.project.investment / 10_000
        assert plain[number] == [str(number), case.number, case.project.name, str(wan), str(today), "3"]
        assert book[number] == [
            number,
            case.number,
            case.project.name,
            float(wan),
            datetime(today.year, today.month, today.day),
            3,
        ]
        assert case.project.name in screen[number - 1][2]
        assert f"{wan:.2f}".rstrip("0").rstrip(".") in screen[number - 1][3].replace(",", "").replace("\xa0", "")
        assert str(case.number) in paper.replace("\n", "")
        assert f"{number}{case.number}" in paper.replace("\n", "").replace(" ", ""), "whole numbers stay whole"
        assert case.project.name in paper.replace("\n", "").replace(" ", "")


def test_a_spreadsheet_opens_well(cast: Cast, at_desk: Desk) -> None:
    case_in(cast, CaseStatus.SUBMITTED, name="=HYPERLINK(示例)")
    sheet = load_workbook(io.BytesIO(at_desk(cast.chen).get(at(f"{COLUMNS}&export=xlsx")).content)).active
    assert sheet.freeze_panes == "D2", "the heads, and what stands up to the name of the project"
    assert sheet.auto_filter.ref == "A1:F2"
    assert sheet.column_dimensions["C"].width > sheet.column_dimensions["A"].width
    assert (sheet["C2"].data_type, sheet["C2"].value) == ("s", "=HYPERLINK(示例)"), "text, not a formula"
    assert sheet["D2"].data_type == "n"
    assert sheet["E2"].is_date
    body = at_desk(cast.chen).get(at(f"{COLUMNS}&export=csv")).content
    assert rows_of(body)[1][2] == "'=HYPERLINK(示例)"


def test_whose_line_it_is_stays_in_sight_however_many_columns_there_are(cast: Cast, at_desk: Desk) -> None:
    case_in(cast, CaseStatus.SUBMITTED)
    desk = at_desk(cast.chen)

    def frozen(query: str) -> str:
        return str(load_workbook(io.BytesIO(desk.get(at(f"{query}&export=xlsx")).content)).active.freeze_panes)

    def stays(query: str) -> list[str]:
        shown = desk.get(at(query)).context["table"].columns
        return [column.name for column in shown if "stays" in str(column.attrs["td"].get("class"))]

    assert (frozen("c=all"), stays("c=all")) == ("E2", ["name"])
    assert (frozen("c=owner&c=region"), stays("c=owner&c=region")) == ("C2", ["owner"]), (
        "without the name the first one"
    )
    desk.post(f"{reverse('office:make_ledger')}?{COLUMNS}", {"form": "xlsx"})
    jobs.run(Job.objects.get(kind="ledger").pk)
    made = load_workbook(io.BytesIO(bytes(LedgerFile.objects.get().content))).active
    assert made.freeze_panes == "D2", "a file of the background opens as one made at once"


def test_columns_and_selection_stay_in_the_address_and_are_kept_under_a_name(cast: Cast, at_desk: Desk) -> None:
    case_in(cast, CaseStatus.SUBMITTED, name="示例甲")
    done = case_in(cast, CaseStatus.CLOSED, name="示例乙")
    desk = at_desk(cast.chen)
    page = desk.get(at(f"{COLUMNS}&status=closed"))
    assert [line.record.case for line in page.context["table"].paginated_rows] == [done]
    assert [column.name for column in page.context["table"].columns] == [
        "number",
        "case",
        "name",
        "investment",
        "applied",
        "items",
    ]
    query = page.context["query"]
    desk.post(reverse("office:keep_filter"), {"view": "ledger", "name": "办结项目", "query": query})
    assert SavedFilter.objects.get().query == query
    assert "办结项目" in desk.get(at("")).content.decode()
    everything = desk.get(at("c=all"))
    assert len(everything.context["table"].columns) > 60


def test_numbers_go_on_over_pages_and_a_page_costs_the_same_for_any_lines(
    cast: Cast, at_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = at_desk(cast.chen)

    def cost() -> int:
        desk.get(at())
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(at()).status_code == 200
        return len(seen)

    case_in(cast, CaseStatus.SUBMITTED, name="示例0")
    one = cost()
    for n in range(1, 5):
        case_in(cast, CaseStatus.SUBMITTED, name=f"示例{n}")
    assert cost() == one
    monkeypatch.setattr(view.Ledger, "table_pagination", {"per_page": 2})
    page = desk.get(at(f"{COLUMNS}&page=2"))
    assert [line.record.number for line in page.context["table"].paginated_rows] == [3, 4]
    for asked in ("99", "last", "0", "x"):
        page = desk.get(at(f"{COLUMNS}&page={asked}"))
        shown, first = page.context["table"], page.context["table"].page.start_index()
        assert next(iter(shown.paginated_rows)).record.number == first, asked
    assert desk.get(at(f"{COLUMNS}&page=99")).context["table"].page.start_index() == 5, "control: the last page"


def test_what_is_long_is_made_in_the_background_and_once(
    cast: Cast, at_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        case_in(cast, CaseStatus.SUBMITTED, name=f"示例{n}")
    desk, make = at_desk(cast.chen), f"{reverse('office:make_ledger')}?{COLUMNS}"
    assert reverse("office:make_ledger") not in desk.get(at()).content.decode(), "control: a short one needs no waiting"
    monkeypatch.setattr(view, "AT_ONCE", 2)
    page = desk.get(at()).content.decode()
    assert reverse("office:make_ledger") in page
    assert "export=xlsx" not in page
    turned = desk.get(at(f"{COLUMNS}&export=xlsx"))
    assert (turned.status_code, "export" in turned["Location"]) == (302, False)
    for _press in range(2):
        assert desk.post(make, {"form": "xlsx"}).status_code == 302
    jobs.run(Job.objects.get(kind="ledger").pk)
    made = LedgerFile.objects.all()
    assert [row.rows for row in made] == [3]
    answer = desk.get(reverse("office:ledger_file", args=[made[0].pk]))
    assert answer["Content-Disposition"].endswith('.xlsx"')
    assert load_workbook(io.BytesIO(answer.content)).active.max_row == 4
    assert at_desk(cast.sun).get(reverse("office:ledger_file", args=[made[0].pk])).status_code == 404


def test_all_columns_stand_on_paper_chapter_by_chapter(cast: Cast, at_desk: Desk) -> None:
    case = case_in(cast, CaseStatus.SUBMITTED)
    pages = pypdf.PdfReader(io.BytesIO(at_desk(cast.chen).get(at("c=all&export=pdf")).content)).pages
    told = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    with translation.override("zh-hans"):
        every = [(str(one.title), [str(column.label) for column in one.columns]) for one in ledger.chapters()]
        parts = ledger.side_by_side(ledger.chosen(["all"]), ON_PAPER)
    for title, labels in every:
        assert title in told
        assert [label for label in labels if re.sub(r"\s", "", label) not in told] == []
    assert told.count("序号") >= len(parts), "the number stands before each part"
    assert all(len(columns) <= ON_PAPER for _title, columns in parts)
    assert {column.code for _title, columns in parts for column in columns} == {c.code for c in ledger.chosen(["all"])}
    assert [title for title, _columns in ledger.side_by_side(ledger.chosen([]), ON_PAPER)] == [""], (
        "control: few stand in one"
    )
    assert case.number in told


def test_on_paper_there_is_room_for_so_many_projects(
    cast: Cast, at_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(2):
        case_in(cast, CaseStatus.SUBMITTED, name=f"示例{n}")
    monkeypatch.setattr(view, "AT_ONCE", 1)
    turned = at_desk(cast.chen).get(at(f"{COLUMNS}&export=pdf"), follow=True)
    assert "choose fewer" in turned.content.decode()


def test_only_officers_read_the_ledger_and_only_their_cases(cast: Cast, at_desk: Desk) -> None:
    other = case_in(cast, CaseStatus.SUBMITTED, PULANDIAN)
    assert at_desk(cast.wang).get(at()).status_code == 403
    for query in (COLUMNS, f"{COLUMNS}&export=csv"):
        assert str(other.number) not in at_desk(cast.chen).get(at(query)).content.decode()
    assert str(other.number) in at_desk(cast.liu).get(at()).content.decode(), "control"


def test_every_place_has_a_key_of_its_own() -> None:
    keys = [place.key for place in nav.PLACES if place.key]
    assert len(keys) == len(set(keys))
