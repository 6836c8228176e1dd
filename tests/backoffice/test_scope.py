"""Items taken out and brought in through the desk; the roadmap of both fronts says that it is out of date."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from cases.enums import CaseStatus, ItemStatus
from cases.models import Case, User
from tests.backoffice.forms import problems, send
from tests.cast import Cast, case_in

SignIn = Callable[[User], Client]
STALE = "This roadmap no longer covers"


def at(name: str, case: Case, *args: int) -> str:
    return reverse(f"office:{name}", args=[case.uuid, *args])


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_the_agent_takes_one_item_out_and_brings_another_in(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    agent, enterprise = at_desk(cast.chen), at_desk(cast.wang)
    item = case.items.get(item__code="L09")
    drop, add, plan = at("drop_item", case, item.pk), at("add_item", case), at("case_plan", case)
    own_plan = reverse("my:roadmap", args=[case.uuid])
    for page in (at("case_items", case), at("item", case, item.pk)):
        assert drop in text(agent, page)
    assert STALE not in text(agent, plan) + text(enterprise, own_plan)
    assert "This field is required" in problems(send(agent, drop))
    assert problems(send(agent, drop, reason="不再需要该事项")) == ""
    assert case.items.get(pk=item.pk).status == ItemStatus.DROPPED
    choices = agent.get(add).context["form"].fields["item"].queryset
    assert problems(send(agent, add, item=choices.get(code="G04").pk, reason="新增地下工程")) == ""
    for page in (text(agent, at("case_items", case)), text(enterprise, reverse("my:case", args=[case.uuid]))):
        assert "不再需要该事项" in page
        assert "新增地下工程" in page
    assert drop not in text(agent, at("item", case, item.pk))
    for page in (text(agent, plan), text(enterprise, own_plan)):
        assert STALE in page
    assert at("set_plan", case) in text(agent, plan)
    assert problems(send(agent, at("set_plan", case), reason="事项调整")) == ""
    assert STALE not in text(agent, plan) + text(enterprise, own_plan)


def test_the_button_is_there_only_where_the_table_has_the_step(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, CaseStatus.DELIVERING)
    page = text(at_desk(cast.chen), at("case_items", case))
    assert at("add_item", case) not in page
    assert "Take an item out" not in page
