"""Statistics at the desk: every figure with its definition, opened to its cases, split by parts; only what one may see."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from openpyxl import load_workbook

from cases import beyond, counting
from cases.actions import contacts, items, works
from cases.counting import Period
from cases.enums import BLZT
from cases.enums_appraisal import Subject
from cases.enums_work import ContactWay
from cases.indicators import INDICATORS
from cases.models import Case, CaseItem, Region, User
from cases.queries import appraisal_facts, measures, splits, statistics
from tests.cast import PULANDIAN, Cast, case_in

pytestmark = pytest.mark.django_db
Desk = Callable[[User], Client]
URL = "office:statistics"


def year() -> Period:
    return counting.month(timezone.localdate(), 0, 12)


def figures(found: object, period: Period | None = None) -> dict[str, counting.Figure]:
    lines = statistics.lines(found, period or year())  # type: ignore[arg-type]
    return {code: row.rule(lines, period or year()) for code, row in INDICATORS.items()}


@pytest.mark.req("W-065")
def test_a_case_that_went_to_its_end_is_counted_by_its_facts(cast: Cast) -> None:
    case = case_in(cast, "closed")
    found = figures(Case.objects.filter(pk=case.pk))
    assert (found["received"].value, found["finished"].value, found["in_hand"].value) == (1, 1, 0)
    assert found["on_time"].of == case.items.filter(facts__code=3).distinct().count() > 0
    assert found["on_time"].cases <= {case.pk}
    assert found["approval"].value is not None
    assert found["trips"].value == 0


def test_the_form_shows_what_is_counted(cast: Cast, at_desk: Desk) -> None:
    case_in(cast, "underway")
    page = at_desk(cast.sun).get(reverse(URL), {"figure": "open_items", "by": "agent", "region": ""})
    form = page.context["form"]
    assert [form[name].value() for name in ("period", "figure", "by")] == ["year", "open_items", "agent"]
    assert page.context["period"] == year()


def test_works_and_the_register_are_counted_from_the_last_entry(cast: Cast) -> None:
    case = case_in(cast, "underway")
    found = figures(Case.objects.filter(pk=case.pk))
    assert found["to_works_done"].of == 0
    day = timezone.localdate()
    signed = timezone.localdate(case.signed_at)
    for kind in ("started", "completed"):
        works.record(case, kind=kind, on=day, by=cast.chen)
    found = figures(Case.objects.filter(pk=case.pk))
    assert (found["to_works_done"].value, found["to_works_done"].cases) == ((day - signed).days, {case.pk})
    works.record(case, kind="completed", on=None, note="记错了项目", by=cast.chen)
    assert figures(Case.objects.filter(pk=case.pk))["to_works_done"].of == 0, "control: it was taken back"
    whole = case_in(cast, "closed", keep={"L01", measures.CERTIFICATE}, name="示例项目乙")
    registered = whole.items.get(item__code=measures.CERTIFICATE).done_on
    found = figures(Case.objects.filter(pk=whole.pk))["to_certificate"]
    assert (found.of, found.value) == (1, (registered - timezone.localdate(whole.signed_at)).days)


def test_a_trip_that_was_corrected_is_no_trip(cast: Cast) -> None:
    case = case_in(cast, "underway")
    came = contacts.Facts(
        way=ContactWay.ENTERPRISE_CAME,
        on=timezone.localdate(),
        people="陈帮办（示例）",
        place="政务服务大厅",
        purpose="签字",
        why_came="须本人签字",
    )
    made = contacts.record(case, came, by=cast.chen)
    assert figures(Case.objects.all())["trips"].value == 1
    contacts.correct(made, None, what_was_wrong="记错", by=cast.chen)
    assert figures(Case.objects.all())["trips"].value == 0


def test_the_same_questions_for_one_case_and_for_four(cast: Cast) -> None:
    case_in(cast, "underway")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            counted = statistics.lines(Case.objects.all(), year())
            splits.split(counted, year(), INDICATORS["open_items"], statistics.UNIT)
        return len(seen)

    one = asked()
    for _number in range(3):
        case_in(cast, "signed", PULANDIAN)
    assert asked() == one <= 16


def test_the_page_tells_every_indicator_with_its_definition(cast: Cast, at_desk: Desk) -> None:
    case_in(cast, "closed")
    page = at_desk(cast.sun).get(reverse(URL)).content.decode()
    for row in INDICATORS.values():
        assert str(row.label) in page
    assert "within the promised limit, special procedures not counted" in page
    assert "<svg" in page


def test_a_figure_opens_its_cases_and_no_others(cast: Cast, at_desk: Desk) -> None:
    ended, open_case = case_in(cast, "closed"), case_in(cast, "underway")
    desk = at_desk(cast.sun)
    page = desk.get(reverse("office:statistics_cases", args=["in_hand"]), {"part": "counted", "period": "year"})
    assert str(open_case.number) in page.content.decode()
    assert str(ended.number) not in page.content.decode()
    assert desk.get(reverse("office:statistics_cases", args=["nothing"])).status_code == 404


def test_everybody_counts_only_what_he_may_see(cast: Cast, at_desk: Desk) -> None:
    case_in(cast, "underway")
    assert statistics.lines(statistics.served(cast.sun), year()).cases
    assert not statistics.lines(statistics.served(cast.liu), year()).cases
    page = at_desk(cast.liu).get(reverse(URL)).content.decode()
    assert "No case yet" in page
    assert not statistics.served(cast.wang).exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"period": "own"}, "need a first and a last day"),
        ({"period": "own", "since": "2026-02-01", "until": "2026-01-01"}, "lies before the first"),
        ({"period": "own", "since": "1900-01-01", "until": "2026-01-01"}, "At most ten years"),
        ({"period": "own", "since": "soon", "until": "2026-01-01"}, "This is not a date"),
        ({"period": "aeon"}, "Select a valid choice"),
    ],
)
def test_days_that_cannot_be_counted_are_refused_at_their_field(
    asked: dict[str, str], said: str, cast: Cast, at_desk: Desk
) -> None:
    desk = at_desk(cast.sun)
    for more in ({}, {"export": "xlsx"}):
        page = desk.get(reverse(URL), asked | more)
        assert page.status_code == 200
        assert page["Content-Type"].startswith("text/html")
        assert said in page.content.decode()
    assert desk.get(reverse("office:statistics_cases", args=["on_time"]), asked).status_code == 404


def test_the_files_hold_the_figures_of_the_page(cast: Cast, at_desk: Desk) -> None:
    """In the form that reports have: what was counted and compared, the unit, the difference and the target beside each value."""
    case_in(cast, "closed")
    desk, asked = at_desk(cast.sun), {"period": "year", "region": Region.objects.get(code="370783").pk}
    book = load_workbook(BytesIO(desk.get(reverse(URL), asked | {"export": "xlsx"}).content))
    about, table, split, words = (list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets)
    said = dict(row[:2] for row in about)
    assert said["Region"] == "Shouguang"
    assert {"Period", "Compared with"} <= said.keys()
    head = table[0]
    assert head == (
        "Indicator", "Chapter", "Measured in", "Value", "Counted", "Out of", "Period before", "Difference", "Target",
    )  # fmt: skip
    told = [*INDICATORS.values(), *(row.indicator for row in beyond.every())]
    assert [row[0] for row in table[1:]] == [str(one.label) for one in told]
    assert split[0] == ("Region", "Decided in time (%)", *head[4:])
    assert [row[0] for row in split[1:]] == ["Shouguang"]
    assert split[1][2] == split[1][3] > 0
    first = dict(zip(head, table[1], strict=True))
    assert (first["Measured in"], first["Value"]) == ("number", 1)
    assert [row[1] for row in words[1:]] == [str(one.definition) for one in told]
    text = desk.get(reverse(URL), asked | {"export": "csv"}).content.decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(text)) if len(row) == len(head)]
    assert rows[0] == list(head)
    assert rows[1][3] == "1"
    paper = desk.get(reverse(URL), asked | {"export": "pdf"})
    assert paper.content.startswith(b"%PDF")
    assert desk.get(reverse(URL), {"export": "doc"}).status_code == 404


def test_a_period_that_is_not_over_says_that_it_is_compared_with_a_whole_one(cast: Cast, at_desk: Desk) -> None:
    case_in(cast, "underway")
    desk, warning = at_desk(cast.sun), "the time before it is compared as a whole"
    assert warning in desk.get(reverse(URL)).content.decode()
    assert warning in desk.get(reverse(URL), {"period": "year", "export": "csv"}).content.decode("utf-8-sig")
    assert warning not in desk.get(reverse(URL), {"period": "last_year"}).content.decode()


def test_items_are_told_with_the_cases_in_which_they_lie(cast: Cast, at_desk: Desk) -> None:
    case = case_in(cast, "underway")
    page = at_desk(cast.sun).get(reverse(URL), {"period": "year"}).content.decode()
    assert case.items.count() > 1
    assert "1 case behind it" in page
    found = (
        at_desk(cast.sun).get(reverse(URL), {"period": "year", "figure": "open_items", "by": "item"}).content.decode()
    )
    assert case.items.select_related("item").first().item.name in found


def test_a_split_names_its_parts(cast: Cast, at_desk: Desk) -> None:
    case_in(cast, "underway")
    page = (
        at_desk(cast.sun).get(reverse(URL), {"period": "year", "figure": "open_items", "by": "stage"}).content.decode()
    )
    counted = statistics.lines(statistics.served(cast.sun), year())
    parts = splits.split(counted, year(), INDICATORS["open_items"], statistics.STAGE)
    assert parts
    assert sum(part.figure.count for part in parts) == INDICATORS["open_items"].rule(counted, year()).count
    assert all(part.name in page for part in parts)


@pytest.mark.req("W-065")
def test_an_item_without_an_agent_is_the_first_contacts_and_the_parts_add_up(cast: Cast, at_desk: Desk) -> None:
    """陈 leads the one case, of the other nobody is told; the page, its list and the appraisal say the same."""
    case, other = case_in(cast, "underway"), case_in(cast, "underway", name="示例项目乙")
    assert set(case.items.values_list("agent", flat=True)) == {None}
    other.team.update(is_lead=False)
    query = {"period": "year", "figure": "open_items", "by": "agent"}
    page = at_desk(cast.sun).get(reverse(URL), query).content.decode()
    counted = statistics.lines(statistics.served(cast.sun), year())
    rule = INDICATORS["open_items"]
    rows = splits.split(counted, year(), rule, statistics.AGENT)
    assert [(row.key[1], row.name) for row in rows] == [
        (cast.chen.pk, cast.chen.name),
        (counting.REMAINDER, "Not named yet"),
    ]
    assert [row.figure.cases for row in rows] == [{case.pk}, {other.pk}]
    assert sum(row.figure.count for row in rows) == rule.rule(counted, year()).count > 0
    assert all(row.name in page for row in rows)
    behind = reverse("office:statistics_cases", args=["open_items"])
    for row, mine, not_mine in ((rows[0], case, other), (rows[1], other, case)):
        opened = at_desk(cast.sun).get(behind, query | {"of": str(row.key[1])}).content.decode()
        assert mine.number in opened
        assert not_mine.number not in opened
    received = splits.split(counted, year(), INDICATORS["received"], statistics.AGENT)
    assert [(row.key[1], row.figure.count) for row in received] == [(cast.chen.pk, 1), (counting.REMAINDER, 1)]


def test_a_part_of_which_nothing_is_left_over_names_no_remainder(cast: Cast) -> None:
    case_in(cast, "underway")
    counted = statistics.lines(statistics.served(cast.sun), year())
    rows = splits.split(counted, year(), INDICATORS["open_items"], statistics.AGENT)
    assert [row.name for row in rows] == [cast.chen.name]


def test_an_item_with_an_agent_of_its_own_is_that_agents_in_statistics_and_appraisal(cast: Cast) -> None:
    case = case_in(cast, "closed")
    item = case.items.filter(facts__code=3).distinct().first()
    assert item
    CaseItem.objects.filter(pk=item.pk).update(agent=cast.luo)
    counted = statistics.lines(Case.objects.filter(pk=case.pk), year())
    rows = splits.split(counted, year(), INDICATORS["on_time"], statistics.AGENT)
    split = {row.key[1]: row.figure.of for row in rows}
    people = [appraisal_facts.Party(Subject.PERSON, case.handling_unit_id, user.pk) for user in (cast.chen, cast.luo)]
    found = appraisal_facts.of_part(counted, people, year(), timezone.localdate())
    appraised = {party.person: found[party]["on_time"][f"case:{case.pk}"][1] for party in people}
    assert split == appraised
    assert split[cast.luo.pk] == 1
    assert split[cast.chen.pk] > 1


def test_a_case_that_ended_long_ago_is_left_out(cast: Cast) -> None:
    case = case_in(cast, "closed")
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timedelta(days=1000))
    assert not statistics.lines(Case.objects.all(), year()).cases


# The table of indicators of the requirements, each line with what says it here.
WANTED = {
    "受理量/办结量/在办量": "received finished in_hand",
    "办结率": "finished_of_due",
    "按时办结率": "on_time",
    "提前办结率, 提前天数": "early days_gained",
    "承诺压缩率": "compression",
    "审批用时, 跨度用时, 补正用时, 特别程序用时": "approval approval_median elapsed elapsed_median correction correction_median special "
    "special_median",
    "超期率, 红黄灯数": "overdue red_lamps yellow_lamps",
    "一次受理率, 补正率, 退件率": "first_time corrected refused",
    "直办率": "direct",
    "知识库更新率": "reviewed",
    "跑动次数, 上门服务次数, 全程网办率": "trips visits online",
    "容缺/承诺/预审批/并联使用率; 容缺履约率": "gap commitment preapproval parallel gaps_kept",
    "满意率, 差评率, 整改率, 回访率": "satisfied bad put_right called_back",
    "签约→流程表, →开工, →竣工, →拿证": "to_tables to_start to_works_done to_certificate tables_in_time",
    "代办员负载": "open_items handovers visits",
    "中止率, 恢复率": "suspended resumed suspended_untrue suspended_unfit suspended_unpaid suspended_asked suspended_policy "
    "suspended_other",
}


@pytest.mark.req("W-065")
def test_every_indicator_that_is_wanted_is_told_with_its_definition_on_the_page_and_in_the_files(
    cast: Cast, at_desk: Desk
) -> None:
    case_in(cast, "underway")
    wanted = {code for codes in WANTED.values() for code in codes.split()}
    known = dict(INDICATORS) | {row.indicator.code: row.indicator for row in beyond.every()}
    assert wanted <= known.keys()
    assert known.keys() - wanted == {"to_end"}, "what nobody asked for is named here"
    desk, asked = at_desk(cast.sun), {"period": "year"}
    page = desk.get(reverse(URL), asked).content.decode()
    book = load_workbook(BytesIO(desk.get(reverse(URL), asked | {"export": "xlsx"}).content))
    table, _split, words = (list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets[1:])
    for row in known.values():
        assert escape(str(row.label)) in page, row.code
        assert escape(str(row.definition)) in page, row.code
        assert str(row.label) in {line[0] for line in table}, row.code
        assert str(row.definition) in {line[1] for line in words}, row.code


@pytest.mark.req("W-065")
def test_a_lamp_opens_the_cases_and_names_the_items_that_burn(cast: Cast, at_desk: Desk) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=90), tick=False):
        case = case_in(cast, "underway")
        item = case.items.select_related("item").get(item__code="L01")
        for code in (BLZT.RECEIVED, BLZT.ACCEPTED):
            items.record(item, code=code, on=timezone.localdate(), by=cast.chen)
    other = case_in(cast, "signed")
    period = counting.month(timezone.localdate())
    found = figures(Case.objects.all(), period)
    assert (found["red_lamps"].count, set(found["red_lamps"].cases)) == (1, {case.pk})
    asked = {"period": "month", "part": "counted"}
    page = at_desk(cast.sun).get(reverse("office:statistics_cases", args=["red_lamps"]), asked).content.decode()
    assert "Items with this lamp" in page
    assert item.item.name_en in page
    assert "working days overdue" in page
    assert str(other.number) not in page, "control: nothing of it burns"
    yellow = at_desk(cast.sun).get(reverse("office:statistics_cases", args=["yellow_lamps"]), asked).content.decode()
    assert str(case.number) not in yellow
