"""English texts of editors stand in place of the Chinese ones for readers of English; without them the page says what it shows."""

import pytest
from django.test import Client

from portal.models import GuidePage, StandardPage
from tests.portal.test_languages_of_parts import unmarked
from tests.portal.test_retired_items import main

pytestmark = pytest.mark.usefixtures("pages")
IN_CHINESE = "The following is written in Chinese."


@pytest.fixture
def english(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


def test_a_translated_text_takes_the_place_of_the_chinese_one(english: Client) -> None:
    page = StandardPage.objects.get(slug="about")
    assert IN_CHINESE in main(english, page.url)  # control: nobody has translated it yet
    page.body_en = [("text", "<p>An invented English text.</p>")]
    page.save_revision().publish()
    shown = main(english, page.url)
    assert "An invented English text." in shown
    assert IN_CHINESE not in shown
    assert unmarked(english, page.url) == []
    english.cookies["django_language"] = "zh-hans"
    assert "An invented English text." not in main(english, page.url)


def test_common_mistakes_are_translated_on_the_guide_its_checklist_and_on_paper(english: Client) -> None:
    page = GuidePage.objects.get(item__code="C06")
    assert main(english, page.url).count(IN_CHINESE) == 1
    page.mistakes_en = "<ul><li>Soil was moved before the approval.</li></ul>"
    page.save_revision().publish()
    for address in (page.url, "/checklists/c06/"):
        shown = main(english, address)
        assert "Soil was moved" in shown
        assert IN_CHINESE not in shown
