"""What machines read: feeds, structured data, link previews, robots.txt; nothing of it on anybody's own pages."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.documents import mark
from cases.models import User
from home import structured
from portal import places, urls
from portal.models import GuidePage, NoticeIndexPage, NoticePage, PolicyPage, QuestionPage

pytestmark = pytest.mark.usefixtures("pages")
ATOM = "{http://www.w3.org/2005/Atom}"


def blocks(client: Client, url: str) -> dict[str, dict[str, Any]]:
    """{type: entry} of the page's structured data."""
    html = client.get(url).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    entries = [entry for text in found for entry in json.loads(text)["@graph"]]
    return {entry["@type"]: entry for entry in entries}


def test_a_guide_is_a_government_service_with_its_place_in_the_tree(client: Client) -> None:
    found = blocks(client, "/guides/c05/")
    service = found["GovernmentService"]
    guide = GuidePage.objects.get(item__code="C05")
    assert (service["identifier"], service["name"]) == ("C05", guide.item.name_zh)
    assert service["provider"]["name"] == guide.item.department.name_zh
    trail = [step["item"] for step in found["BreadcrumbList"]["itemListElement"]]
    assert trail == [structured.absolute(path) for path in ("/", "/guides/", "/guides/c05/")]


def test_questions_are_a_faq_one_by_one_and_together(client: Client) -> None:
    page = QuestionPage.objects.live().order_by("path").first()
    (one,) = blocks(client, page.url)["FAQPage"]["mainEntity"]
    assert (one["name"], one["acceptedAnswer"]["text"]) == (page.title, page.answer)
    assert len(blocks(client, "/ask/")["FAQPage"]["mainEntity"]) == QuestionPage.objects.live().count()


def test_no_text_ends_the_block_or_begins_a_script(client: Client) -> None:
    nasty = "</script><script>alert(1)</script>&\u2028"
    page = QuestionPage.objects.live().first()
    QuestionPage.objects.filter(pk=page.pk).update(answer=nasty)
    html = client.get(page.url + "?now=1").content.decode()
    inside = html.partition("application/ld+json")[2].partition("</script>")[0]
    assert "<" not in inside
    assert "alert(1)" in inside
    assert blocks(client, page.url + "?now=1")["FAQPage"]["mainEntity"][0]["acceptedAnswer"]["text"] == " ".join(
        nasty.split()
    )


def test_a_link_to_a_page_shows_title_summary_and_its_one_address(client: Client) -> None:
    html = client.get("/guides/c05/?utm=1").content.decode()
    said = dict(re.findall(r'<meta property="(og:\w+)" content="([^"]*)">', html))
    guide = GuidePage.objects.get(item__code="C05")
    assert said["og:title"] == guide.title
    assert said["og:url"] == structured.absolute("/guides/c05/")
    assert said["og:locale"] == "zh_CN"
    assert said["og:description"]
    assert f'<link rel="canonical" href="{said["og:url"]}">' in html
    client.cookies["django_language"] = "en"
    assert 'content="en_GB"' in client.get("/guides/c05/").content.decode()


def test_the_first_page_is_the_site_with_its_search_and_every_link_has_a_picture(client: Client) -> None:
    site = blocks(client, "/")["WebSite"]
    assert site["url"] == structured.absolute("/")
    assert site["potentialAction"]["target"]["urlTemplate"] == structured.absolute("/search/?q={search_term_string}")
    assert "WebSite" not in blocks(client, "/guides/c05/")
    for address, kind in (("/", "website"), ("/guides/c05/", "article")):
        said = dict(re.findall(r'<meta property="(og:\w+)" content="([^"]*)">', client.get(address).content.decode()))
        assert said["og:type"] == kind
        assert said["og:image"].startswith(structured.absolute("/share/"))


def test_nobodys_own_page_tells_machines_anything() -> None:
    client = Client()
    client.force_login(User.objects.create_user("somebody@example.com", "x" * 12, name="示例某人"))
    for url in ("/my/", "/accounts/email/"):
        html = client.get(url, follow=True).content.decode()
        assert "og:title" not in html
        assert "ld+json" not in html


def feed(client: Client, url: str) -> ET.Element:
    answer = client.get(url)
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(answer.content)  # noqa: S314  our own


def test_the_feed_of_notices_has_the_newest_first_with_whole_addresses(client: Client) -> None:
    parent = NoticeIndexPage.objects.get()
    parent.add_child(
        instance=NoticePage(title="<新> & 通知", slug="newest", date=date(2026, 11, 25), kind="news", lead="导语")
    )
    parent.add_child(
        instance=NoticePage(title="未发布", slug="draft", date=date(2026, 11, 26), kind="news", live=False)
    )
    root = feed(client, "/news/atom.xml")
    titles = [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]
    assert titles[0] == "<新> & 通知"
    assert "未发布" not in titles
    for link in root.iter(f"{ATOM}link"):
        assert link.attrib["href"].startswith("http")
    assert 'type="application/atom+xml"' in client.get("/news/").content.decode()
    assert 'href="/news/atom.xml"' in client.get("/news/").content.decode()


