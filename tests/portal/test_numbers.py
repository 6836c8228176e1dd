"""The service in numbers: a page, a CSV and a JSON that say the same, made of the count of the week (W-065)."""

import csv
import io
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.actions import public_figures
from cases.counting import Lines, Period
from cases.models import Region
from cases.queries import statistics
from portal import figures
from portal.models import DirectAnswer, Kiosk
from tests.cases.figures_kit import MONDAY, lines, publish

pytestmark = [pytest.mark.django_db, pytest.mark.req("W-065"), pytest.mark.usefixtures("reference")]
Cells = dict[tuple[str, str, str], str]
MARCH, MAY = date(2026, 3, 2), date(2026, 5, 4)
MANY = lines((20, 8, 1, MARCH), (3, 0, 2, MARCH), (9, 6, 3, MAY), (7, 7, 4, MAY))
W = "withheld"


def shown(client: Client, language: str = "en") -> str:
    response = client.get("/numbers/", headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


def text(inside: str) -> str:
    """A cell of the page as the files write it."""
    if found := re.search(r'<data value="([^"]*)"', inside):
        return found[1]
    return W if "withheld" in re.sub(r"<[^>]*>", "", inside) else ""


def of_page(html: str) -> Cells:
    year = re.findall(r'(?s)<li class="card" data-cell="(\w+)">(.*?)<strong>', html)
    found = {("year", "2026", code): text(inside) for code, inside in year}
    for table, body in re.findall(r'(?s)<table[^>]*data-table="(\w+)">(.*?)</table>', html):
        for key, row in re.findall(r'(?s)<tr data-key="([^"]+)">(.*?)</tr>', body):
            for code, inside in re.findall(r'(?s)<td[^>]*data-cell="(\w+)">(.*?)</td>', row):
                found[table, key, code] = text(inside)
    return found


def rows_of_csv(client: Client) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get("/numbers/data.csv").content.decode("utf-8-sig"))))


def of_csv(client: Client) -> Cells:
    return {
        (row["table"], row["key"], row["indicator"]): W if row["withheld"] == "1" else row["value"]
        for row in rows_of_csv(client)
    }


def of_json(client: Client) -> Cells:
    told = client.get("/numbers/data.json").json()
    return {
        (table, row["key"], code): W if cell["withheld"] else "" if cell["value"] is None else str(cell["value"])
        for table, rows in told["tables"].items()
        for row in rows
        for code, cell in row["cells"].items()
    }


FEW = lines((8, 2, 1, MARCH), (2, 0, 2, MAY))


@pytest.mark.parametrize("counted", [MANY, FEW, lines((40, 40, 1, MAY)), lines((3, 1, 1, MAY)), lines()])
def test_page_csv_and_json_say_the_same_cell_by_cell(counted: Lines, client: Client) -> None:
    publish(counted)
    page = of_page(shown(client))
    assert page == of_csv(client) == of_json(client)
    assert len(page) > 70


def test_every_kind_of_cell_is_compared_and_a_cell_that_one_of_them_leaves_out_is_found(client: Client) -> None:
    """Control."""
    publish(MANY)
    page = of_page(shown(client))
    assert len(page) > 100
    assert {W, "39", "20", "0", "", "100.0"} <= set(page.values())
    publish(FEW, MONDAY + timedelta(days=7))
    html = client.get("/numbers/?x=1", headers={"accept-language": "en"}).content.decode()
    assert {"0", "", W} <= {value for cell, value in of_page(html).items() if cell[0] == "month"}, (
        "zeros beside what is withheld"
    )
    less = re.sub(r'(?s)<table[^>]*data-table="month">.*?</table>', "", html)
    assert of_page(less) != of_csv(client)


def test_nothing_small_is_on_the_page_or_in_a_file(client: Client) -> None:
    publish(MANY)
    places = list(Region.objects.filter(level="county")[:4])
    received = {
        key: value for (table, key, code), value in of_csv(client).items() if (table, code) == ("region", "received")
    }
    # Three would be 39 less the others: the seven beside them are withheld as well.
    assert received == {places[0].code: "20", places[1].code: W, places[2].code: "9", places[3].code: W}


def test_the_page_says_method_day_publisher_licence_and_where_the_data_are(client: Client) -> None:
    publish(MANY)
    html = shown(client)
    for said in (
        "Cases accepted in the period.", "fewer than 5 cases", "Counted on", "22 November 2026", "Published by",
        "How to cite", "Free to use", "Goal: 100 %", "Goal: 0",
    ):  # fmt: skip
        assert said in html, said
    assert '<link rel="alternate" type="text/csv"' in html
    assert '<link rel="alternate" type="application/json"' in html
    assert 'itemtype="https://schema.org/Dataset"' in html
    assert html.count('itemtype="https://schema.org/DataDownload"') == 2
    assert html.count("<svg") > html.count('class="icon"'), "the months are drawn"
    assert "统计方法" in shown(client, "zh-hans")


def test_the_files_tell_units_days_and_definitions(client: Client) -> None:
    publish(MANY)
    rows = rows_of_csv(client)
    one = next(row for row in rows if (row["table"], row["indicator"]) == ("year", "on_time"))
    assert (one["unit"], one["of"], one["from"], one["to"]) == ("share", "39", "2026-01-01", "2026-11-22")
    assert (one["indicator_zh"], one["indicator_en"]) == ("按时办结率", "Decided in time")
    assert [row["to"] for row in rows if row["table"] == "month"][-1] == "2026-11-22"
    told = client.get("/numbers/data.json").json()
    assert (told["format"], told["method"]["version"], told["method"]["least_cases"]) == (1, 2, 5)
    assert told["indicators"]["trips"]["definition"]["zh"]
    assert set(told["indicators"]) == {row["indicator"] for row in rows}
    assert told["licence"]["url"].endswith("/numbers/#use")


