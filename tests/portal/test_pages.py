"""The published pages say what the records say, in both languages, on every type of page."""

import hashlib
import html
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override
from wagtail.models import Page

from cases.models import ApprovalItem, ProjectCategory, User
from home.models import HomePage, PublicPage
from portal import reading
from portal.content import markup
from portal.loading import Loader
from portal.models import ChecklistPage, GuidePage, PolicyPage, QuestionPage, StandardPage

pytestmark = pytest.mark.usefixtures("pages")
TEXTS = {  # what is left of the official texts without spaces; the impossible cover date of the second is left out
    "weifang-0n": "1b10fd9d674819d701abf7d1d11ef9d8fe4bb53885c98ef1f9a037f47f14464b",
    "pulandian-13n": "16a02ae87a476d324b10bcd4b9a7e900e277c80c2bd3e945542c77e7cf308ba7",
}


def _text(response: Any) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_every_published_page_opens_in_both_languages(client: Client) -> None:
    urls = [page.url for page in Page.objects.live().specific() if isinstance(page, PublicPage)]
    assert len(urls) > 130
    client.cookies["django_language"] = "en"
    assert [url for url in urls if client.get(url).status_code != 200] == []
    client.cookies["django_language"] = "zh-hans"
    assert [url for url in urls if client.get(url).status_code != 200] == []


def test_every_page_has_one_h1_a_title_and_a_way_back(client: Client) -> None:
    kinds = {type(page): page for page in Page.objects.live().specific() if isinstance(page, PublicPage)}
    assert len(kinds) >= 14
    for page in kinds.values():
        found = client.get(page.url).content.decode()
        assert found.count("<h1") == 1, page.url
        assert ("breadcrumbs" in found) == (page.depth > 2), page.url
        assert "<title>" in found


@pytest.mark.req("W-024")
def test_each_category_and_each_item_has_its_pages() -> None:
    assert GuidePage.objects.live().count() == ApprovalItem.objects.count() == 75
    assert ProjectCategory.objects.filter(category_page__live=True, checklist_page__live=True).count() == 9


@pytest.mark.req("W-066")
def test_questions_are_short_answers_with_a_review_date() -> None:
    questions = QuestionPage.objects.live()
    assert questions.count() >= 20
    assert all(page.answer and page.review_by and len(page.answer) <= 400 for page in questions)


def test_a_guide_shows_what_the_record_says(client: Client) -> None:
    item = ApprovalItem.objects.get(code="C05")
    text = _text(client.get("/guides/c05/"))
    for fact in (item.name_zh, item.department_text_zh, item.legal_basis_zh, item.result_zh, item.note_zh, item.fee_zh):
        assert fact in text
    for paper in item.materials.all():
        assert paper.name_zh in text
    assert "7个工作日" in text
    assert "1个工作日" in text
    for link in item.links.exclude(requires=None):
        assert link.requires.name_zh in text
    assert 'href="/guides/g04/"' in client.get("/guides/c05/").content.decode()


def test_who_decides_is_said_once(client: Client) -> None:
    same = next(item for item in ApprovalItem.objects.all() if item.department_text_zh == item.department.name_zh)
    other = next(item for item in ApprovalItem.objects.all() if item.department_text_zh != item.department.name_zh)
    for item, lines in ((same, 1), (other, 2)):
        section = (
            client.get(f"/guides/{item.code.lower()}/").content.decode().split("谁来定</h2>")[1].split("</section>")[0]
        )
        assert section.count("<br>") == lines - 1, item.code
        assert item.department_text_zh in section


def test_nothing_of_the_record_is_stored_in_the_page() -> None:
    page = GuidePage.objects.get(item__code="C05")
    page.item.name_zh = "施工许可新名称"
    page.item.save()
    again = GuidePage.objects.get(pk=page.pk)
    with override("zh-hans"):
        assert again.shown_title == "施工许可新名称"
    again.save()
    assert again.title == "施工许可新名称"


def test_local_practice_is_marked_for_everybody_and_certainty_only_for_editors(client: Client) -> None:
    mark, note = "可信度", "以当地公布为准。"
    local = ApprovalItem.objects.filter(certainty="C").first()
    certain = ApprovalItem.objects.filter(certainty="A").first()
    assert f"按通常做法列出，{note}" in _text(client.get(f"/guides/{local.code.lower()}/"))
    assert "按通常做法列出" not in _text(client.get(f"/guides/{certain.code.lower()}/"))
    assert mark not in _text(client.get(f"/guides/{local.code.lower()}/"))
    client.force_login(User.objects.create_user("e@example.com", "x" * 12, name="示例编辑", is_staff=True))
    assert mark in _text(client.get(f"/guides/{local.code.lower()}/"))


def test_a_reader_of_english_gets_names_limits_and_papers_in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"
    text = _text(client.get("/guides/c05/"))
    assert "7 working days" in text
    assert "1 working day " in text
    assert "Commitment on funds" in text
    assert "Industry projects" in _text(client.get("/categories/gongye/"))


