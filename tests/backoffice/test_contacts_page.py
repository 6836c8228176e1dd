"""Contacts through the pages: recorded, corrected, counted where everybody of the case sees it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cases.enums import BLZT, CaseStatus
from cases.models import Case, Contact, User
from tests.backoffice.forms import problems, send
from tests.cast import Cast, case_in

SignIn = Callable[[User], Client]


@pytest.fixture
def case(cast: Cast) -> Case:
    return case_in(cast, CaseStatus.UNDERWAY)


@pytest.mark.req("W-001", "W-004")
def test_an_agent_records_and_corrects_a_contact(case: Case, cast: Cast, at_desk: SignIn) -> None:
    agent = at_desk(cast.chen)
    page, form = (reverse(f"office:{name}", args=[case.uuid]) for name in ("case_contacts", "record_contact"))
    assert "Zero trips" in agent.get(page).content.decode()
    refusal = send(agent, form, way="enterprise_came", place="窗口", purpose="送原件")
    assert "so that it can be avoided" in problems(refusal)
    assert "送原件" in refusal.content.decode()  # what was typed is kept
    assert problems(send(agent, form, way="enterprise_came", place="窗口", purpose="送原件", why_came="须核原件")) == ""
    shown = agent.get(page).content.decode()
    assert "The enterprise had to come" in shown
    assert "须核原件" in shown
    change = reverse("office:correct_contact", args=[case.uuid, Contact.objects.get().pk])
    assert problems(send(agent, change, way="agent_visit", what_was_wrong="是我们去取的")) == ""
    assert "Zero trips" in agent.get(page).content.decode()
    last = Contact.objects.latest("pk")
    change = reverse("office:correct_contact", args=[case.uuid, last.pk])
    assert problems(send(agent, change, void="on", what_was_wrong="没有去成")) == ""
    assert Contact.objects.latest("pk").void


def test_who_only_looks_on_sees_contacts_and_records_none(case: Case, cast: Cast, at_desk: SignIn) -> None:
    looker = at_desk(cast.feng)
    page = looker.get(reverse("office:case_contacts", args=[case.uuid]))
    assert "No contact recorded yet" in page.content.decode()
    assert looker.get(reverse("office:record_contact", args=[case.uuid])).status_code == 403


@pytest.mark.req("W-004", "P-066")
def test_a_filing_says_where_and_a_step_says_how(case: Case, cast: Cast, at_desk: SignIn) -> None:
    item = case.items.get(item__code="L01")
    agent, url = at_desk(cast.chen), reverse("office:record_fact", args=[case.uuid, item.pk])
    assert problems(send(agent, url, code=int(BLZT.RECEIVED), filed="platform", way="online")) == ""
    shown = agent.get(reverse("office:item", args=[case.uuid, item.pk])).content.decode()
    assert "On the national investment project platform · Wholly online" in shown
    assert "filed" not in agent.get(url).context["form"].fields  # only the filing itself asks
