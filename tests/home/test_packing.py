"""What strangers read arrives packed; what has a secret in it never is (BREACH)."""

import gzip
from typing import Any

import pytest
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client

from cases.models import User
from home import pagecache
from home.middleware import may_pack

pytestmark = pytest.mark.usefixtures("pages")
URL = "/checklists/gongye/"
PACKED = {"Accept-Encoding": "br, gzip"}


def read(url: str, client: Client | None = None, **headers: str) -> HttpResponse:
    return (client or Client()).get(url, headers=PACKED | headers)


def test_a_page_arrives_packed_the_first_time_and_from_memory(django_assert_num_queries: Any) -> None:
    plain = Client().get(URL + "?fresh=1").content
    first = read(URL)
    with django_assert_num_queries(0):
        second = read(URL)
    for answer in (first, second):
        assert answer["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in answer["Vary"]
        assert len(answer.content) < len(plain) / 4
    assert first["ETag"] == second["ETag"]
    assert gzip.decompress(first.content) == gzip.decompress(second.content)


@pytest.mark.parametrize("accepts", ["", "identity", "gzip;q=0", "gzip; q=0.0, br"])
def test_who_cannot_unpack_gets_the_page_as_it_is(accepts: str) -> None:
    read(URL)
    answer = Client().get(URL, headers={"Accept-Encoding": accepts})
    assert "Content-Encoding" not in answer
    assert answer.content.lstrip().startswith(b"<!doctype html>")


def test_a_browser_that_has_the_packed_page_gets_304() -> None:
    etag = read(URL)["ETag"]
    assert read(URL, **{"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    "url", ["/search/?q=许可", "/which-approvals/result/?category=IND", "/which-benefits/", "/guides/c05/?x=1", "/numbers/data.json"]
)  # fmt: skip
def test_public_pages_that_are_made_each_time_are_packed_too(url: str) -> None:
    answer = read(url)
    if answer.status_code == 200:
        assert answer["Content-Encoding"] == "gzip"
    else:
        assert url.startswith("/numbers/"), "no numbers are published in this test"


@pytest.mark.parametrize("url", ["/accounts/login/", "/progress/", "/ask-online/", "/complain/"])
def test_a_page_with_a_form_token_is_not_packed(url: str) -> None:
    answer = read(url)
    assert b"csrfmiddlewaretoken" in answer.content
    assert "Content-Encoding" not in answer


def test_nothing_is_packed_for_somebody_who_is_signed_in() -> None:
    client = Client()
    client.force_login(User.objects.create_user("somebody@example.com", "x" * 12, name="示例某人"))
    for url in (URL, "/my/", "/search/?q=许可"):
        assert "Content-Encoding" not in read(url, client), url


def test_control_each_reason_alone_keeps_a_page_unpacked(rf: Any) -> None:
    def asked(path: str = "/", **cookies: str) -> Any:
        request = rf.get(path)
        request.COOKIES.update(cookies)
        return request

    def page(kind: str = "text/html", **headers: str) -> HttpResponse:
        return HttpResponse("x" * 1000, content_type=kind, headers=headers)

    assert may_pack(asked(), page())
    assert not may_pack(asked("/my/"), page())
    assert not may_pack(asked(**{next(iter(pagecache.OWN_COOKIES - {"messages", "kiosk"})): "1"}), page())
    assert not may_pack(asked(), page("application/pdf"))
    assert not may_pack(asked(), page(**{"Cache-Control": "private, no-store"}))
    with_cookie = page()
    with_cookie.set_cookie("x", "1")
    assert not may_pack(asked(), with_cookie)
    with_token = asked()
    get_token(with_token)
    assert not may_pack(with_token, page())


def test_what_an_earlier_version_kept_unpacked_is_still_served(rf: Any) -> None:
    request = rf.get("/", headers=PACKED)
    answer = pagecache.answer(request, pagecache.Kept(b"<p>x</p>", {"Content-Type": "text/html"}, '"old"'))
    assert (answer.content, "Content-Encoding" in answer) == (b"<p>x</p>", False)
