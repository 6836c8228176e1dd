"""At the desk: which papers the enterprise believes to have, as long as it shares its list."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import ticks
from cases.actions import checklists as actions
from cases.models import User
from cases.queries import checklists
from tests.cases.test_checklists import some
from tests.cast import Cast, case_in

SignIn = Callable[[User], Client]
HEAD = "What the enterprise has by its own account"


def test_the_agent_sees_shared_ticks_with_the_materials_and_not_after_they_are_taken_back(
    cast: Cast, at_desk: SignIn
) -> None:
    case = case_in(cast, "underway")
    url, agent = reverse("office:case_files", args=[case.uuid]), at_desk(cast.chen)
    assert HEAD not in agent.get(url).content.decode()
    sheet = checklists.read("IND")
    mine = [line for part in sheet.parts if part.item.code == "L08" for line in part.lines]
    told = ticks.write(ticks.Ticks(frozenset({mine[0].code, sheet.lines[-1].code}), version=sheet.version))
    share = actions.share(actions.save("IND", told, by=cast.wang, enterprise=cast.heavy), case, by=cast.wang)
    page = agent.get(url).content.decode()
    assert HEAD in page
    part = page.partition(HEAD)[2]
    assert mine[0].paper.name_en in part
    assert f"1 / {len(mine)}" in part
    assert "1 ticked paper belongs to items that this case does not have." in part
    actions.take_back(share, by=cast.wang)
    assert HEAD not in agent.get(url).content.decode()


def test_many_lists_need_the_same_queries_as_two(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, "underway")
    url, agent = reverse("office:case_files", args=[case.uuid]), at_desk(cast.chen)

    def asked() -> int:
        agent.get(url)
        with CaptureQueriesContext(connection) as found:
            agent.get(url)
        return len(found)

    for code in ("IND", "L08"):
        actions.share(actions.save(code, some(code), by=cast.wang, enterprise=cast.heavy), case, by=cast.wang)
    two = asked()
    for code in ("IND", "RES", "MED", "C05", "G04", "L01"):
        actions.share(actions.save(code, some(code), by=cast.wang, enterprise=cast.heavy), case, by=cast.wang)
    assert asked() == two
