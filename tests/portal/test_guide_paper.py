"""Guides as PDF: everything of the page that belongs on paper, in the reader's language, published with the page."""

import io
import re

import pytest
from django.test import Client
from pypdf import PdfReader

from cases.enums import Need
from cases.models import ApprovalItem
from portal.models import CategoryPage, GuidePage
from tests.portal.test_retired_items import main

pytestmark = pytest.mark.usefixtures("pages")


def read(client: Client, address: str) -> str:
    """The words of a PDF without blanks."""
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), address
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


@pytest.mark.req("W-024", "W-066")
def test_the_guide_on_paper_says_what_the_page_says(client: Client) -> None:
    item = ApprovalItem.objects.get(code="C05")
    page = GuidePage.objects.get(item=item)
    text = read(client, "/guides/c05.pdf")
    papers = item.materials.filter(active=True).values_list("name_zh", flat=True)
    for said in (
        item.name_zh,
        *papers,
        item.legal_basis_zh,
        item.fee_zh,
        item.result_zh,
        "行政复议",
        page.lead,
        "一表申请",
    ):
        assert re.sub(r"\s", "", said) in text, said
    mistakes = re.findall(r"<li>(.*?)</li>", page.mistakes)
    assert len(mistakes) >= 4
    assert [line for line in mistakes if line[:12] not in text] == []


def test_the_category_guide_on_paper_names_every_item_of_its_stages(client: Client) -> None:
    page = CategoryPage.objects.get(category__code="IND")
    text = read(client, f"/categories/{page.slug}.pdf")
    rules = page.category.rules.exclude(need=Need.NOT_NEEDED).filter(item__active=True)
    needed = list(rules.values_list("item__name_zh", flat=True))
    assert len(needed) > 30
    assert [name for name in needed if re.sub(r"\s", "", name)[:10] not in text] == []


def test_in_english_it_is_english(client: Client) -> None:
    client.cookies["django_language"] = "en"
    assert "Constructionpermit" in read(client, "/guides/c05.pdf")
    assert "Legalbasis" in read(client, "/guides/c05.pdf")


def test_every_guide_of_the_catalogue_can_be_printed(client: Client) -> None:
    for code in ("E01", "L07", "G02", "M03", "U03", "X05"):  # one of each kind of item
        assert client.get(f"/guides/{code.lower()}.pdf").status_code == 200, code


def test_it_is_published_with_its_page_and_linked_from_it(client: Client) -> None:
    assert "/guides/c05.pdf" in main(client, "/guides/c05/")
    assert "/categories/gongye.pdf" in main(client, "/categories/gongye/")
    GuidePage.objects.get(item__code="C05").unpublish()
    assert client.get("/guides/c05.pdf").status_code == 404
    assert client.get("/guides/z99.pdf").status_code == 404
    assert client.get("/categories/none.pdf").status_code == 404
    assert client.get("/guides/c06.pdf").status_code == 200  # control: another one stands
