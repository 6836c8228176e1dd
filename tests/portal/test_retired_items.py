"""A guide whose item is no longer in force says so, offers nothing, and is found by nobody who does not know its address."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client

from cases.actions import reference as catalogue
from cases.models import ApprovalItem, MaterialRequirement, ReferenceVersion, User
from cases.queries import reference
from home import pagecache
from home.search import finder, nearest
from portal import editorial, keeping
from portal.models import CheckWhy, GuidePage, QuestionPage, WordsCheck
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("pages")
URL = "/guides/c05/"
Retire = Callable[..., None]


def main(client: Client, url: str = URL) -> str:
    return client.get(url + "?now=1").content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.fixture
def retire(cast: Cast, django_capture_on_commit_callbacks: Any) -> Retire:
    def change(**data: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            catalogue.change(ApprovalItem.objects.get(code="C05"), data, reason="示例调整", by=cast.jin)
        cache.clear()

    return change


def test_it_says_since_when_offers_nothing_and_leads_on(client: Client, retire: Retire) -> None:
    assert "/my/projects/new/?items=C05" in main(client)
    with time_machine.travel("2026-11-20 10:00 +0800", tick=False):
        retire(active=False)
    shown = main(client)
    assert "自" in shown
    assert "2026年11月20日" in shown
    assert "不再受理" in shown
    assert "没有替代事项" in shown
    assert "/my/projects/new/" not in shown
    assert '<meta name="robots" content="noindex">' in client.get(URL + "?now=1").content.decode()
    GuidePage.objects.filter(item__code="C05").update(successor=ApprovalItem.objects.get(code="C04"))
    shown = main(client)
    assert "由以下内容替代" in shown
    assert 'href="/guides/c04/"' in shown


def test_it_leaves_search_lists_suggestions_and_site_maps_and_stays_at_its_address(
    client: Client, retire: Retire
) -> None:
    page = GuidePage.objects.get(item__code="C05")

    def seen() -> dict[str, bool]:
        pagecache.forget()
        cache.clear()
        return {
            "search": page.pk in {hit.pk for hit, _kind in finder.find("建筑工程施工许可证核发").pages},
            "suggested": URL in {one.url for one in finder.suggest("建筑工程施工许可证")},
            "nearest": page.pk in {near.pk for near in nearest.nearest("建筑工程施工许可证核发怎么办")},
            "list": "c05/" in main(client, "/guides/"),
            "category": URL in main(client, "/categories/gongye/"),
            "map": URL in main(client, "/sitemap/"),
            "sitemap.xml": URL in client.get("/sitemap.xml").content.decode(),
            "before": URL in main(client, "/guides/v01/"),
            "question": any(URL in main(client, one.url) for one in QuestionPage.objects.filter(items__code="C05")),
        }

    before = seen()
    retire(active=False)
    assert seen() == dict.fromkeys(before, False)
    assert client.get(URL).status_code == 200
    retire(active=True)
    assert seen() == before
    assert before["search"]
    assert before["list"]
    assert before["sitemap.xml"]


def test_the_day_is_that_of_the_last_time_it_went_out_of_use(retire: Retire) -> None:
    item = ApprovalItem.objects.get(code="C05")
    assert reference.out_of_use_since(item) is None
    for moment, active in (("2026-10-01", False), ("2026-10-08", True), ("2026-11-02", False)):
        with time_machine.travel(f"{moment} 23:30 +0800", tick=False):
            retire(active=active)
    with time_machine.travel("2026-11-09 09:00 +0800", tick=False):
        retire(note_zh="停止实施后的说明")
    assert reference.out_of_use_since(item) == datetime(2026, 11, 2).date()


# --- words to check ---------------------------------------------------------------------------------------------------


@pytest.fixture
def promoter(pages: None) -> User:
    user = User.objects.create_user("promoter@example.com", "x" * 12, name="示例宣讲", is_staff=True)
    user.groups.set(Group.objects.filter(name=editorial.PROMOTERS))
    return user


def dashboard(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/cms/promoter/").content.decode()


@pytest.mark.req("W-066")
def test_the_keeper_gets_one_task_with_what_has_changed_and_ends_it(promoter: User, retire: Retire, cast: Cast) -> None:
    page = GuidePage.objects.get(item__code="C05")
    GuidePage.objects.filter(pk=page.pk).update(keeper=promoter)
    assert "待核对文字" not in dashboard(promoter)
    retire(promised_days=4)
    retire(promised_days=3)
    catalogue.change(
        MaterialRequirement.objects.filter(item__code="C05").first(), {"copies": 7}, reason="示例调整", by=cast.jin
    )
    task = WordsCheck.objects.get()
    assert (task.page_id, task.why, len(task.changes)) == (page.pk, CheckWhy.CHANGED, 3)
    shown = dashboard(promoter)
    assert "事项目录有变化，请核对文字" in shown
    assert "→ 3" in shown
    assert "→ 7" in shown
    assert "由您维护" in shown
    client = Client()
    client.force_login(promoter)
    assert client.post(f"/cms/promoter/words/{task.pk}/checked/").status_code == 302
    task.refresh_from_db()
    assert task.done_by == promoter
    assert "待核对文字" not in dashboard(promoter)


def test_an_item_that_ends_gives_a_task_even_where_there_are_no_words(retire: Retire, cast: Cast) -> None:
    page = GuidePage.objects.get(item__code="C05")
    GuidePage.objects.filter(pk=page.pk).update(lead="", lead_en="", body="[]", mistakes="", examples="[]")
    retire(promised_days=4)
    assert not WordsCheck.objects.exists(), "nothing to check"
    retire(active=False)
    assert WordsCheck.objects.get().why == CheckWhy.RETIRED
    retire(active=True)
    assert WordsCheck.objects.get().why == CheckWhy.RETURNED


def test_a_new_version_of_the_page_ends_the_task(retire: Retire, promoter: User) -> None:
    retire(promised_days=4)
    page = GuidePage.objects.get(item__code="C05")
    page.lead = "核对过的导语。"
    page.save_revision(user=promoter).publish()
    assert WordsCheck.objects.get().done_by == promoter


def test_what_was_shipped_asks_nobody_to_check_and_what_somebody_added_does(cast: Cast) -> None:
    said: dict[str, Any] = {"model": "materialrequirement", "number": 1, "data": {"copies": 2}, "reason": "示例"}
    ReferenceVersion.objects.create(key="C05/90", **said)
    assert not keeping.to_check().exists()
    ReferenceVersion.objects.create(key="C05/91", changed_by=cast.jin, **said)
    assert keeping.to_check().count() == 1
