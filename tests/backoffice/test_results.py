"""The desk says that a result is missing, until it is there."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import items
from cases.enums import BLZT, CaseStatus
from cases.management.demo.walks import pdf, refreshed
from cases.models import Case, User
from tests.backoffice.forms import problems, send
from tests.cast import Cast, case_in

SENTENCE = "The result is missing"


def at(name: str, case: Case, *args: int) -> str:
    return reverse(f"office:{name}", args=[case.uuid, *args])


def test_whoever_records_a_pass_without_result_is_warned_and_can_add_it(
    cast: Cast, at_desk: Callable[[User], Client]
) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY, keep={"L01"})
    item, agent = case.items.get(), at_desk(cast.chen)
    for code in (BLZT.RECEIVED, BLZT.ACCEPTED):
        items.record(item, code=code, on=timezone.localdate(), by=cast.chen)
    page, record, add = at("item", case, item.pk), at("record_fact", case, item.pk), at("add_result", case, item.pk)
    assert add not in agent.get(page).content.decode()  # control: nothing has passed
    assert problems(send(agent, record, code=int(BLZT.PASSED))) == ""
    shown = agent.get(page).content.decode()
    assert shown.count(SENTENCE) == 2  # the message, and the item itself
    assert add in shown
    assert agent.get(page).content.decode().count(SENTENCE) == 1
    assert "Result missing" in agent.get(at("case_items", case)).content.decode()
    assert "(result missing)" in agent.get(at("start_delivery", case)).content.decode()
    assert problems(send(agent, at("start_delivery", case))) == ""
    assert "(result missing)" in agent.get(at("deliver", case)).content.decode()
    assert "Result missing" in agent.get(at("case_finish", case)).content.decode()
    assert "Give the file number or the document" in problems(send(agent, add))
    assert problems(send(agent, add, upload=pdf("批文.pdf"))) == ""
    for name in ("case_items", "deliver", "case_finish"):
        assert "esult missing" not in agent.get(at(name, refreshed(case))).content.decode()
    assert SENTENCE not in agent.get(page).content.decode()