def test_a_name_that_could_be_a_formula_is_none(client: Client) -> None:
    first = Region.objects.filter(level="county")[0]
    Region.objects.filter(pk=first.pk).update(name_en="=HYPERLINK(1)", name_zh="+1")
    publish(MANY)
    row = next(row for row in rows_of_csv(client) if row["key"] == first.code)
    assert (row["name_en"], row["name_zh"]) == ("'=HYPERLINK(1)", "'+1")
    names = [row["name"]["en"] for row in client.get("/numbers/data.json").json()["tables"]["region"]]
    assert names[0] == "=HYPERLINK(1)", "control: JSON is no spreadsheet"


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_file_is_fetched_once(ending: str, client: Client) -> None:
    publish(MANY)
    answer = client.get(f"/numbers/data.{ending}")
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert 'filename="bangdaiban-2026-11-22.' in answer["Content-Disposition"]
    again = client.get(f"/numbers/data.{ending}", headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"/numbers/data.{ending}", headers={"accept-language": "en"}).content == answer.content
    publish(lines((20, 8, 1, MARCH)), MONDAY + timedelta(days=7))
    assert client.get(f"/numbers/data.{ending}", headers={"if-none-match": answer["ETag"]}).status_code == 200


def test_before_the_first_count_the_page_says_when_there_will_be_one(client: Client) -> None:
    assert "The first count is made within an hour" in shown(client)
    assert client.get("/numbers/data.csv").status_code == 404
    assert client.get("/numbers/data.json").status_code == 404


def test_few_cases_make_an_honest_page(client: Client) -> None:
    publish(FEW)
    html = shown(client)
    page, kept = of_page(html), of_csv(client)
    assert page["year", "2026", "received"] == "10"
    assert page["year", "2026", "finished"] == W
    assert "Not split yet" in html
    assert kept == page
    assert set(kept.values()) <= {W, "", "0", "10", "100.0", "75.0", "2", "2.0", "3", "3.0", "0.0"}
    split = {key: value for key, value in kept.items() if key[0] != "year" and key[2] != "trips"}
    assert set(split.values()) == {W, "", "0"}


def test_a_new_count_is_on_the_page_at_once(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        publish(MANY)
    assert 'value="39"' in shown(client)
    with CaptureQueriesContext(connection) as seen:
        shown(client)
    assert len(seen) == 0, "the second visitor gets it from memory"
    with django_capture_on_commit_callbacks(execute=True):
        publish(lines((50, 20, 1, MARCH)), MONDAY + timedelta(days=7))
    assert 'value="50"' in shown(client)


def test_a_visitor_sets_off_no_count(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: object) -> None:
        raise AssertionError("counted in a request")

    monkeypatch.setattr(statistics, "in_parts", never)
    with pytest.raises(AssertionError, match="counted in a request"):
        public_figures.make()

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(f"{address}?x=1")
        return len(seen)

    publish(lines((20, 8, 1, MARCH)))
    addresses = ["/numbers/", "/numbers/data.csv", "/numbers/data.json"]
    asked("/numbers/")
    few = [asked(address) for address in addresses]
    publish(MANY, MONDAY + timedelta(days=7))
    assert [asked(address) for address in addresses] == few
    assert few[1:] == [1, 1]


@pytest.mark.req("W-067")
def test_questions_answered_at_once_are_counted_by_the_publishing_side(client: Client) -> None:
    for number in range(6):
        row = DirectAnswer.objects.create(words=f"q{number}")
        DirectAnswer.objects.filter(pk=row.pk).update(at="2026-03-03T04:00:00Z")
    publish(lines((20, 8, 1, MARCH)))
    assert of_csv(client)["year", "2026", "direct"] == "100.0"
    figure = figures.DIRECT.rule(MANY, Period(date(2026, 3, 4), date(2026, 3, 31)))
    assert (figure.of, figure.value) == (0, None), "control: those of another time are not"


@pytest.mark.usefixtures("pages")
def test_it_is_found_in_the_footer_and_on_the_site_map(client: Client) -> None:
    for address in ("/", "/sitemap/"):
        assert 'href="/numbers/"' in client.get(address).content.decode()


@pytest.mark.req("W-063")
def test_at_a_terminal_the_files_open_on_the_phone(client: Client) -> None:
    publish(MANY)
    kiosk = Kiosk.objects.create(code="WF-01", place="示例大厅一楼")
    client.get("/kiosk/", {"station": kiosk.code, "key": kiosk.key})
    html = shown(client)
    assert not re.search(r'<a [^>]*href="/numbers/data', html)
    assert 'rel="alternate"' not in html
    assert html.count("/kiosk/phone/") >= 2
    for address in ("/numbers/data.csv", "/numbers/data.json"):
        assert client.get(address)["Location"].startswith("/kiosk/phone/")


def test_the_json_is_plain_utf8(client: Client) -> None:
    publish(MANY)
    raw = client.get("/numbers/data.json").content
    assert "按时办结率" in raw.decode("utf-8")
    assert json.loads(raw)["title"] == {"zh": "服务数据公开", "en": "The service in numbers"}
