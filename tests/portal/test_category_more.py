"""A category guide names its policies, similar cases in protected numbers, and whom to call in which place."""

import re
from datetime import date

import pytest
from django.test import Client

from cases.actions import chief_contacts as naming
from cases.models import ChiefContact, ProjectCategory, Region
from portal import similar
from portal.models import PolicyPage
from tests.cases.figures_kit import lines, publish
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("pages")
URL = "/categories/gongye/?now=1"
MARCH = date(2026, 3, 2)


def section(client: Client, name: str) -> str:
    html = client.get(URL).content.decode()
    return html.partition(f'id="{name}"')[2].partition("</section>")[0]


@pytest.fixture
def industry(reference: None) -> ProjectCategory:
    return ProjectCategory.objects.get(code="IND")


@pytest.mark.req("W-024")
def test_it_names_the_policies_in_force_that_concern_it(client: Client, industry: ProjectCategory) -> None:
    weifang = PolicyPage.objects.get(slug="weifang-0n")
    assert weifang.url in section(client, "policies")
    assert f"{weifang.url}jiedu/" in section(client, "policies")
    weifang.categories = [ProjectCategory.objects.get(code="EDU")]
    weifang.save()
    assert weifang.url not in section(client, "policies")
    weifang.categories = [industry]
    weifang.save()
    assert weifang.url in section(client, "policies")
    PolicyPage.objects.filter(pk=weifang.pk).update(expires_on=date(2020, 1, 1))
    assert weifang.url not in section(client, "policies")


@pytest.mark.req("W-065")
@pytest.mark.parametrize(
    ("groups", "withheld"),
    [([(20, 12, 2, MARCH), (16, 8, 1, MARCH)], False), ([(3, 2, 2, MARCH), (20, 12, 1, MARCH)], True)],
)
def test_the_numbers_are_those_of_the_public_count_and_small_ones_stay_withheld(
    client: Client, groups: list[tuple[int, int, int, date]], withheld: bool
) -> None:
    assert "尚无该类项目的统计" in section(client, "similar")
    publish(lines(*groups))
    values = re.findall(r'<data value="([^"]*)"', section(client, "similar"))
    assert ("暂不分项公布" in section(client, "similar")) is withheld
    assert (not values) if withheld else {"20", "12"} <= set(values)


@pytest.mark.req("W-032")
def test_it_names_the_office_to_call_in_each_place_and_no_person(
    client: Client, cast: Cast, industry: ProjectCategory
) -> None:
    ChiefContact.objects.filter(category=industry).delete()
    assert "尚未指定" in section(client, "call")
    region = Region.objects.get(code="370783")
    unit = cast.chen.posts.filter(until=None)[0].unit
    naming.name(region=region, category=industry, user=cast.chen, unit=unit, reason="示例", by=cast.jin)
    shown = section(client, "call")
    contact = ChiefContact.objects.get(category=industry, until=None)
    assert contact.region.name_zh in shown
    assert contact.unit.phone in shown
    for private in (cast.chen.name, cast.chen.phone, cast.chen.email):
        assert not private or private not in shown
    assert [one.place for one in similar.contacts(industry)] == [contact.region.name_zh]