def test_the_feed_of_policies_has_documents_and_explanations_in_the_readers_language(client: Client) -> None:
    root = feed(client, "/policies/atom.xml")
    assert len(list(root.iter(f"{ATOM}entry"))) == 2 * PolicyPage.objects.live().count()
    client.cookies["django_language"] = "en"
    page = PolicyPage.objects.live().first()
    assert page.title_en in {
        entry.findtext(f"{ATOM}title") for entry in feed(client, "/policies/atom.xml").iter(f"{ATOM}entry")
    }


def test_robots_are_kept_from_own_pages_and_shown_the_map(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    for path in ("/my/", "/office/", "/cms/", "/accounts/", "/files/", "/search/"):
        assert f"Disallow: {path}\n" in text
    assert "Disallow: /\n" not in text
    assert f"Sitemap: {structured.absolute('/sitemap.xml')}" in text
    assert client.get("/favicon.ico")["Location"].endswith("favicon.svg")


# --- search -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "view"),
    [
        ("投诉", "complain"), ("怎么投诉", "complain"), ("办理进度", "progress"), ("查进度", "progress"), ("联系电话", "duties"),
        ("需要办哪些手续", "wizard"), ("要办什么", "wizard"), ("政策匹配", "benefits"), ("补贴", "benefits"), ("服务数据", "numbers"),
        ("咨询", "ask"), ("核验", "check"), ("complain", "complain"), ("Progress", "progress"), ("statistics", "numbers"),
        ("公开數據", "numbers"), ("contacts", "duties"),
    ],
)  # fmt: skip
def test_the_search_leads_to_the_views_too(client: Client, query: str, view: str) -> None:
    found = client.get("/search/", {"q": query})
    url = reverse(f"portal:{view}")
    assert url in [place.url for place in found.context["found"].places], query
    assert f'href="{url}"' in found.content.decode().partition("<main")[2]
    assert url in [one["url"] for one in client.get("/search/suggest/", {"q": query}).json()["found"]]


@pytest.mark.parametrize("query", ["施工许可证", "环评", "不动产登记", "c", "%00", "' or 1", ""])
def test_what_means_no_view_leads_to_none(client: Client, query: str) -> None:
    assert list(client.get("/search/", {"q": query}).context["found"].places) == []


def test_every_public_view_stands_in_the_sitemap_and_on_the_site_map(client: Client) -> None:
    """Every address of the portal without a parameter that answers with a page which machines may read."""
    wanted = set()
    for pattern in urls.urlpatterns:
        if pattern.pattern.converters:
            continue
        address = f"/{pattern.pattern}"
        answer = client.get(address)
        html = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        if html and "noindex" not in answer.get("X-Robots-Tag", "") + answer.content.decode().partition("<body")[0]:
            wanted.add(address)
    assert {"/organisation/", "/numbers/", "/service-course/", "/which-approvals/", "/ask-online/", "/check/"} <= wanted
    xml, drawn = client.get("/sitemap.xml").content.decode(), client.get("/sitemap/").content.decode()
    wanted -= {"/sitemap/"}
    named = re.findall(r"<loc>([^<]+)</loc>", xml)
    assert [one for one in wanted if structured.absolute(one) not in named] == []
    assert [one for one in wanted if f'href="{one}"' not in drawn] == []
    assert len(named) == len(set(named))
    assert structured.absolute("/promise/") in named
    closed = [line.removeprefix("Disallow: ") for line in client.get("/robots.txt").content.decode().splitlines()]
    assert [one for one in wanted if one in closed] == [], "what is named is not forbidden too"


def test_every_place_of_the_search_exists(client: Client) -> None:
    for place in places.PLACES:
        assert client.get(place.url).status_code in {200, 302}, place.view


@pytest.mark.parametrize(
    ("query", "language"), [("用地工程和施工许可", "zh-hans"), ("certificate on acceptance", "en")]
)
def test_the_words_of_benefits_are_found(client: Client, query: str, language: str) -> None:
    client.cookies["django_language"] = language
    found = client.get("/search/", {"q": query}).context["found"]
    assert "/policies/weifang-0n/jiedu/" in [page.url for page, _kind in found.pages]


def test_a_printed_page_says_where_it_came_from(client: Client) -> None:
    html = client.get("/guides/c05/?from=mail").content.decode()
    printed = html.partition('class="print-only on-paper"')[2].partition("</section>")[0]
    address = structured.absolute("/guides/c05/")
    assert address in printed
    assert mark.picture(address) in printed
    assert "from=mail" not in printed
    other = client.get("/guides/c06/").content.decode().partition('class="print-only on-paper"')[2]
    assert mark.picture(address) not in other, "control: each page has the code of its own"
