"""Pages are kept true: review dates with reminders, broken links, opinions, searches in vain, and no page that vanishes."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import Page

from cases.actions import alerts, jobs
from cases.enums import JobKind, JobState
from cases.models import Alert, Job, Notice, User
from cases.queries import letters
from home import reading
from home.models import BrokenLink, MissedSearch, PageFeedback
from portal import editorial, exchange, linkcheck, reviewing, tasks
from portal.models import GuidePage, PolicyPage, QuestionIndexPage, QuestionPage, StandardPage

pytestmark = pytest.mark.usefixtures("pages")
MONDAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def nothing_counted_yet() -> None:
    cache.clear()


@pytest.fixture
def promoter() -> User:
    user = User.objects.create_user("promoter@example.com", "x" * 12, name="示例宣讲", is_staff=True)
    user.groups.set(Group.objects.filter(name=editorial.PROMOTERS))
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.req("W-066")
@pytest.mark.parametrize(("days_ago", "told"), [(-1, False), (13, False), (15, True)])
def test_readers_are_told_after_the_grace_period_that_a_page_was_not_checked(days_ago: int, told: bool) -> None:
    page = GuidePage.objects.live().first()
    GuidePage.objects.filter(pk=page.pk).update(review_by=timezone.localdate() - timedelta(days=days_ago))
    assert ("未按时复核" in Client().get(page.url).content.decode()) is told


@pytest.mark.req("W-066")
def test_the_keeper_is_reminded_before_and_promoters_of_what_nobody_keeps(promoter: User) -> None:
    keeper = User.objects.create_user("keeper@example.com", "x" * 12, name="示例维护", is_staff=True)
    first, second = QuestionPage.objects.live()[:2]
    QuestionPage.objects.filter(pk=first.pk).update(review_by=MONDAY + timedelta(days=7), keeper=keeper)
    QuestionPage.objects.filter(pk=second.pk).update(review_by=MONDAY - timedelta(days=7))
    assert reviewing.remind(MONDAY + timedelta(days=1)) == 0, "once a week"
    assert reviewing.remind(MONDAY) == 2
    told = {notice.recipient: notice.data for notice in Notice.objects.filter(kind="pages_due")}
    assert first.title in str(told[keeper])
    assert second.title in str(told[promoter])
    assert first.title not in str(told[promoter])


@pytest.mark.req("W-066")
@pytest.mark.req("W-066")
def test_a_page_past_its_day_climbs_the_ladder_until_it_is_reviewed(promoter: User) -> None:
    page = GuidePage.objects.live().first()
    GuidePage.objects.filter(pk=page.pk).update(review_by=date(2026, 11, 27))
    with time_machine.travel("2026-11-30 10:00 +0800", tick=False):
        assert alerts.run() == 1
        assert alerts.run() == 0
    (notice,) = Notice.objects.filter(kind="alert_page")
    assert notice.recipient == promoter
    assert page.title in letters.subject(notice)
    assert f"/{page.pk}/edit/" in letters.body(notice)
    GuidePage.objects.filter(pk=page.pk).update(review_by=date(2027, 11, 27))
    with time_machine.travel("2026-12-01 10:00 +0800", tick=False):
        alerts.run()
    assert Alert.objects.get().ended_on == date(2026, 12, 1)


def test_every_page_of_the_start_content_has_a_review_date() -> None:
    assert all(page.review_by for page in Page.objects.live().specific() if hasattr(page, "review_by"))


def opinion(client: Client, page: Page, useful: str, **more: Any) -> Any:
    return client.post("/useful/", {"page": page.pk, "useful": useful} | more)


def test_was_this_useful_works_without_script_and_is_counted_without_names(client: Client) -> None:
    page = GuidePage.objects.live().first()
    shown = client.get(page.url).content.decode()
    assert 'action="/useful/"' in shown
    assert f'name="page" value="{page.pk}"' in shown
    assert opinion(client, page, "yes").status_code == 200
    asked = opinion(client, page, "no").content.decode()
    assert "<textarea" in asked
    opinion(client, page, "no", comment="缺联系电话，请打13812345678")
    assert list(PageFeedback.objects.order_by("pk").values_list("useful", flat=True)) == [True, False, False]
    assert PageFeedback.objects.latest("pk").comment == "缺联系电话，请打（已略）"


def test_public_pages_with_the_question_are_still_kept_in_the_cache(client: Client) -> None:
    page = GuidePage.objects.live().first()
    assert "ETag" in client.get(page.url)
    assert "csrftoken" not in client.cookies


def test_one_network_cannot_make_a_page_look_bad(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "OPINIONS", 2)
    page = GuidePage.objects.live().first()
    answers = [opinion(client, page, "no") for _try in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429, 429]
    assert "没有计入" in answers[-1].content.decode(), "nobody is told that it counted"
    assert PageFeedback.objects.count() == 2


@pytest.mark.parametrize("told", ["", "maybe", "\x00"])
def test_neither_yes_nor_no_is_no_opinion(client: Client, told: str) -> None:
    page = GuidePage.objects.live().first()
    answer = client.post("/useful/", {"page": page.pk, "useful": told}, follow=True)
    assert answer.redirect_chain == [(page.url, 302)]
    assert "您的意见没有计入：请在页面下方选择“是”或者“否”。" in answer.content.decode()
    assert not PageFeedback.objects.exists()


@pytest.mark.parametrize("page", ["", "0", "x", "9" * 40])
def test_an_opinion_on_nothing_is_nothing(client: Client, page: str) -> None:
    answer = client.post("/useful/", {"page": page, "useful": "no"}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "您的意见没有计入：所评价的页面没有发布。" in answer.content.decode()
    assert not PageFeedback.objects.exists()


def test_a_search_in_vain_is_counted_and_one_with_hits_is_not(client: Client) -> None:
    for words in ("量子泡菜", "量子泡菜", "施工许可", "***", "😀", "-", "泡菜" * 30):
        client.get("/search/", {"q": words})
    assert list(MissedSearch.objects.values_list("words", "times")) == [("量子泡菜", 2)]


def test_links_that_lead_nowhere_are_found_and_others_are_not() -> None:
    page = StandardPage.objects.live().first()
    other = QuestionPage.objects.live().first()
    html = (
        f'<p><a linktype="page" id="{other.pk}">a</a> <a href="/guides/l08/">b</a> <a href="/check/">c</a>'
        '<a href="/guides/zzz/">d</a> <a href="https://example.com/">e</a></p>'
    )
    page.body = [("text", html)]
    page.save()
    assert linkcheck.run() == 1
    assert BrokenLink.objects.get().target == "/guides/zzz/"
    other.unpublish()
    assert linkcheck.run() == 2
    assert set(BrokenLink.objects.values_list("target", flat=True)) == {"/guides/zzz/", f"page {other.pk}"}


def links_told(user: User) -> str:
    page = signed_in(user).get("/cms/promoter/").content.decode()
    return page.partition('id="links"')[2].partition("<h2")[0]


@pytest.mark.req("W-066")
def test_links_that_nobody_looked_at_are_not_called_sound(promoter: User) -> None:
    told = links_told(promoter)
    assert "尚未检查" in told
    assert "没有失效链接" not in told
    with time_machine.travel("2026-12-01 10:20 +0800", tick=False):
        assert linkcheck.run() == 0
    told = links_told(promoter)
    assert "尚未检查" not in told
    assert "没有失效链接" in told
    assert "2026年12月1日" in told
    assert "10:20" in told


@pytest.mark.req("W-066")
def test_links_are_checked_now_in_the_background_by_who_may(promoter: User) -> None:
    desk, address = signed_in(promoter), "/cms/promoter/links/check/"
    assert f'action="{address}"' in links_told(promoter)
    for _twice in range(2):
        assert desk.post(address)["Location"] == "/cms/promoter/"
    job = Job.objects.get(kind=JobKind.CHECK_LINKS)  # one, however often it is pressed
    assert job.made_by == promoter
    page = desk.get("/cms/promoter/").content.decode()
    assert "<progress" in page
    assert 'http-equiv="refresh" content="5;url=/cms/promoter/"' in page, (
        "an address with a place in it is not loaded again"
    )
    assert f'action="{address}"' not in page
    assert jobs.run(job.pk, size=40)
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.DONE, Page.objects.live().count())
    assert job.counts["broken"] == BrokenLink.objects.count() == 0
    assert "<progress" not in links_told(promoter)
    other = User.objects.create_user("other@example.com", "x" * 12, name="示例", is_staff=True)
    other.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert f'action="{address}"' not in links_told(other)
    assert signed_in(other).post(address).status_code in {302, 403}
    assert Job.objects.filter(kind=JobKind.CHECK_LINKS).count() == 1


@pytest.mark.req("W-066")
def test_a_check_that_stopped_says_so_and_a_page_taken_down_has_no_broken_link(promoter: User) -> None:
    page = StandardPage.objects.live().first()
    page.body = [("text", '<p><a href="/guides/zzz/">d</a></p>')]
    page.save()
    assert linkcheck.run() == 1
    page.unpublish()
    assert linkcheck.run() == 0
    Job.objects.create(kind=JobKind.CHECK_LINKS, state=JobState.FAILED, finished_at=timezone.now(), error="OSError")
    told = links_told(promoter)
    assert "上次检查因故障中断" in told
    assert "立即检查" in told


def test_a_page_taken_down_leads_to_the_page_above_and_stands_again_when_published(client: Client) -> None:
    page = QuestionPage.objects.live().first()
    address = page.url
    page.unpublish()
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, "/ask/")
    assert QuestionPage.objects.filter(pk=page.pk).exists()
    page.get_latest_revision().publish()
    assert client.get(address).status_code == 200


def test_nobody_deletes_many_published_pages_at_once() -> None:
    admin = User.objects.create_superuser("root@example.com", "x" * 12, name="示例")
    keys = list(QuestionPage.objects.live().values_list("pk", flat=True)[:2])
    query = "&".join(f"id={key}" for key in keys)
    signed_in(admin).post(f"/cms/bulk/wagtailcore/page/delete/?{query}&next=/cms/")
    assert QuestionPage.objects.filter(pk__in=keys).count() == 2


def test_what_is_scheduled_is_published_by_the_clock(client: Client) -> None:
    page = QuestionPage.objects.live().first()
    page.unpublish()
    page.go_live_at = timezone.now() - timedelta(minutes=5)
    revision = page.save_revision(approved_go_live_at=page.go_live_at)
    assert revision.approved_go_live_at
    tasks.publish_scheduled.call_local()
    assert client.get(page.url).status_code == 200


@pytest.mark.req("W-067")
def test_the_dashboard_shows_rates_and_what_waits_ages_and_is_missed(promoter: User, client: Client) -> None:
    first = QuestionPage.objects.live().first()
    QuestionPage.objects.filter(pk=first.pk).update(review_by=timezone.localdate() - timedelta(days=1))
    total = QuestionPage.objects.live().count()
    client.get("/search/", {"q": "量子泡菜"})
    opinion(client, first, "no", comment="太长了")
    client.post("/ask-online/enough/", {"page": first.pk, "q": "x"})
    page = signed_in(promoter).get("/cms/promoter/")
    board = page.context["board"]
    assert (board.direct.part, board.direct.whole, board.direct.percent) == (1, 1, 100)
    assert (board.reviewed.part, board.reviewed.whole) == (total - 1, total)
    text = page.content.decode()
    for said in ("量子泡菜", "太长了", first.title, "咨询直办率"):
        assert said in text
    assert client.get("/cms/promoter/").status_code == 302, "only for editors"


@pytest.mark.req("W-061", "W-066")
@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_questions_go_out_and_come_back_unchanged(promoter: User, form: str) -> None:
    answer = signed_in(promoter).get("/cms/promoter/questions/export/", {"format": form})
    text = answer.content.decode()
    rows = exchange.parse(text)
    assert len(rows) == QuestionPage.objects.live().count()
    assert set(rows[0]) == set(exchange.COLUMNS)
    assert any(row["policies"] for row in rows)
    assert any(row["items"] for row in rows)
    made = exchange.take_in(rows, by=promoter)
    assert (made.same, made.created, made.changed, made.refused) == (len(rows), [], [], [])


@pytest.mark.req("W-061", "W-066")
def test_what_comes_in_is_a_draft_without_personal_data(promoter: User, client: Client) -> None:
    known = QuestionPage.objects.live().first()
    rows = [
        {"question": "节假日能办吗？", "answer": "线上全天可提交，电话13812345678。", "items": "C05"},
        {"id": known.slug, "question": known.title, "answer": "改过的回答。"},
        {"question": "", "answer": "x"},
    ]
    made = exchange.take_in(exchange.parse("\n".join(json.dumps(row) for row in rows)), by=promoter)
    assert (len(made.created), made.changed, len(made.refused)) == (1, [known.slug], 1)
    new = QuestionPage.objects.get(slug=made.created[0])
    assert not new.live
    assert "138" not in new.answer
    known.refresh_from_db()
    assert known.answer != "改过的回答。", "readers see the old one until it is approved"
    assert known.get_latest_revision_as_object().answer == "改过的回答。"


@pytest.mark.req("W-061", "W-066")
def test_policies_items_and_topic_come_in_and_what_an_entry_leaves_empty_stays(promoter: User) -> None:
    policy, other = PolicyPage.objects.order_by("pk")[:2]
    known = next(page for page in QuestionPage.objects.live() if list(page.policies.all()) != [policy])
    before = list(known.items.all())
    full = {
        "question": "标准地能享受什么？",
        "answer": "按政策。",
        "policies": f"{policy.slug},{other.slug} x",
        "topic": "land",
    }
    changed = {"id": known.slug, "question": known.title, "answer": known.answer, "policies": policy.slug}
    made = exchange.take_in([full, changed], by=promoter)
    assert (len(made.created), made.changed, made.same) == (1, [known.slug], 0)
    new = QuestionPage.objects.get(slug=made.created[0])
    assert (new.topic, set(new.policies.all())) == ("land", {policy, other})
    known.refresh_from_db()
    latest = known.get_latest_revision_as_object()
    assert (list(latest.policies.all()), list(latest.items.all()), latest.topic) == ([policy], before, known.topic)
    silent = {"id": known.slug, "question": known.title, "answer": known.answer}
    assert exchange.take_in([silent], by=promoter).same == 1  # control: an entry of version 1 changes no policy


def test_a_file_that_cannot_be_read_is_refused_in_words(promoter: User) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    client = signed_in(promoter)
    for data in (b"{broken", b"\xff\xfe\x00"):
        sent = client.post("/cms/promoter/questions/import/", {"file": SimpleUploadedFile("x.jsonl", data)})
        assert sent.status_code == 422
    assert QuestionIndexPage.objects.get().get_children().filter(live=False).count() == 0


def test_a_cell_never_begins_a_formula() -> None:
    row = dict.fromkeys(exchange.COLUMNS, "") | {"question": "=1+1"}
    assert "'=1+1" in exchange.as_csv([row])


@pytest.mark.req("W-061")
def test_a_file_of_a_chinese_spreadsheet_is_read_and_what_is_none_is_refused_with_the_reason(promoter: User) -> None:
    desk, address = signed_in(promoter), "/cms/promoter/questions/import/"
    desk.cookies["django_language"] = "en"

    def sent(content: bytes) -> Any:
        return desk.post(address, {"file": SimpleUploadedFile("questions.csv", content)}, follow=True)

    good = "question,answer\n节假日能办吗？,线上全天可提交。\n没有回答？,\n"
    page = sent(good.encode("gb18030")).content.decode()
    assert "1 new drafts" in page
    assert "Entry 2 was refused: “answer” is empty." in page
    for bad in (b"MZ\x90\x00\x03\x00\x00\x00", b"[[[[", "question;answer\n甲;乙\n".encode()):
        answer = sent(bad)
        assert answer.status_code == 422
        assert "This file cannot be read" in answer.content.decode()


@pytest.mark.req("W-066")
def test_an_old_page_says_so_above_its_words(client: Client) -> None:
    page = QuestionPage.objects.live().first()
    assert "未按时复核" not in client.get(f"{page.url}?now=1").content.decode()
    QuestionPage.objects.filter(pk=page.pk).update(review_by=timezone.localdate() - timedelta(days=60))
    main = client.get(f"{page.url}?now=2").content.decode().partition("<main")[2]
    assert main.count("未按时复核") == 1
    assert main.index("<h1") < main.index("未按时复核") < main.index(escape(page.answer))


@pytest.mark.req("W-066")
def test_a_word_that_nobody_found_begins_a_group_of_synonyms(promoter: User) -> None:
    MissedSearch.objects.create(words="砍大树", times=3)
    desk = signed_in(promoter)
    page = desk.get("/cms/promoter/").content.decode()
    address = re.search(r'href="([^"]*synonyms/add/[^"]*)"', page)
    assert address
    assert 'value="砍大树"' in desk.get(address[1]).content.decode()
