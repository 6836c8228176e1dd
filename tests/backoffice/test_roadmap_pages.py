"""The roadmap at the desk: pictures at a fixed price, changes tried by address, saved with the reason, versions compared."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions import items, pausing
from cases.enums import BLZT, CaseStatus, ItemStatus
from cases.models import Case, Notice, Plan, User
from tests.cases.kit import fresh
from tests.cast import Cast, case_in

SignIn = Callable[[User], Client]
MOST = 30
PAGES = ("case_plan", "case_network", "case_strategies", "case_forecast", "case_try", "case_versions")


@pytest.fixture
def underway(cast: Cast) -> Case:
    return case_in(cast, CaseStatus.UNDERWAY)


def at(case: Case, name: str, query: str = "") -> str:
    return reverse(f"office:{name}", args=[case.uuid]) + query


def plan_of(case: Case) -> Plan:
    return case.plans.get(current=True)


def cost(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_every_view_of_the_roadmap_costs_at_most_30_queries_however_many_items(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.chen)
    small, large = case_in(cast, CaseStatus.UNDERWAY), case_in(cast, CaseStatus.UNDERWAY, keep=None, name="示例大项目")
    for name in PAGES:
        few, many = cost(client, at(small, name)), cost(client, at(large, name))
        assert many <= min(few + 3, MOST), name
    assert cost(client, at(large, "case_try", "?strategy=best&days_L08=40")) <= MOST


def test_a_change_is_shown_before_it_is_saved_and_nothing_is_written(
    underway: Case, cast: Cast, at_desk: SignIn
) -> None:
    before = plan_of(underway)
    page = at_desk(cast.chen).get(at(underway, "case_try", "?days_L08=45"))
    changed = page.context["changed"]
    moved = {row.code: row.own for row in changed.moved}
    assert moved["L08"] == 15, "thirty were planned"
    assert "L09" in moved, "what follows moves with it"
    assert [limit.code for limit in changed.over] == ["L08"]
    assert any(promise.newly for promise in changed.broken)
    assert "as tried" in page.content.decode()
    assert plan_of(underway) == before


def test_the_address_says_only_what_is_tried(underway: Case, cast: Cast, at_desk: SignIn) -> None:
    client, plan = at_desk(cast.chen), plan_of(underway)
    typed = {"start": plan.start.isoformat(), "days_L08": "31", "from_L09": "", "strategy": "", "more": "", "off": ""}
    answer = client.get(at(underway, "case_try"), typed)
    assert answer.headers["Location"] == at(underway, "case_try", "?days_L08=31")
    assert client.get(answer.headers["Location"]).status_code == 200, "the short form is its own"


@pytest.mark.parametrize(
    ("query", "sees"),
    [
        ("from_L09=2031-03-03", "not before"),
        ("drop=L09", "Goes out"),
        ("add=G01", "Comes in"),
        ("strategy=parallel", "Strategy"),
        ("off=2026-12-01,2026-12-02", "Nobody works on"),
        ("most=1", "At most 1"),
    ],
)
def test_everything_can_be_tried(query: str, sees: str, underway: Case, cast: Cast, at_desk: SignIn) -> None:
    text = at_desk(cast.chen).get(at(underway, "case_try", f"?{query}"), follow=True).content.decode()
    assert sees in text
    assert "What it does" in text


@pytest.mark.parametrize(
    "query",
    ["days_L08=-1", "days_L08=many", "start=gestern", "off=x", "strategy=law", "strategy=magic", "from_L09=3026-01-01"],
)
def test_nonsense_is_named_at_its_field_and_kept(query: str, underway: Case, cast: Cast, at_desk: SignIn) -> None:
    page = at_desk(cast.chen).get(at(underway, "case_try", f"?{query}"))
    assert page.status_code == 200
    assert page.context["form"].errors
    assert page.context["changed"] is None
    assert query.split("=")[1] in page.content.decode()


def test_a_parameter_of_another_world_is_no_error(underway: Case, cast: Cast, at_desk: SignIn) -> None:
    page = at_desk(cast.chen).get(at(underway, "case_try", "?add=QQQ&drop=QQQ&days_QQQ=3&without=QQQ"), follow=True)
    assert page.status_code == 200


@pytest.mark.req("P-065", "W-073")
def test_what_was_tried_is_saved_with_its_reason_and_those_concerned_are_told(
    underway: Case, cast: Cast, at_desk: SignIn
) -> None:
    client, query = at_desk(cast.chen), f"?days_L08=45&from_L09={timezone.localdate() + timedelta(days=200)}"
    tried = client.get(at(underway, "case_try", query)).context["changed"]
    form = {"version": underway.version, "reason": "土地招拍挂延期"}
    assert client.post(at(underway, "save_trial", query), form | {"reason": ""}).status_code == 422, "the control"
    answer = client.post(at(underway, "save_trial", query), form)
    assert answer.headers["Location"] == at(underway, "case_plan")
    plan = plan_of(underway)
    assert (plan.version, plan.reason) == (2, "土地招拍挂延期")
    ends = {row.case_item.item.code: row.end for row in plan.rows.select_related("case_item__item")}
    assert {row.code: row.new_end for row in tried.moved} == {row.code: ends[row.code] for row in tried.moved}
    assert plan.rows.get(case_item__item__code="L09").not_before is not None
    assert Notice.objects.filter(kind="plan_changed", recipient=cast.wang).count() == 1
    assert underway.plans.count() == 2, "the baseline stays"
    versions = client.get(at(underway, "case_versions"))
    assert (versions.context["old"].version, versions.context["new"].version) == (1, 2)
    assert {row.code for row in versions.context["changed"].moved} >= {"L08", "L09"}


@pytest.mark.req("P-065")
def test_items_and_people_change_together_with_the_roadmap_or_not_at_all(
    underway: Case, cast: Cast, at_desk: SignIn
) -> None:
    client = at_desk(cast.chen)
    query = f"?drop=L09&agent_L08={cast.chen.pk}"
    events = underway.events.count()
    refused = client.post(
        at(underway, "save_trial", query + "&off=2026-12-01"), {"version": underway.version, "reason": "x"}
    )
    assert refused.status_code == 422
    assert underway.events.count() == events
    client.post(at(underway, "save_trial", query), {"version": underway.version, "reason": "企业调整项目范围"})
    case = fresh(underway)
    assert case.items.get(item__code="L09").status == ItemStatus.DROPPED
    assert case.items.get(item__code="L08").agent == cast.chen
    assert {row.case_item.item.code for row in plan_of(case).rows.all()} == {"L01", "L08"}


def test_somebody_elses_change_in_the_meantime_is_noticed(underway: Case, cast: Cast, at_desk: SignIn) -> None:
    answer = at_desk(cast.chen).post(
        at(underway, "save_trial", "?days_L08=45"), {"version": underway.version - 1, "reason": "示例"}
    )
    assert answer.status_code == 409
    assert underway.plans.count() == 1


def test_who_may_not_set_the_roadmap_may_look_but_not_save(underway: Case, cast: Cast, at_desk: SignIn) -> None:
    reader = next(user for user in User.objects.filter(posts__isnull=False) if reads_only(at_desk(user), underway))
    page = at_desk(reader).get(at(underway, "case_try", "?days_L08=45"))
    assert page.context["save_form"] is None
    answer = at_desk(reader).post(at(underway, "save_trial", "?days_L08=45"), {"version": 1, "reason": "示例"})
    assert answer.status_code == 403
    assert underway.plans.count() == 1


def reads_only(client: Client, case: Case) -> bool:
    page = client.get(at(case, "case_try"))
    return page.status_code == 200 and not page.context["may_save"]


@pytest.mark.req("W-053", "W-075", "W-077")
def test_strategies_say_dates_steps_conditions_and_promises(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY, keep=None)
    page = at_desk(cast.chen).get(at(case, "case_strategies"))
    found, text = page.context["found"], page.content.decode()
    assert found.best is not None
    assert found.best.gained > 0
    assert found.best.goal == min(way.goal for way in found.ways if way.goal)
    assert sum(step.gained for step in found.best.steps) == found.best.gained
    for step in found.best.steps:
        assert step.must_promise[0].split("&")[0][:30] in text
    assert at(case, "case_try", "?strategy=best") in text
    assert "?strategy=law" not in text, "nobody plans by the longest limits"


def test_the_chosen_strategy_is_kept_with_the_version(cast: Cast, at_desk: SignIn) -> None:
    case, client = case_in(cast, CaseStatus.UNDERWAY, keep=None), at_desk(cast.chen)
    tried = client.get(at(case, "case_try", "?strategy=best")).context["changed"]
    client.post(at(case, "save_trial", "?strategy=best"), {"version": case.version, "reason": "企业愿意承诺"})
    plan = plan_of(case)
    assert plan.strategy == "best"
    assert plan.measures
    start = next(day for day in tried.days if day.code == "START")
    assert plan.rows.get(case_item__item__code="C05").end == start.new
    again: Any = client.get(at(case, "case_try")).context["changed"]
    assert again.moved == [], "the measures in force are in force"


def test_the_forecast_says_what_it_stands_on(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY, keep=None)
    page = at_desk(cast.chen).get(at(case, "case_forecast"))
    found = page.context["forecast"]
    start = next(row for row in found.rows if row.code == "START")
    assert start.range.early < start.range.late
    assert start.promised is not None
    assert 0 <= (start.chance or 0) <= 1
    assert found.cases == 0
    assert "the ranges stand on the promised and the legal limits alone" in page.content.decode()


def test_a_stage_narrows_the_chart(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY, keep=None)
    client = at_desk(cast.chen)
    whole, one = (client.get(at(case, "case_plan", query)) for query in ("", "?stage=S3"))
    assert {row.stage for row in one.context["bars"]} == {"S3"}
    assert len(one.context["bars"]) < len(whole.context["bars"])
    assert len(one.context["rows"]) == len(whole.context["rows"]), "the table stays whole"


def test_the_wall_is_a_pdf_and_only_of_a_roadmap(underway: Case, cast: Cast, at_desk: SignIn) -> None:
    answer = at_desk(cast.chen).get(at(underway, "case_wall"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert at_desk(cast.chen).get(at(case_in(cast, "submitted"), "case_wall")).status_code == 404


def test_nothing_that_has_not_begun_is_planned_into_the_past(underway: Case, cast: Cast, at_desk: SignIn) -> None:
    plan = plan_of(underway)
    Case.objects.filter(pk=underway.pk).update(signed_at=timezone.now() - timedelta(days=60))
    Plan.objects.filter(pk=plan.pk).update(start=timezone.localdate() - timedelta(days=60))
    changed = at_desk(cast.chen).get(at(underway, "case_try")).context["changed"]
    assert all((row.new_start or date.min) >= timezone.localdate() for row in changed.moved)


@pytest.mark.req("P-065")
@pytest.mark.parametrize("days", [1, 400])
def test_a_first_day_before_the_signature_is_refused_at_its_field(
    days: int, underway: Case, cast: Cast, at_desk: SignIn
) -> None:
    client, signed = at_desk(cast.chen), timezone.localdate()

    def tried(day: date) -> dict[str, list[str]]:
        page = client.get(at(underway, "case_try", f"?start={day}"), follow=True)
        assert (page.context["changed"] is None) is bool(page.context["form"].errors)
        return page.context["form"].errors

    assert "before the agreement was signed" in tried(signed - timedelta(days=days))["start"][0]
    assert tried(signed) == {}, "control: on the day itself the service begins"
    Case.objects.filter(pk=underway.pk).update(signed_at=None)
    assert "before the application came in" in tried(signed - timedelta(days=days))["start"][0]


def test_a_planned_day_that_nobody_knows_any_more_says_so_in_chart_and_table(cast: Cast, at_desk: SignIn) -> None:
    said, today = "as things stand there is no day", timezone.localdate()
    case = case_in(cast, CaseStatus.UNDERWAY)
    places = ((cast.chen, at(case, "case_plan")), (cast.wang, reverse("my:roadmap", args=[case.uuid])))
    assert said not in at_desk(cast.chen).get(places[0][1]).content.decode(), "control: the service goes on"
    pausing.suspend(case, ground="policy", explanation="示例", tried="多次会商", start=today, by=cast.sun)
    for user, url in places:
        page = at_desk(user).get(url).content.decode()
        assert page.count(said) >= 2, url
        assert "→ ?" in page


def test_a_lamp_says_why_it_burns_and_a_late_item_when_it_will_begin(cast: Cast, at_desk: SignIn) -> None:
    case, today = case_in(cast, CaseStatus.UNDERWAY), timezone.localdate()
    item = case.items.get(item__code="L08")
    quiet = at_desk(cast.chen).get(at(case, "case_plan")).content.decode()
    assert "working day 0 of" not in quiet, "control: nothing has begun"
    for code in (BLZT.RECEIVED, BLZT.ACCEPTED):
        items.record(item, code=code, on=today, by=cast.chen)
    for user, url in ((cast.chen, at(case, "case_plan")), (cast.wang, reverse("my:roadmap", args=[case.uuid]))):
        page = at_desk(user).get(url).content.decode()
        assert "working day 0 of" in page, url
        assert "rule: " in page


def test_a_strategy_that_is_not_possible_says_why(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY, keep={"L01", "L08", "L09", "G03", "C05"})
    before = at_desk(cast.chen).get(at(case, "case_strategies")).context["found"]
    assert "Accepted today, certified today" in {name for name, _why in before.absent}
    assert "Land in hand, building begins" not in {name for name, _why in before.absent}, "control"
    case.items.filter(item__code="L08").update(status=ItemStatus.PASSED, done_on=timezone.localdate())
    after = at_desk(cast.chen).get(at(case, "case_strategies"))
    reasons = dict(after.context["found"].absent)
    assert reasons["Land in hand, building begins"].startswith("Too late for this case")
    assert reasons["Land in hand, building begins"] in after.content.decode()
