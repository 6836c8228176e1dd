"""Policies are tagged by field, category, stage and place; the list is narrowed by them and the page shows them."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import ProjectCategory, Region, Stage, User
from home.search import finder
from portal import editorial
from portal.models import PolicyField, PolicyIndexPage, PolicyPage

pytestmark = [pytest.mark.usefixtures("pages"), pytest.mark.req("W-026")]


def listed(client: Client, **query: str) -> list[str]:
    found = client.get("/policies/", query | {"now": "1"})
    assert found.status_code == 200
    return [page.slug for page, _tags in found.context["shown"]]


def make(number: int, **many: Iterable[Any]) -> PolicyPage:
    parent = PolicyIndexPage.objects.get()
    page = PolicyPage(
        title=f"示例政策{number}",
        slug=f"p{number}",
        issuer="示例机关",
        issued_on=date(2026, 1, number),
        full_text="<p>x</p>",
    )
    parent.add_child(instance=page)
    for name, rows in many.items():
        setattr(page, name, list(rows))
    page.save()
    return page


@pytest.fixture
def three(pages: None) -> None:
    for page in PolicyPage.objects.all():
        page.unpublish()
    plant, selling = PolicyField.objects.get(slug="plant"), PolicyField.objects.get(slug="selling")
    make(1, fields=[plant], regions=[Region.objects.get(code="370700")])
    make(
        2,
        fields=[selling],
        categories=[ProjectCategory.objects.get(code="RES")],
        regions=[Region.objects.get(code="210214")],
    )
    make(3, stages=[Stage.objects.get(code="S4")])


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["p3", "p2", "p1"]), ({"field": "plant"}, ["p3", "p1"]), ({"category": "RES"}, ["p3", "p2", "p1"]),
        ({"category": "IND"}, ["p3", "p1"]), ({"stage": "S1"}, ["p2", "p1"]), ({"stage": "S4"}, ["p3", "p2", "p1"]),
        ({"region": "370783"}, ["p3", "p1"]), ({"region": "210214"}, ["p3", "p2"]),
        ({"field": "plant", "region": "210214", "stage": "S1"}, []), ({"field": "x' --", "region": "%00"}, ["p3", "p2", "p1"]),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_every_tag_and_what_has_no_tag_concerns_all(
    client: Client, query: dict[str, str], expected: list[str]
) -> None:
    assert listed(client, **query) == expected


@pytest.mark.usefixtures("three")
def test_what_is_no_longer_in_force_stands_last(client: Client) -> None:
    PolicyPage.objects.filter(slug="p3").update(expires_on=date(2026, 1, 31))
    assert listed(client) == ["p2", "p1", "p3"]


def test_the_page_and_its_explanation_show_the_tags(client: Client) -> None:
    for url in ("/policies/weifang-0n/", "/policies/weifang-0n/jiedu/"):
        shown = client.get(url).content.decode()
        for said in ("建厂生产", "盖楼销售", "小区改造", "施工许可", "潍坊市"):
            assert re.search(rf'class="chip"[^>]*>{said}<', shown), (url, said)


def test_the_search_is_narrowed_by_the_stage_of_a_policy() -> None:
    slugs = {page.slug for page, _kind in finder.find("帮代办模式", stage="S3").pages}
    assert "weifang-0n" in slugs
    assert "weifang-0n" not in {page.slug for page, _kind in finder.find("帮代办模式", stage="AG").pages}


@pytest.mark.usefixtures("three")
def test_more_policies_cost_no_more_queries(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            listed(client)
        return len(seen)

    queries()
    few = queries()
    for number in range(4, 25):
        make(number, fields=PolicyField.objects.all(), regions=Region.objects.filter(level="county")[:2])
    assert queries() == few


def test_editors_add_fields_and_tag_policies() -> None:
    user = User.objects.create_user("promoter@example.com", "x" * 12, name="示例宣讲", is_staff=True)
    user.groups.set(Group.objects.filter(name=editorial.PROMOTERS))
    client = Client()
    client.force_login(user)
    form = client.get("/cms/snippets/portal/policyfield/add/")
    assert form.status_code == 200
    sent = {"name_zh": "科技创新", "name_en": "Innovation", "slug": "innovation", "order": "9"}
    assert client.post("/cms/snippets/portal/policyfield/add/", sent).status_code == 302
    page = PolicyPage.objects.live().first()
    assert "科技创新" in client.get(f"/cms/pages/{page.pk}/edit/").content.decode()
