"""A published page is found by its address alone, and only as long as it stands there."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction, Site

from portal.models import GuideIndexPage, GuidePage

pytestmark = pytest.mark.usefixtures("pages")


def test_a_plain_page_that_is_not_in_the_cache_costs_one_query(client: Client, django_assert_num_queries: Any) -> None:
    client.get("/accessibility/?x=1")
    with django_assert_num_queries(1):
        assert client.get("/accessibility/?x=1").status_code == 200


def test_the_trail_leads_home(client: Client) -> None:
    html = client.get("/guides/c05/?x=1").content.decode()
    trail = html.partition('class="breadcrumbs"')[2].partition("</nav>")[0]
    assert 'href="/"' in trail
    assert 'href="/guides/"' in trail


def test_what_was_taken_down_or_moved_is_not_served_from_what_is_held(client: Client) -> None:
    client.get("/guides/c05/?x=1")
    GuidePage.objects.filter(item__code="C05").update(live=False)  # announced to nobody
    assert client.get("/guides/c05/?x=1").status_code == 404
    page = GuidePage.objects.get(item__code="C06")
    GuidePage.objects.filter(pk=page.pk).update(slug="moved", url_path=page.url_path.replace("c06", "moved"))
    assert client.get("/guides/c06/?x=1").status_code == 404
    assert client.get("/guides/moved/?x=1").status_code == 200  # as Wagtail finds it
    assert client.get("/guides/nothing/").status_code == 404


def test_a_restricted_page_asks_who_is_there(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    client.get("/guides/c05/?x=1")
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=GuideIndexPage.objects.get(), restriction_type="login")
    assert client.get("/guides/c05/?x=1").status_code == 302
    assert client.get("/accessibility/?x=1").status_code == 200  # control: the rest is open


def test_with_a_second_site_the_name_decides(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    assert client.get("/c05/", headers={"host": "testserver"}).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        root = GuideIndexPage.objects.get()
        Site.objects.create(hostname="testserver", port=80, root_page=root, is_default_site=False)
    assert client.get("/c05/", headers={"host": "testserver"}).status_code == 200