def test_a_category_shows_needed_items_and_the_question_that_decides(client: Client) -> None:
    text = _text(client.get("/categories/yiliao/"))
    radiology = ApprovalItem.objects.get(code="G16")
    assert radiology.name_zh in text
    assert radiology.question_zh in text
    assert "商品房预售许可" not in text
    found = client.get("/categories/yiliao/").content.decode()
    assert 'href="/my/projects/new/?category=MED"' in found
    assert 'href="/checklists/yiliao/"' in found


def test_typical_time_is_computed_from_the_plan_engine() -> None:
    """Land 30, planning permit 33, design 37, project permit 40, drawings 47, construction permit 48 (domain B.2)."""
    assert reading.typical_days(ProjectCategory.objects.get(code="IND")) == 48


def test_a_checklist_leads_into_an_application_without_javascript(client: Client) -> None:
    found = client.get("/checklists/gongye/").content.decode()
    assert 'action="/checklists/start/"' in found
    assert 'method="get"' in found
    assert re.search(r'name="items" value="L01" checked', found)
    assert re.search(r'name="items" value="L02">', found)
    assert 'name="category" value="IND"' in found
    answer = client.get("/checklists/start/?category=IND&items=L01&items=L08&items=G03&done=G03")
    assert answer["Location"] == "/my/projects/new/?category=IND&items=L01,L08&done=G03"


@pytest.mark.parametrize("query", ["", "items=<script>&done=../..&category=%00", "items=" + "L01," * 9000, "x=1"])
def test_a_checklist_passes_on_nothing_but_codes(client: Client, query: str) -> None:
    answer = client.get(f"/checklists/start/?{query}")
    assert answer.status_code == 302
    assert re.fullmatch(r"/my/projects/new/\?(items=L01)?", answer["Location"])


@pytest.mark.parametrize("slug", list(TEXTS))
def test_the_policies_are_published_word_for_word(client: Client, slug: str) -> None:
    page = PolicyPage.objects.get(slug=slug)
    plain = re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]+>", "", page.full_text)))
    assert hashlib.sha256(plain.encode()).hexdigest() == TEXTS[slug]
    article = client.get(page.url).content.decode().partition("<article")[2].partition("</article>")[0]
    shown = re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]+>", "", article.partition(">")[2])))
    assert shown == plain


def test_the_impossible_cover_date_is_nowhere(client: Client) -> None:
    page = PolicyPage.objects.get(slug="pulandian-13n")
    assert page.issued_on.isoformat() == "2021-02-10"
    assert "2月30日" not in client.get(page.url).content.decode()
    assert page.get_children().live().count() == 1


def test_loading_again_creates_nothing_and_keeps_what_editors_wrote() -> None:
    page = StandardPage.objects.get(slug="about")
    page.lead = "编辑改过的导语"
    page.save_revision().publish()
    moved = QuestionPage.objects.live().first()
    moved.answer = "编辑改过的回答"
    moved.save()
    before = Page.objects.count()
    call_command("load_pages", verbosity=0)
    assert Page.objects.count() == before
    assert StandardPage.objects.get(slug="about").lead == "编辑改过的导语"
    assert QuestionPage.objects.get(pk=moved.pk).answer == "编辑改过的回答"


def test_loading_brings_back_only_what_is_missing() -> None:
    ChecklistPage.objects.get(category__code="IND").delete()
    assert Loader().run() == 1
    assert ChecklistPage.objects.filter(category__code="IND", live=True).exists()


def test_site_map_and_sitemap_name_every_door(client: Client) -> None:
    html_map, xml = client.get("/sitemap/").content.decode(), client.get("/sitemap.xml").content.decode()
    for path in ("/guides/c05/", "/categories/gongye/", "/checklists/gongye/", "/policies/weifang-0n/", "/privacy/"):
        assert path in html_map
        assert path in xml


def test_the_home_page_says_who_how_and_that_it_is_free(client: Client) -> None:
    text = _text(client.get("/"))
    for words in ("全程免费", "1亿元及以上", "重大重点项目名单", "15个工作日", "联审会议", "首席代办员"):
        assert words in text
    assert HomePage.objects.count() == 1
    for door in ("/guides/", "/policies/", "/checklists/", "/ask/", "/my/"):
        assert f'href="{door}"' in client.get("/").content.decode()


def test_markup_becomes_blocks_and_escapes() -> None:
    found = markup.blocks(
        "## 标题\n\n一段<b>\n\n- 甲\n- **乙**\n\n!due 注意｜别忘\n\n1) 第一步｜做\n2) 第二步\n\n? 问｜答"
    )
    assert [block["type"] for block in found] == ["heading", "text", "callout", "steps", "details"]
    assert found[1]["value"] == "<p>一段&lt;b&gt;</p><ul><li>甲</li><li><b>乙</b></li></ul>"
    assert found[3]["value"]["steps"] == [{"title": "第一步", "text": "<p>做</p>"}, {"title": "第二步", "text": ""}]
