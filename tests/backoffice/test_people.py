"""People and posts: who is listed, and the warning when a county has too few or too many chief liaisons."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import PostRole
from cases.models import Membership, Region, User
from cases.queries import liaisons
from tests.cast import Cast, people

SignIn = Callable[[User], Client]


def shown(client: Client, query: str = "") -> str:
    answer = client.get(reverse("office:people") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_people_are_those_with_a_post_and_the_others_are_one_filter_away(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.jin)
    newcomer = people.person("newcomer", "无岗位")
    cast.qian.posts.update(until=timezone.localdate() - timedelta(days=1))
    assert [name in shown(client) for name in (cast.chen.name, newcomer.name, cast.qian.name)] == [True, False, False]
    idle = shown(client, "?held=none")
    assert [name in idle for name in (cast.chen.name, newcomer.name, cast.qian.name)] == [False, True, True]
    everybody = shown(client, "?held=all&q=无岗位")
    assert newcomer.name in everybody
    assert cast.wang.name not in shown(client, "?held=all") + idle


def test_an_officer_who_also_belongs_to_an_enterprise_stays_an_officer(cast: Cast, at_desk: SignIn) -> None:
    Membership.objects.create(enterprise=cast.heavy, user=cast.chen, role="member")
    client = at_desk(cast.jin)
    assert cast.chen.name in shown(client)
    assert client.get(reverse("office:person", args=[cast.chen.pk])).status_code == 200


@pytest.mark.req("W-031")
def test_a_county_outside_three_to_five_chief_liaisons_is_named_in_a_warning(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.jin)
    county = Region.objects.get(code="370783")
    agency = county.units.get(code="370783-agency")

    def warned() -> dict[str, int]:
        page = shown(client)
        found = {row.region.code: row.held for row in liaisons.outside_numbers()}
        assert ("Shouguang: 1, wanted 3 to 5" in page) == (found.get("370783") == 1)
        assert "210214" not in found  # 1+3+N has no chief liaisons
        told = at_desk(cast.sun).get(reverse("office:duties")).context["outside"]  # who names them reads it too
        assert [row.region.code for row in told] == [code for code in found if code == "370783"]
        return found

    assert warned()["370783"] == 1
    for number in range(2, 4):
        people.post(people.person(f"liaison{number}", f"联络员{number}"), agency.code, PostRole.CHIEF_LIAISON)
    assert "370783" not in warned()
    for number in range(4, 7):
        people.post(people.person(f"liaison{number}", f"联络员{number}"), agency.code, PostRole.CHIEF_LIAISON)
    assert warned()["370783"] == 6
    assert warned()["370702"] == 0
