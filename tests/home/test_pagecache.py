"""Published pages come from memory for visitors, and never when they could be anybody's own or out of date."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from wagtail.models import PageViewRestriction, Site

from cases.models import ReferenceVersion, User
from home import pagecache
from home.models import SiteSettings
from portal.models import GuidePage

pytestmark = pytest.mark.usefixtures("pages")
URL = "/guides/c05/"


@pytest.fixture
def guide() -> GuidePage:
    return GuidePage.objects.get(item__code="C05")


def test_the_second_visitor_costs_no_query(client: Client, django_assert_num_queries: Any) -> None:
    first = client.get(URL)
    with django_assert_num_queries(0):
        second = Client().get(URL)
    assert second.content == first.content
    for header in ("Content-Type", "Content-Language", "ETag", "Content-Security-Policy", "X-Frame-Options"):
        assert second[header] == first[header]


def test_control_a_change_that_nobody_announces_stays_unseen(client: Client, guide: GuidePage) -> None:
    client.get(URL)
    GuidePage.objects.filter(pk=guide.pk).update(lead="无人知晓的改动")
    assert "无人知晓的改动" not in client.get(URL).content.decode()
    pagecache.cache.set(pagecache.VERSION_KEY, "another", None)
    assert "无人知晓的改动" in client.get(URL).content.decode()


def test_a_browser_that_has_the_page_gets_304(client: Client) -> None:
    etag = client.get(URL)["ETag"]
    again = client.get(URL, headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.content == b""
    assert client.get(URL, headers={"If-None-Match": '"other"'}).status_code == 200


def test_language_and_display_modes_have_their_own_copies(client: Client) -> None:
    assert "建筑工程施工许可证核发" in client.get(URL).content.decode()
    client.cookies["django_language"] = "en"
    assert "Construction permit" in client.get(URL).content.decode()
    assert "Construction permit" in Client().get(URL, headers={"Accept-Language": "en"}).content.decode()
    client.cookies["size"] = "large"
    assert 'data-size="large"' in client.get(URL).content.decode()
    assert 'data-size="large"' not in Client().get(URL).content.decode()


def test_publishing_replaces_what_is_kept(
    client: Client, guide: GuidePage, django_capture_on_commit_callbacks: Any
) -> None:
    client.get(URL)
    with django_capture_on_commit_callbacks(execute=True):
        guide.lead = "全新的一句话导语。"
        guide.save_revision().publish()
    assert "全新的一句话导语。" in client.get(URL).content.decode()


def test_unpublishing_takes_the_page_away_at_once(
    client: Client, guide: GuidePage, django_capture_on_commit_callbacks: Any
) -> None:
    client.get(URL)
    with django_capture_on_commit_callbacks(execute=True):
        guide.unpublish()
    answer = client.get(URL)
    assert (answer.status_code, answer["Location"]) == (302, "/guides/"), "its address leads to the page above"


def test_a_page_made_private_is_not_served_from_memory(
    client: Client, guide: GuidePage, django_capture_on_commit_callbacks: Any
) -> None:
    client.get(URL)
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=guide, restriction_type="login")
    assert client.get(URL).status_code == 302


def test_a_changed_record_shows_at_once(
    client: Client, guide: GuidePage, django_capture_on_commit_callbacks: Any
) -> None:
    client.get(URL)
    with django_capture_on_commit_callbacks(execute=True):
        guide.item.promised_days = 4
        guide.item.save()
        ReferenceVersion.objects.create(
            model="ApprovalItem", key="C05", number=999, data={"promised_days": 4}, reason="示例"
        )
    assert "4个工作日" in client.get(URL).content.decode()


def test_saved_settings_show_at_once(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    client.get(URL)
    with django_capture_on_commit_callbacks(execute=True):
        site = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        site.icp = "鲁ICP备示例0号"
        site.save()
    assert "鲁ICP备示例0号" in client.get(URL).content.decode()


def test_whoever_has_a_session_gets_a_page_of_their_own(client: Client, db: None) -> None:
    client.get(URL)
    user = User.objects.create_user("editor@example.com", "x" * 12, name="示例编辑", is_staff=True)
    client.force_login(user)
    html = client.get(URL).content.decode()
    assert "示例编辑" in html
    assert "示例编辑" not in Client().get(URL).content.decode()


@pytest.mark.parametrize(
    "url", ["/guides/c05/?x=1", "/search/?q=许可", "/accounts/login/", "/health/", "/guides/none/"]
)
def test_what_is_not_a_plain_published_page_is_never_kept(
    client: Client, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    kept: list[str] = []
    monkeypatch.setattr(pagecache.cache, "set", lambda key, *args, **options: kept.append(key))
    client.get(url)
    assert not [key for key in kept if "page." in key]
    client.get(URL)
    assert [key for key in kept if "page." in key]  # a published page is


def test_a_page_with_a_form_token_is_never_kept(rf: Any) -> None:
    from django.http import HttpResponse  # noqa: PLC0415
    from django.middleware.csrf import get_token  # noqa: PLC0415

    request = rf.get("/")
    response = HttpResponse("x")
    response.published_page = True
    assert pagecache.may_keep(request, response)
    get_token(request)
    assert not pagecache.may_keep(request, response)


def test_a_preview_neither_reads_nor_fills_the_cache(client: Client, guide: GuidePage) -> None:
    client.get(URL)
    guide.lead = "未发布的草稿导语"
    preview = guide.make_preview_request()
    assert "未发布的草稿导语" in preview.content.decode()
    assert "未发布的草稿导语" not in Client().get(URL).content.decode()


def test_a_page_made_from_old_facts_is_never_looked_up(client: Client, guide: GuidePage, rf: Any) -> None:
    """The version is read before the page is made, so a change in between leaves it under a dead version."""
    request = rf.get(URL)
    place = pagecache.key(request, pagecache.version())
    cache.set(pagecache.VERSION_KEY, "newer", None)
    assert pagecache.key(request, pagecache.version()) != place


def test_only_editors_come_near_the_publishing_side(client: Client) -> None:
    officer = User.objects.create_user("officer@example.com", "x" * 12, name="示例代办员")
    client.force_login(officer)
    assert client.get("/cms/").status_code == 403
    officer.groups.add(Group.objects.get(name="政策宣讲员"))
    assert client.get("/cms/").status_code == 403, "the group alone is not enough without is_staff"
    officer.is_staff = True
    officer.save()
    assert client.get("/cms/").status_code == 200


@pytest.mark.django_db
def test_what_a_process_holds_is_made_anew_after_a_change_or_an_hour(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    made: list[int] = []

    def make() -> int:
        made.append(len(made))
        return made[-1]

    assert [pagecache.held("probe", make) for _turn in range(3)] == [0, 0, 0]
    with django_capture_on_commit_callbacks(execute=True):
        pagecache.forget()
    assert [pagecache.held("probe", make) for _turn in range(2)] == [1, 1]
    later = pagecache.time.monotonic() + pagecache.MAX_AGE + 1
    monkeypatch.setattr(pagecache.time, "monotonic", lambda: later)
    assert pagecache.held("probe", make) == 2


@pytest.mark.django_db
def test_a_request_keeps_to_one_version_and_the_next_one_asks_anew() -> None:
    pagecache.request_started.send(sender=None)
    first = pagecache.version()
    pagecache.cache.set(pagecache.VERSION_KEY, "another", None)
    assert pagecache.version() == first
    pagecache.request_finished.send(sender=None)
    assert pagecache.version() == "another"
