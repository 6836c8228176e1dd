"""On an English page Chinese words are marked as Chinese, so that screen readers say them right (WCAG 3.1.2)."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from home.models import PublicPage, SiteSettings
from home.search.words import HAN
from portal.models import NoticeIndexPage, NoticePage, PolicyPage
from tests.cases.figures_kit import lines, publish

pytestmark = pytest.mark.usefixtures("pages")
CHINESE = re.compile(f"[{HAN}]")
VOID = {"meta", "link", "input", "img", "br", "hr", "wbr", "source", "col", "path", "circle", "line", "rect", "use"}


class Unmarked(HTMLParser):
    """Chinese text of which no element around it says that it is Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.languages: list[tuple[str, str]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            before = self.languages[-1][1] if self.languages else ""
            self.languages.append((tag, dict(attributes).get("lang") or before))

    def handle_endtag(self, tag: str) -> None:
        while self.languages and tag in {name for name, _language in self.languages}:
            if self.languages.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        inside = self.languages[-1] if self.languages else ("", "")
        if CHINESE.search(data) and inside[0] not in {"script", "title"} and not inside[1].startswith("zh"):
            self.found.append(data.strip()[:60])


def unmarked(client: Client, url: str) -> list[str]:
    answer = client.get(url)
    assert answer.status_code == 200, url
    reader = Unmarked()
    reader.feed(answer.content.decode())
    return reader.found


@pytest.fixture
def english(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    site = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    site.host_unit, site.run_unit, site.address, site.hours = (
        "示例市审批服务局",
        "示例市大数据局",
        "示例路1号",
        "工作日8:30至17:00",
    )
    site.icp, site.police_record = "鲁ICP备示例0号", "鲁公网安备示例0号"
    site.save()
    parent = NoticeIndexPage.objects.get()
    parent.add_child(
        instance=NoticePage(
            title="只有中文的通知", slug="only-zh", date=timezone.localdate(), kind="news", lead="只有中文。"
        )
    )
    return client


def test_the_foot_is_in_english_where_the_editors_wrote_it(
    english: Client, django_capture_on_commit_callbacks: Any
) -> None:
    assert '<span lang="zh-Hans">工作日8:30至17:00</span>' in english.get("/about/").content.decode()
    site = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    site.host_unit_en, site.run_unit_en, site.address_en, site.hours_en = "Bureau", "Centre", "1 Road", "8:30 to 17:00"
    with django_capture_on_commit_callbacks(execute=True):
        site.save()
    page = english.get("/about/?anew=1").content.decode()
    for said, gone in (
        (site.host_unit_en, site.host_unit),
        (site.run_unit_en, site.run_unit),
        (site.hours_en, site.hours),
    ):
        assert said in page
        assert gone not in page
    assert site.address_en in page


def test_what_the_law_makes_a_site_show_has_an_english_label_and_keeps_its_chinese_number(english: Client) -> None:
    page = english.get("/about/").content.decode()
    for label, number in (("ICP filing no.", "鲁ICP备示例0号"), ("Public security filing no.", "鲁公网安备示例0号")):
        assert f'<li>{label}: <span lang="zh-Hans">{number}</span></li>' in page
    chinese = Client().get("/about/").content.decode()
    assert "<li>ICP备案号：鲁ICP备示例0号</li>" in chinese, "control: on a Chinese page there is nothing to mark"


def test_every_kind_of_page_marks_its_chinese_words(english: Client) -> None:
    kinds: dict[type[Page], PublicPage] = {}
    for page in Page.objects.live().specific().order_by("path"):
        if isinstance(page, PublicPage):
            kinds.setdefault(type(page), page)
    urls = [page.url or "/" for page in kinds.values()]
    more = [PolicyPage.objects.get(slug="pulandian-13n").url, "/news/only-zh/", "/guides/l01/"]
    assert {url: found for url in dict.fromkeys([*urls, *more]) if (found := unmarked(english, url))} == {}


@pytest.mark.parametrize(
    "url",
    [
        "/search/?q=只有中文", "/search/?q=施工许可", "/which-approvals/", "/which-approvals/result/?category=IND",
        "/which-benefits/?category=IND", "/progress/", "/ask-online/", "/complain/", "/check/", "/sitemap/",
        "/duties-and-contacts/", "/organisation/", "/service-course/",
    ],
)  # fmt: skip
def test_every_view_marks_its_chinese_words(english: Client, url: str) -> None:
    assert unmarked(english, url) == []


def test_the_numbers_mark_them_too(english: Client) -> None:
    publish(lines((20, 12, 1, timezone.localdate().replace(month=3, day=2))))
    assert unmarked(english, "/numbers/") == []


def test_control_what_is_not_marked_is_found() -> None:
    reader = Unmarked()
    reader.feed('<html lang="en"><p>示例<b lang="zh-Hans">中文</b></p><p lang="zh-Hans">中文</p></html>')
    assert reader.found == ["示例"]
