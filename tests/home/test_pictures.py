"""What is shown of a link: each page has a picture of its own, absolute, with its size, and nobody gets other words onto one."""

import io
import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from cases.documents.share import SharePicture, share
from home import pictures, structured
from home.models import PublicPage
from portal.models import (
    CategoryPage,
    ChecklistPage,
    GuidePage,
    NoticePage,
    PolicyExplanationPage,
    PolicyPage,
    QuestionPage,
    StandardPage,
)

pytestmark = pytest.mark.usefixtures("pages")
KINDS: dict[type[PublicPage], str] = {
    GuidePage: "guide", CategoryPage: "category", ChecklistPage: "checklist", PolicyPage: "policy",
    PolicyExplanationPage: "explanation", QuestionPage: "question", NoticePage: "notice", StandardPage: "page",
}  # fmt: skip


def said(client: Client, address: str) -> dict[str, str]:
    html = client.get(address).content.decode()
    return dict(re.findall(r'<meta property="(og:[\w:]+)" content="([^"]*)">', html))


def drawn(client: Client, address: str) -> Image.Image:
    answer = client.get(urlsplit(said(client, address)["og:image"]).path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png"), address
    assert "immutable" in answer["Cache-Control"]
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


def test_every_type_of_page_has_a_colour_of_its_own_and_every_page_its_title(client: Client) -> None:
    colours, seen = {}, set()
    for model, kind in KINDS.items():
        assert model.picture_kind == kind
        page = model.objects.live().order_by("path").first()
        tags, picture = said(client, page.url), drawn(client, page.url)
        assert tags["og:image"].startswith(structured.absolute("/share/"))
        assert page.title in tags["og:image:alt"]
        assert (tags["og:image:width"], tags["og:image:height"]) == tuple(map(str, picture.size)) == ("1200", "630")
        colours[kind] = picture.getpixel((20, 20))
        seen.add(tags["og:image"])
    assert len(set(colours.values())) == len(seen) == len(KINDS)
    assert {kind for kind in KINDS.values() if kind != "page"} == set(pictures.KINDS)


def test_the_title_is_drawn_and_a_new_title_has_a_new_address(client: Client) -> None:
    page = QuestionPage.objects.live().first()
    before = said(client, page.url)["og:image"]
    first = drawn(client, page.url)
    QuestionPage.objects.filter(pk=page.pk).update(title="另一个完全不同的示例标题")
    fresh = f"{page.url}?now=1"
    assert said(client, fresh)["og:image"] != before
    assert drawn(client, fresh).tobytes() != first.tobytes()
    assert client.get(urlsplit(before).path).status_code == 200, "whoever kept the old address still sees a picture"


def test_views_and_checklists_of_items_have_one_too_and_readers_of_english_theirs(client: Client) -> None:
    for address in ("/numbers/", "/checklists/c05/", "/"):
        assert drawn(client, address).size == (1200, 630)
    guide = GuidePage.objects.get(item__code="C05")
    assert said(client, "/checklists/c05/")["og:image"] != said(client, guide.url)["og:image"]
    chinese = said(client, guide.url)["og:image"]
    client.cookies["django_language"] = "en"
    assert said(client, guide.url)["og:image"] != chinese
    assert guide.title_en.split()[0] in said(client, guide.url)["og:image:alt"]


def test_nobody_makes_the_site_draw_other_words(client: Client) -> None:
    address = urlsplit(said(client, "/guides/c05/")["og:image"]).path
    assert client.get(address).status_code == 200  # the control
    for bad in (address.replace("/share/", "/share/A"), "/share/x.png", "/share/a.b.png", address[:-5] + "A.png"):
        assert client.get(bad).status_code == 404, bad
    typed = said(client, "/search/?q=示例写入的话")
    path = urlsplit(typed["og:image"]).path
    assert finders.find(path.removeprefix(settings.STATIC_URL)), "what somebody typed gets onto no picture"
    with Image.open(finders.find("img/share.png")) as one:
        assert (typed["og:image:width"], typed["og:image:height"]) == tuple(map(str, one.size))


def test_it_asks_the_database_for_nothing_and_is_drawn_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = urlsplit(said(client, "/guides/c05/")["og:image"]).path
    with CaptureQueriesContext(connection) as asked:
        first = client.get(address).content
    assert list(asked) == []
    monkeypatch.setattr(pictures.share, "share", lambda *_given: b"drawn again")
    assert client.get(address).content == first
    other = urlsplit(said(client, "/guides/c06/")["og:image"]).path
    assert client.get(other).content == b"drawn again", "control: another picture is drawn"


@pytest.mark.parametrize("title", ["短", "很长的示例标题" * 40, "A" * 400, "<b>#pagebreak() \\ $x$ “引号”", "𠮷🏗", ""])
def test_any_title_gives_one_picture(title: str) -> None:
    shown = pictures.address("guide", title, "示例网站", "zh-hans")
    assert len(shown) < 900
    data = share(SharePicture(kind="guide", label="办事指南", title=title, site="示例网站"), "zh")
    assert Image.open(io.BytesIO(data)).size == (1200, 630)
