"""Summary reports at the desk: the same cells on the page, in CSV, in XLSX and on paper; figures that open; mails; phases."""

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook
from pypdf import PdfReader

from backoffice import summaries as page
from cases import beyond, rhythms
from cases.actions import jobs, officers, problems, rollout, summaries
from cases.actions.rollout import Facts
from cases.enums import CaseStatus, SuspensionGround
from cases.enums_reports import Phase, Rhythm
from cases.enums_work import ReportLevel, ReportStatus
from cases.indicators import INDICATORS
from cases.models import Case, Job, Region, ReportSubscription, RolloutPhase, User, WeeklyReport
from cases.reports import REPORTS, base
from cases.reports.base import Scope
from cases.reports.files import Told
from cases.reports.parts import EVERY
from tests.cast import SHOUGUANG, Cast, case_in

pytestmark = pytest.mark.django_db
Desk = Callable[[User], Client]


@pytest.fixture
def filled(cast: Cast) -> Cast:
    """Something for every report: cases, a pilot with a problem, phases, a weekly report that was sent."""
    case_in(cast, CaseStatus.CLOSED)
    case = case_in(cast, CaseStatus.UNDERWAY, name="=示例项目 <b>乙</b>")
    officers.set_pilot(case, pilot=True, reason="试点", by=cast.sun)
    raised = problems.raise_problem(
        case, kind="problem", text="红线 & 管线重叠", wanted=[case.handling_unit], by=cast.chen
    )
    problems.solve(raised, result="调整红线", by=cast.chen)
    facts = Facts(begins=timezone.localdate() - timedelta(days=30), planned_end=timezone.localdate())
    rollout.begin(case.region, Phase.PILOT, facts, reason="按方案", by=cast.sun)
    today = timezone.localdate()
    WeeklyReport.objects.create(
        level=ReportLevel.GOVERNMENT, region=case.region, unit=case.handling_unit, author=cast.chen, since=today, until=today,
        due=today, progress="x", problems="x", suggestions="x", status=ReportStatus.SENT, approved_by=cast.sun,
        approved_at=timezone.now(), sent_at=timezone.now(), number="寿光HB〔2026〕1号",
    )  # fmt: skip
    return cast


def now(rhythm: Rhythm) -> str:
    return rhythms.key(rhythm, rhythms.around(rhythm, timezone.localdate()))


def address(code: str, time: str = "", region: str = SHOUGUANG, **more: str) -> str:
    query = {"region": region, "time": time or now(REPORTS[code].rhythms[0])} | more
    return reverse("office:summary", args=[code]) + "?" + "&".join(f"{name}={value}" for name, value in query.items())


