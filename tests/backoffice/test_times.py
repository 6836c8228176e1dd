"""Clocks, lamps and times as the desk shows them: in sentences, the wrong entry struck through, the sums by part."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import items
from cases.enums import BLZT, CaseStatus, ItemType
from cases.management.demo.walks import pdf
from cases.models import ApprovalItem, Case, CaseItem, ItemFact, User
from tests.cast import Cast, case_in

SignIn = Callable[[User], Client]


@pytest.fixture
def item(cast: Cast) -> CaseItem:
    """Accepted by its authority today, with twenty working days by law."""
    case = case_in(cast, CaseStatus.UNDERWAY)
    found = case.items.select_related("item", "case").get(item__code="L09")
    ApprovalItem.objects.filter(pk=found.item_id).update(kind=ItemType.LICENCE, extension_days=None)
    CaseItem.objects.filter(pk=found.pk).update(statutory_days=20, statutory_unit="wd", promised_days=5)
    for code in (BLZT.RECEIVED, BLZT.ACCEPTED):
        items.record(found, code=code, on=timezone.localdate(), by=cast.chen)
    return CaseItem.objects.select_related("item", "case").get(pk=found.pk)


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"office:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_clock_of_an_item_has_its_lamp_and_its_sentence(cast: Cast, item: CaseItem, at_desk: SignIn) -> None:
    shown = page(at_desk(cast.chen), "item", item.case.uuid, item.pk)
    assert "working day 0 of 5, 5 working days left" in shown
    assert "working day 0 of 20, 20 working days left" in shown
    assert "rule: Warning of a legal limit, version 1" in shown
    assert "On track" in shown


def test_an_extension_is_recorded_with_its_decision_and_corrected_on_the_page(
    cast: Cast, item: CaseItem, at_desk: SignIn
) -> None:
    client, args = at_desk(cast.chen), [item.case.uuid, item.pk]
    url = reverse("office:record_fact", args=args)
    today = item.facts.first().on.isoformat()
    data = {"code": int(BLZT.EXTENDED), "on": today, "note": "案情复杂", "file_number": "示例延1号", "limit_days": 10}
    answer = client.post(url, data)
    assert answer.status_code == 422
    assert "Add the decision" in answer.content.decode()
    assert client.post(url, data | {"result_upload": pdf("延期决定.pdf")}).status_code == 302
    assert "working day 0 of 30" in page(client, "item", *args)
    wrong = item.facts.get(code=BLZT.EXTENDED)
    correct = reverse("office:correct_fact", args=[*args, wrong.pk])
    assert client.post(correct, {"on": today, "limit_days": 5, "note": "决定写的是五天"}).status_code == 302
    shown = page(client, "item", *args)
    assert "working day 0 of 25" in shown
    assert "<s><strong>Limit extended</strong>" in shown
    assert "Why it was wrong" in shown
    assert "决定写的是五天" in shown
    assert "延期决定.pdf" in shown
    assert ItemFact.objects.filter(case_item=item, code=BLZT.EXTENDED).count() == 2


def test_a_filing_offers_no_extension(cast: Cast, item: CaseItem, at_desk: SignIn) -> None:
    url = reverse("office:record_fact", args=[item.case.uuid, item.pk])
    client = at_desk(cast.chen)
    assert "Limit extended" in client.get(url).content.decode(), "control: a licence does"
    ApprovalItem.objects.filter(pk=item.item_id).update(kind=ItemType.FILING)
    assert "Limit extended" not in client.get(url).content.decode()


def test_the_time_section_sums_by_part(cast: Cast, item: CaseItem, at_desk: SignIn) -> None:
    with time_machine.travel("2027-03-01 10:00+08:00"):
        shown = page(at_desk(cast.chen), "case_time", item.case.uuid)
    for words in ("By stage", "By department", "By level of authority", "By item", "Whole case", "still open"):
        assert words in shown
    assert item.item.name in shown


def test_before_anything_is_filed_the_time_section_says_so(cast: Cast, at_desk: SignIn) -> None:
    case: Case = case_in(cast, CaseStatus.SUBMITTED)
    shown = page(at_desk(cast.chen), "case_time", case.uuid)
    assert "No item has been filed yet" in shown
    assert "It begins with the signing." in shown
