"""Supervision orders and filed scans through the pages of the desk."""

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import contacts, supervision
from cases.enums import CaseStatus, DocumentKind
from cases.enums_work import OrderStatus
from cases.models import Case, SupervisionOrder, Unit, User
from tests.backoffice.forms import problems, send
from tests.cases import supervised
from tests.cases.kit import pdf
from tests.cast import PULANDIAN, Cast, case_in

SignIn = Callable[[User], Client]
CHINA = ZoneInfo("Asia/Shanghai")
SIGNED = datetime(2026, 9, 1, 10, tzinfo=CHINA)
TUESDAY = datetime(2026, 11, 10, 10, tzinfo=CHINA)
DEV = "210214-dev-reform"


@pytest.fixture
def case(cast: Cast) -> Case:
    with time_machine.travel(SIGNED, tick=False):
        return case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)


def at(name: str, case: Case, *args: int) -> str:
    return reverse(f"office:{name}", args=[case.uuid, *args])


def duties(client: Client) -> dict[str, str]:
    return {row["duty"].kind: row["url"] for row in client.get(reverse("office:home")).context["duties"]}


@pytest.mark.req("W-095", "P-092")
def test_an_order_goes_from_its_fact_to_its_end_through_the_desk(case: Case, cast: Cast, at_desk: SignIn) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        chief, agent = at_desk(cast.liu), at_desk(cast.unit_agents[DEV])
        page = chief.get(at("supervise", case))
        first = page.context["form"].fields["rests_on"].choices[0]
        assert first[0].startswith("fact/item:")
        assert "overdue" in first[1]
        unit = Unit.objects.get(code=DEV)
        assert problems(send(chief, at("supervise", case), unit=unit.pk, demand="立即办结。")) == ""
        order = SupervisionOrder.objects.get()
        assert (order.unit, order.facts != {}) == (unit, True)
        answering = duties(agent)["order"]
        assert "立即办结。" in agent.get(answering).content.decode()
        assert problems(send(agent, answering, text="正在办理。", proof=pdf())) == ""
        shown = chief.get(at("case_running", case)).content.decode()
        assert at("check_order", case, order.pk) in shown
        assert "order_check" in duties(chief)
        assert problems(send(chief, at("return_order", case, order.pk), words="没有说明原因。")) == ""
        assert problems(send(agent, answering, text="原因是材料未齐，现已办结。")) == ""
        assert problems(send(chief, at("check_order", case, order.pk))) == ""
        order.refresh_from_db()
        assert order.status == OrderStatus.CLOSED
        assert "order" not in duties(agent)


def test_the_work_list_tells_what_is_overdue_and_whose_it_is(case: Case, cast: Cast, at_desk: SignIn) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        unit = Unit.objects.get(code=DEV)
        order = supervision.issue(case, unit=unit, ground="inspection", demand="整改。", days=1, by=cast.liu)
    with time_machine.travel(TUESDAY.replace(day=16), tick=False):
        agent, chief = at_desk(cast.unit_agents[DEV]), at_desk(cast.liu)
        for query in ("", "?ours=true&status=issued", "?late=true", "?status=open", "?ground=inspection", "?q=整改"):
            assert str(order) in agent.get(reverse("office:orders") + query).content.decode(), query
        for query in ("?ours=true", "?status=answered", "?late=false", "?ground=complaint"):
            assert str(order) not in chief.get(reverse("office:orders") + query).content.decode(), query
        assert "overdue" in agent.get(reverse("office:orders")).content.decode()
        assert chief.get(reverse("office:orders") + "?export=csv").status_code == 200
        stranger = at_desk(cast.chen)
        assert str(order) not in stranger.get(reverse("office:orders")).content.decode()


def test_a_withdrawn_order_says_so_in_the_case_and_at_the_public_check(
    case: Case, cast: Cast, at_desk: SignIn, client: Client
) -> None:
    unit = Unit.objects.get(code=DEV)
    order = supervision.issue(case, unit=unit, ground="complaint", demand="整改。", days=3, by=cast.liu)
    assert problems(send(at_desk(cast.liu), at("withdraw_order", case, order.pk), reason="投诉不实。")) == ""
    paper = case.documents.get(kind=DocumentKind.SUPERVISION)
    page = client.get("/check/", {"number": paper.number, "code": paper.check_code}).content.decode()
    told = page[page.index("<main") : page.index("</main>")]  # the way to complaints stands in every footer
    assert "已撤回" in told
    assert "投诉" not in told
    assert "整改" not in told
    shown = at_desk(cast.liu).get(at("case_running", case)).content.decode()
    assert re.search(f"投诉不实。 <span class=.second.>{cast.liu.name} · ", shown)


@pytest.mark.req("W-095", "P-092")
def test_whoever_may_not_settle_an_order_has_no_button_and_no_page_for_it(
    case: Case, cast: Cast, at_desk: SignIn
) -> None:
    watch = supervised.supervisor()
    unit = case.handling_unit
    order = supervision.issue(case, unit=unit, ground="complaint", demand="整改。", days=3, by=watch)
    chief, page, ways = at_desk(cast.liu), at("case_running", case), ("check_order", "return_order", "withdraw_order")
    assert problems(send(chief, at("answer_order", case, order.pk), text="已办。")) == ""
    order.refresh_from_db()
    for way in ways:
        address = at(way, case, order.pk)
        assert address not in chief.get(page).content.decode()
        answer = chief.get(address)
        assert answer.status_code == 403
        assert watch.name in answer.content.decode()
        assert address in at_desk(watch).get(page).content.decode()


def test_the_page_of_documents_says_who_has_not_signed_and_takes_the_scan(
    case: Case, cast: Cast, at_desk: SignIn
) -> None:
    met = contacts.Facts(way="agent_visit", on=timezone.localdate(), people="x", place="x", purpose="x")
    contacts.record(case, met, by=cast.liu)
    visit = case.documents.get(kind=DocumentKind.VISIT)
    chief, url = at_desk(cast.liu), at("file_scan", case, visit.pk)
    before = chief.get(at("case_documents", case)).content.decode()
    assert url in before
    assert visit.printed_code in before
    assert "Signature missing" in before
    assert "Say who has signed" in problems(send(chief, url, upload=pdf(), signer_name="贺"))
    assert problems(send(chief, url, upload=pdf(), sides=["enterprise"], signer_name="贺")) == ""
    row = next(row for row in chief.get(at("case_documents", case)).context["documents"] if row["document"] == visit)
    assert all(side.signed_on for side in row["sides"])
    assert row["signatures"][0].scan.sha256 in chief.get(at("case_documents", case)).content.decode()
