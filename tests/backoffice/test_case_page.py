"""The case page: everything in one place, at a price that does not grow."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backoffice.views.case import TABS
from cases.enums import CaseStatus
from cases.models import Case, User
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

SignIn = Callable[[User], Client]
MOST = 25
# The pages that are opened most, in any status.
OPENED = {"case": 19, "case_items": 14, "case_plan": 20}


def cost(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("region", [SHOUGUANG, PULANDIAN])
@pytest.mark.parametrize("status", [CaseStatus.SUBMITTED, CaseStatus.UNDERWAY, CaseStatus.CLOSED])
def test_every_section_of_the_case_page_costs_at_most_25_queries(
    status: str, region: str, cast: Cast, at_desk: SignIn
) -> None:
    case = case_in(cast, status, region)
    client = at_desk(cast.liu if region == PULANDIAN else cast.chen)
    costs = {name: cost(client, reverse(f"office:{name}", args=[case.uuid])) for name, _label in TABS}
    assert {name: n for name, n in costs.items() if n > OPENED.get(name, MOST)} == {}


def test_a_case_of_sixteen_items_costs_as_much_as_one_of_three(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.chen)
    small, large = case_in(cast, CaseStatus.UNDERWAY), case_in(cast, CaseStatus.UNDERWAY, keep=None, name="示例大项目")
    assert large.items.count() > 10
    for name, _label in TABS:
        few, many = (cost(client, reverse(f"office:{name}", args=[case.uuid])) for case in (small, large))
        assert many <= few + 1, name


def test_every_section_shows_its_heading_in_both_languages(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    client = at_desk(cast.chen)
    for name, _label in TABS:
        url = reverse(f"office:{name}", args=[case.uuid])
        english = client.get(url).content.decode()
        chinese = client.get(url, headers={"accept-language": "zh-CN"}).content.decode()
        assert 'lang="en"' in english
        assert 'lang="zh-Hans"' in chinese
        assert case.number in chinese
        assert "Record progress" not in chinese


def test_a_withdrawn_draft_has_no_page_at_the_desk(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, CaseStatus.DRAFT)
    assert at_desk(cast.chen).get(reverse("office:case", args=[case.uuid])).status_code == 404
    assert Case.objects.filter(pk=case.pk).exists()
