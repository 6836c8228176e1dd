"""What a terminal does with links and addresses: pure rules (W-063)."""

import pytest

from portal.kiosk.addresses import Kind, kind, to_go_on
from portal.kiosk.rewriting import for_a_hall

pytestmark = pytest.mark.req("W-063")
HOST = "portal.example.com"


def shown(html: str) -> str:
    return for_a_hall(html, HOST, lambda address: f"/phone/?to={address}", "（手机）")


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("/guides/c05/", Kind.PAGE),
        ("#time", Kind.PAGE),
        ("?page=2", Kind.PAGE),
        ("", Kind.PAGE),
        (f"https://{HOST}/guides/", Kind.PAGE),
        ("/files/6d2f5c8e-0000-4000-8000-000000000000/", Kind.FILE),
        ("/documents/3/form.docx", Kind.FILE),
        ("/calendar/secret.ics", Kind.FILE),
        ("/my/cases/1/roadmap/wall.PDF", Kind.FILE),
        (f"https://{HOST}/list.xlsx?all=1", Kind.FILE),
        ("https://other.example.com/", Kind.AWAY),
        ("//other.example.com/guides/", Kind.AWAY),
        ("tel:12345", Kind.CALL),
        ("mailto:someone@example.com", Kind.CALL),
        ("webcal://portal.example.com/calendar/x.ics", Kind.CALL),
        ("javascript:alert(1)", Kind.CALL),
    ],
)
def test_every_address_is_one_of_four_things(address: str, what: Kind) -> None:
    assert kind(address, HOST) is what


def test_a_link_to_a_page_stays_as_it_is() -> None:
    html = '<p><a class="x" href="/guides/c05/">指南</a> <a id="top">无地址</a></p>'
    assert shown(html) == html


def test_a_file_and_another_site_become_a_code_for_the_phone() -> None:
    assert shown('<a class="button" href="/files/1/">下载</a>') == (
        '<a class="button" href="/phone/?to=/files/1/">下载 <span class="kiosk-note">（手机）</span></a>'
    )
    away = shown('<a href="https://other.example.com/?a=1&amp;b=2" target="_blank">外站</a>')
    assert (
        away
        == '<a href="/phone/?to=https://other.example.com/?a=1&amp;b=2">外站 <span class="kiosk-note">（手机）</span></a>'
    )
    assert "/phone/" in shown('<a download href="/guides/c05/">存</a>')
    assert "/phone/" in shown("<a href='/documents/3/'>单引号</a>")
    assert shown('<a href="/guides/" target="_blank">同站</a>') == '<a href="/guides/">同站</a>'


def test_a_telephone_number_is_words_and_a_paper_in_a_frame_is_a_link() -> None:
    assert shown('<a href="tel:12345">12345</a>') == "<span>12345</span>"
    framed = shown('<iframe src="/files/1/?inline=1#view=FitH" title="委托书"></iframe>')
    assert "iframe" not in framed
    assert 'href="/phone/?to=/files/1/?inline=1#view=FitH"' in framed
    assert "委托书" in framed


def test_no_field_remembers_what_the_last_visitor_typed() -> None:
    assert shown('<form method="post"><input autocomplete="email">') == (
        '<form autocomplete="off" method="post"><input autocomplete="off">'
    )
    assert shown('<form autocomplete="on">') == '<form autocomplete="off">'


@pytest.mark.parametrize(
    ("path", "query", "there"),
    [
        ("/guides/c05/", "", "/guides/c05/"),
        ("/which-approvals/result/", "category=IND&E01=no", "/which-approvals/result/?category=IND&E01=no"),
        ("/letters/", "number=ZX-1&code=ABCD", "/letters/"),
        ("/search/", "q=示例企业", "/search/"),
        ("/my/cases/1/", "", "/my/cases/1/"),
        ("/files/1/", "", "/my/"),
        ("/accounts/password/reset/key/1-secret/", "", "/my/"),
        ("/kiosk/", "station=WF-01&key=secret", "/"),
    ],
)
def test_the_phone_opens_the_same_page_without_anything_personal(path: str, query: str, there: str) -> None:
    assert to_go_on(path, query) == there