class Tables(HTMLParser):
    """The cells of the tables of a report as somebody reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[list[str]]] = []
        self.open = self.cell = self.hint = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table" and dict(attrs).get("data-table"):
            self.open = True
            self.found.append([])
        if self.open and tag == "tr":
            self.found[-1].append([])
        self.hint = self.hint or "data-hint" in dict(
            attrs
        )  # a definition beside the words: the files have it in its own table
        if self.open and tag in {"td", "th"}:
            self.cell = True
            self.found[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag != "table"
        self.cell = self.cell and tag not in {"td", "th"}
        self.hint = self.hint and tag != "p"

    def handle_data(self, data: str) -> None:
        if self.open and self.cell and not self.hint:
            self.found[-1][-1][-1] += data


def told(code: str, language: str) -> Told:
    rhythm = REPORTS[code].rhythms[0]
    today = timezone.localdate()
    scope = Scope(Region.objects.get(code=SHOUGUANG), rhythm, rhythms.around(rhythm, today), today)
    with translation.override(language):
        found = summaries.tell(REPORTS[code], scope)
    assert found is not None
    return found


def letters(text: str) -> str:
    """Without what a line break or the type makes of spaces."""
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


@pytest.mark.req("W-065")
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("code", REPORTS)
def test_page_csv_xlsx_and_paper_say_the_same_cell_by_cell(
    code: str, language: str, filled: Cast, at_desk: Desk
) -> None:
    client = at_desk(filled.sun)
    client.cookies["django_language"] = language
    expected, url = told(code, language), address(code)
    with translation.override(language):
        said = [[[cell.said for cell in row] for row in table.rows] for table in expected.content.tables]
    assert sum(map(len, said)) > 0

    shown = Tables()
    shown.feed(client.get(url).content.decode())
    assert [rows[1:] for rows in shown.found] == [rows for rows in said if rows]

    book = load_workbook(io.BytesIO(client.get(f"{url}&export=xlsx").content))
    sheets = book.worksheets[1:]
    assert len(sheets) == len(expected.content.tables)
    for sheet, table in zip(sheets, expected.content.tables, strict=True):
        assert sheet.freeze_panes == "A2"
        head, *rows = sheet.iter_rows(values_only=True)
        assert list(head) == [column.label for column in table.columns]
        kept = [[None if cell.value == "" else cell.value for cell in row] for row in table.rows]
        assert [[getattr(value, "date", lambda value=value: value)() for value in row] for row in rows] == kept
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)

    lines = list(csv.reader(io.StringIO(client.get(f"{url}&export=csv").content.decode("utf-8-sig"))))
    for table in expected.content.tables:
        start = max(n for n, line in enumerate(lines) if line == [table.title]) + 1 + bool(table.note)
        assert lines[start] == [column.label for column in table.columns]
        for line, row in zip(lines[start + 1 :], table.rows, strict=False):
            assert [text.removeprefix("'") for text in line] == [
                "" if cell.value is None else str(cell.value) for cell in row
            ]

    paper = client.get(f"{url}&export=pdf")
    assert paper["Content-Type"] == "application/pdf"
    text = letters("".join(part.extract_text() for part in PdfReader(io.BytesIO(paper.content)).pages))
    missing = [one for rows in said for row in rows for one in row if letters(one) not in text]
    assert missing == []


def test_the_file_is_a_file_and_names_its_day(filled: Cast, at_desk: Desk) -> None:
    client = at_desk(filled.sun)
    body = client.get(address("monthly", export="csv")).content.decode("utf-8-sig")
    assert "Day of the count" in body
    assert client.get(address("monthly", export="doc")).status_code == 404
    assert "attachment" in client.get(address("monthly", export="xlsx"))["Content-Disposition"]


def test_a_figure_opens_the_cases_that_it_counted(filled: Cast, at_desk: Desk) -> None:
    client, seen = at_desk(filled.sun), 0
    for url in figures(client.get(address("yearly", now(Rhythm.YEAR))).content.decode()):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert answer.context["table"].paginator.count > 0, url
        seen += 1
    assert seen >= 8


def figures(body: str) -> Iterator[str]:
    for url in sorted(set(re.findall(r'href="(/office/statistics/[^"]+)"', body)))[::4]:
        yield url.replace("&amp;", "&")


def test_the_number_of_the_list_is_the_number_of_the_report(filled: Cast, at_desk: Desk) -> None:
    """Also for a city, whose cases lie in its counties."""
    client = at_desk(filled.feng)
    body = client.get(address("yearly", now(Rhythm.YEAR), "370700")).content.decode()
    city = Region.objects.get(code="370700")
    found = re.findall(r'href="(/office/statistics/received/[^"]+)"', body)
    found = [one for one in found if "part=counted" in one]
    (url,) = {one for one in found if f"region={city.pk}&" in f"{one}&" and "by=" not in one}
    assert client.get(url.replace("&amp;", "&")).context["table"].paginator.count == 2


def test_of_very_many_cases_no_figure_opens(filled: Cast, at_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "OPENED", 1)
    body = at_desk(filled.sun).get(address("yearly", now(Rhythm.YEAR))).content.decode()
    assert list(figures(body)) == []
    assert "too many cases" in body


def test_the_list_names_every_report_with_its_question(filled: Cast, at_desk: Desk) -> None:
    body = at_desk(filled.sun).get(reverse("office:summaries")).content.decode()
    for report in REPORTS.values():
        assert str(report.title) in body
        assert reverse("office:summary", args=[report.code]) in body
    assert "Send it to me by mail" in body


def test_reports_are_for_those_who_lead_or_look_over_a_place(filled: Cast, at_desk: Desk) -> None:
    for user in (filled.chen, filled.xu, filled.jin):
        client = at_desk(user)
        assert client.get(reverse("office:summaries")).status_code == 403
        assert client.get(address("yearly", "2026", export="csv")).status_code == 403
        assert reverse("office:summaries") not in client.get(reverse("office:home")).content.decode()
    assert reverse("office:summaries") in at_desk(filled.sun).get(reverse("office:home")).content.decode()


@pytest.mark.parametrize(
    "query", ["region=210214&time=2026", "region=x&time=2026", "time=2026-11", "time=1999", "time=2999"]
)
def test_another_place_or_a_time_that_there_is_not_is_refused_in_words(query: str, filled: Cast, at_desk: Desk) -> None:
    url = reverse("office:summary", args=["yearly"])
    answer = at_desk(filled.sun).get(f"{url}?{query}")
    assert answer.status_code == 200
    assert answer.context["told"] is None
    assert answer.context["form"].errors
    assert at_desk(filled.sun).get(f"{url}?{query}&export=csv")["Content-Type"].startswith("text/html")


def test_a_large_place_shows_how_far_its_count_is_and_then_the_report(
    filled: Cast, at_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summaries, "AT_ONCE", 1)
    client, url = at_desk(filled.sun), address("yearly", now(Rhythm.YEAR))
    assert "Not counted yet" in client.get(url).content.decode()
    assert client.get(f"{url}&export=csv")["Content-Type"].startswith("text/html")
    count = reverse("office:summary_count", args=["yearly"]) + url[url.index("?") :]
    assert client.get(count).status_code == 405
    assert client.post(count).url == url
    waiting = client.get(url).content.decode()
    assert 'http-equiv="refresh"' in waiting
    assert "Count it now" not in waiting
    jobs.run(Job.objects.get().pk)
    ready = client.get(url)
    assert ready.context["told"].cases == 2
    assert "Count it anew" in ready.content.decode()
    assert client.get(f"{url}&export=csv")["Content-Type"].startswith("text/csv")


def test_a_kept_report_is_read_without_reading_a_case(
    filled: Cast, at_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summaries, "AT_ONCE", 1)
    client, url = at_desk(filled.sun), address("yearly", now(Rhythm.YEAR))

    def asked() -> int:
        client.post(reverse("office:summary_count", args=["yearly"]) + url[url.index("?") :])
        jobs.run(Job.objects.latest("pk").pk)
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        assert not any("cases_itemfact" in one["sql"] for one in seen)
        return len(seen)

    few = asked()
    for number in range(3):
        case_in(filled, CaseStatus.UNDERWAY, name=f"示例项目{number}")
    assert asked() == few


@pytest.mark.parametrize("code", REPORTS)
def test_the_same_questions_for_few_cases_and_for_more(code: str, filled: Cast, at_desk: Desk) -> None:
    client, url = at_desk(filled.sun), address(code)

    def asked() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        return len(seen)

    few = asked()
    for number in range(3):
        case = case_in(filled, CaseStatus.UNDERWAY, name=f"示例项目{number}")
        officers.set_pilot(case, pilot=True, reason="试点", by=filled.sun)
    assert asked() == few


def test_a_report_is_subscribed_and_ended_on_the_page(filled: Cast, at_desk: Desk) -> None:
    client, url = at_desk(filled.sun), reverse("office:summary_subscribe", args=["monthly"])
    token = client.get(url).context["form"]["token"].value()
    sent = {"region": SHOUGUANG, "rhythm": "month", "language": "en", "token": token}
    assert client.post(url, sent).url == reverse("office:summaries")
    assert client.post(url, sent).url == reverse("office:summaries")  # pressed twice
    row = ReportSubscription.objects.get()
    assert (row.user, row.report, row.region.code, row.language) == (filled.sun, "monthly", SHOUGUANG, "en")
    assert client.post(url, sent | {"region": "210214", "token": ""}).status_code == 422
    end = reverse("office:summary_end", args=[row.pk])
    assert end in client.get(reverse("office:summaries")).content.decode()
    assert at_desk(filled.feng).post(end).status_code == 404
    assert client.post(end).status_code == 302
    assert end not in client.get(reverse("office:summaries")).content.decode()
    assert at_desk(filled.chen).post(url, sent).status_code == 403


@pytest.mark.req("W-080", "W-081")
def test_phases_are_entered_and_changed_at_the_desk(filled: Cast, at_desk: Desk) -> None:
    client, today = at_desk(filled.sun), timezone.localdate()
    add = reverse("office:phase_add")
    given = {"region": SHOUGUANG, "phase": "full", "begins": str(today), "reason": "按方案"}
    assert client.post(add, given).status_code == 302
    row = RolloutPhase.objects.get(phase="full")
    assert client.post(add, given).status_code == 422
    url = reverse("office:phase_change", args=[row.pk])
    values = client.get(url).context["form"].initial
    changed = {"version": values["version"], "begins": str(today), "planned_end": str(today), "reason": "顺延"}
    assert client.post(url, changed).status_code == 302
    body = client.get(reverse("office:phase", args=[row.pk])).content.decode()
    assert "顺延" in body
    assert "Change it" in body
    pilots = client.get(reverse("office:pilots")).content.decode()
    assert reverse("office:phase", args=[row.pk]) in pilots
    assert "the policy wants 3 to 5" in pilots
    assert at_desk(filled.chen).get(add).status_code == 403
    assert at_desk(filled.liu).get(reverse("office:phase", args=[row.pk])).status_code == 404
    reader = at_desk(filled.feng)
    assert "Change it" not in reader.get(reverse("office:phase", args=[row.pk])).content.decode()
    assert reader.get(url).status_code == 403


def test_the_pilots_page_asks_the_same_for_one_project_and_for_four(filled: Cast, at_desk: Desk) -> None:
    client, url = at_desk(filled.sun), reverse("office:pilots")

    def asked() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        return len(seen)

    few = asked()
    for number in range(3):
        case = case_in(filled, CaseStatus.UNDERWAY, name=f"示例项目{number}")
        officers.set_pilot(case, pilot=True, reason="试点", by=filled.sun)
    assert Case.objects.filter(pilot_since__isnull=False).count() == 4
    assert asked() == few


def test_the_weekly_report_opens_on_the_last_whole_week(filled: Cast, at_desk: Desk) -> None:
    page = at_desk(filled.sun).get(reverse("office:summary", args=["weekly"]))
    assert page.context["form"]["time"].value() == rhythms.key(
        Rhythm.WEEK, rhythms.over(Rhythm.WEEK, timezone.localdate())
    )


@pytest.mark.parametrize(("code", "compared"), [("monthly", True), ("departments", False), ("slow", False)])
def test_only_a_report_with_a_time_before_speaks_of_it(code: str, compared: bool, filled: Cast) -> None:
    (warning,) = told(code, "en").content.warnings
    assert warning.startswith("The time is not over: what is counted may still change")
    assert ("the time before" in warning) is compared


@pytest.mark.req("W-065")
def test_a_long_report_has_contents_and_a_definition_beside_every_figure(filled: Cast, at_desk: Desk) -> None:
    body = at_desk(filled.sun).get(address("monthly")).content.decode()
    parts = re.findall(r'<details class="fold part" open data-part id="([^"]+)"><summary><h2>([^<]+)', body)
    assert re.findall(r'<li><a class="chip" href="#(part-[^"]+)">([^<]+)', body) == parts
    assert len(parts) == len(told("monthly", "en").content.tables) > 8
    indicators = body.split('data-table="0"')[1].split("</table>")[0]
    for one in (*map(INDICATORS.__getitem__, EVERY), *(row.indicator for row in beyond.every())):
        assert f"<summary>{one.label}</summary><p data-hint>{html.escape(str(one.definition))}" in indicators
    assert set(EVERY) == INDICATORS.keys()
    assert {"direct", "reviewed"} <= {row.indicator.code for row in beyond.every()}
    assert {f"suspended_{ground}" for ground in SuspensionGround.values} <= set(EVERY)
    assert "What was suspended" in dict(parts).values()
    assert body.count("What these figures count") == 4, "by region, by category, by stage and by department"
    assert body.count("overlap and do not add up") == 2, "by stage and by department"


def test_definitions_stay_with_a_report_that_is_kept(filled: Cast) -> None:
    content = told("monthly", "en").content
    assert base.again(json.loads(json.dumps(base.kept(content)))) == content
