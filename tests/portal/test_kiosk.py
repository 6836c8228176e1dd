"""Kiosk mode: switched on with the station's own code, no file, nothing left behind (W-063)."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cases.models import PublicLetter, Region, User
from portal.kiosk import middleware, stations
from portal.models import DirectAnswer, Kiosk, QuestionPage
from tests.cast import SHOUGUANG, Cast

pytestmark = [pytest.mark.req("W-063"), pytest.mark.usefixtures("pages")]
GUIDE = "/guides/c05/"


@pytest.fixture
def kiosk() -> Kiosk:
    cache.clear()
    return Kiosk.objects.create(code="WF-01", place="示例大厅一楼")


@pytest.fixture
def hall(kiosk: Kiosk) -> Client:
    """A terminal that was switched on with its start address."""
    client = Client()
    assert client.get("/kiosk/", {"station": "wf-01", "key": kiosk.key})["Location"] == "/"
    return client


def read(client: Client, url: str) -> str:
    return str(client.get(url, follow=True).content.decode())


def visitor() -> User:
    return User.objects.create_user("visitor@example.com", "x" * 12, name="示例访客")


def test_the_same_page_shows_its_station_and_the_way_to_the_phone(hall: Client, kiosk: Kiosk) -> None:
    html = read(hall, GUIDE)
    assert "data-kiosk" in html
    assert "WF-01" in html
    assert "建筑工程施工许可证核发" in html
    assert f'content="{kiosk.idle_seconds};url=/kiosk/end/"' in html, "without JavaScript the page itself goes back"
    assert "data-kiosk" not in read(Client(), GUIDE)
    assert "on-paper" not in html, "one code on the paper of a terminal: its own"
    assert "on-paper" in read(Client(), GUIDE)


@pytest.mark.parametrize("key", ["", "wrong", "WF-01"])
def test_control_without_the_key_no_browser_is_a_terminal(kiosk: Kiosk, key: str) -> None:
    client = Client()
    assert client.get("/kiosk/", {"station": "WF-01", "key": key}).status_code == 422
    client.cookies["kiosk"] = stations.proof("WF-01", key)
    assert "data-kiosk" not in read(client, GUIDE)


def test_keys_are_not_guessed(kiosk: Kiosk) -> None:
    client = Client()
    for _try in range(10):
        client.get("/kiosk/", {"station": "WF-01", "key": "wrong"})
    assert client.get("/kiosk/", {"station": "WF-01", "key": kiosk.key}).status_code == 422


def test_a_new_key_and_taking_out_of_use_switch_the_terminal_off(
    hall: Client, kiosk: Kiosk, django_capture_on_commit_callbacks: Any
) -> None:
    assert "data-kiosk" in read(hall, GUIDE)
    with django_capture_on_commit_callbacks(execute=True):
        Kiosk.objects.get().delete()
    assert "data-kiosk" not in read(hall, GUIDE)
    with django_capture_on_commit_callbacks(execute=True):
        Kiosk.objects.create(code="WF-01", place="示例大厅一楼", key=kiosk.key)
    assert "data-kiosk" in read(hall, GUIDE)
    with django_capture_on_commit_callbacks(execute=True):
        row = Kiosk.objects.get()
        row.key = "another-key-of-this-row"
        row.save()
    assert "data-kiosk" not in read(hall, GUIDE)


def test_who_stands_before_it_cannot_switch_it_off_without_the_key(hall: Client, kiosk: Kiosk) -> None:
    hall.post("/kiosk/", {"station": "WF-01", "key": "wrong", "off": "1"})
    assert "data-kiosk" in read(hall, GUIDE)
    hall.post("/kiosk/", {"station": "WF-01", "key": kiosk.key, "off": "1"})
    assert "data-kiosk" not in read(hall, GUIDE)


def test_pages_of_a_terminal_and_of_everybody_else_are_never_mixed(hall: Client) -> None:
    first = Client().get(GUIDE)
    assert "ETag" in first, "kept for everybody else"
    at_terminal = hall.get(GUIDE)
    assert "data-kiosk" in at_terminal.content.decode()
    assert at_terminal["Cache-Control"] == "no-store"
    assert "ETag" not in at_terminal
    assert Client().get(GUIDE).content == first.content
    cache.clear()
    hall.get(GUIDE)
    assert "data-kiosk" not in read(Client(), GUIDE), "what a terminal asked for was not kept"


def test_files_open_on_the_phone_and_desks_are_closed(hall: Client) -> None:
    paper = f"/files/{uuid.uuid4()}/"
    answer = hall.get(paper)
    assert answer.status_code == 302
    page = read(hall, answer["Location"])
    assert middleware.public(paper) in page
    assert "<svg" in page
    assert Client().get(paper)["Location"].startswith("/accounts/login/"), "elsewhere it is a file"
    assert hall.get("/office/")["Location"] == "/"
    assert hall.get("/cms/")["Location"] == "/"


def test_a_foreign_hand_does_not_choose_what_the_phone_opens(hall: Client) -> None:
    assert hall.get("/kiosk/phone/", {"to": "https://other.example.com/"})["Location"] == "/"
    assert hall.get("/kiosk/phone/", {"to": middleware.signer.sign("/guides/")}).status_code == 200


def test_what_was_typed_never_stands_in_the_address(hall: Client) -> None:
    moved = hall.get("/search/", {"q": "示例企业的名字"})
    assert moved.status_code == 302
    assert "kept=" in moved["Location"]
    assert "示例企业的名字" in hall.get(moved["Location"]).content.decode()
    hall.get("/kiosk/end/")
    back = hall.get(moved["Location"])
    assert back.status_code == 200
    assert "示例企业的名字" not in back.content.decode(), "the browser's way back says nothing any more"


def test_the_end_of_a_visit_signs_out_and_clears_every_cookie(hall: Client) -> None:
    hall.force_login(visitor())
    hall.cookies["size"] = "large"
    hall.cookies["django_language"] = "en"
    assert "示例访客" in read(hall, "/my/")
    assert Session.objects.count() == 1
    answer = hall.get("/kiosk/end/")
    assert answer["Location"] == "/"
    assert answer["Clear-Site-Data"] == '"storage"'
    assert not Session.objects.exists()
    assert {name for name, morsel in hall.cookies.items() if morsel.value} == {"kiosk"}
    assert hall.get("/my/").status_code == 302


def test_control_elsewhere_nobody_is_signed_out_by_an_address(client: Client) -> None:
    client.force_login(visitor())
    client.get("/kiosk/end/")
    assert client.get("/my/").status_code == 200


def test_the_server_forgets_by_itself_and_somebody_who_types_is_not_forgotten(hall: Client, kiosk: Kiosk) -> None:
    hall.force_login(visitor())
    hall.get("/my/")
    row = Session.objects.get()
    assert row.expire_date <= timezone.now() + timedelta(seconds=kiosk.idle_seconds + middleware.GRACE)
    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=2))
    assert hall.post("/kiosk/here/").status_code == 204
    assert Session.objects.get().expire_date > timezone.now() + timedelta(seconds=kiosk.idle_seconds)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert hall.get("/my/").status_code == 302


def test_control_at_a_desk_the_session_lasts(client: Client) -> None:
    client.force_login(visitor())
    client.get("/my/")
    assert Session.objects.get().expire_date > timezone.now() + timedelta(hours=1)


def test_what_is_asked_there_carries_the_stations_code(hall: Client, cast: Cast) -> None:
    region = Region.objects.get(code=SHOUGUANG).pk
    asked = {"text": "示例问题：施工许可要几天？", "region": region, "sending": str(uuid.uuid4())}
    asked["seen"] = hall.post("/ask-online/", asked).context["seen"]
    sent = hall.post("/ask-online/", asked)
    assert sent.status_code == 302
    letter = PublicLetter.objects.get()
    assert letter.page == "自助终端 WF-01"
    receipt = hall.get(sent["Location"], follow=True)
    assert letter.printed_code in receipt.content.decode()
    assert letter.code not in receipt.redirect_chain[-1][0]
    assert not re.search(rf"{letter.code}|{letter.printed_code}", _phone_address(receipt.content.decode()))
    hall.post("/complain/", asked | {"kind": "complaint", "page": "指南" * 99, "sending": str(uuid.uuid4())})
    complaint = PublicLetter.objects.order_by("-pk")[0].page
    assert len(complaint) == stations.LONGEST_PAGE
    assert complaint.endswith(" · 自助终端 WF-01")
    Client().post("/ask-online/", asked | {"sending": str(uuid.uuid4())})
    assert PublicLetter.objects.order_by("-pk")[0].page == ""


def test_an_answer_that_sufficed_is_counted_with_its_station(hall: Client) -> None:
    page = QuestionPage.objects.live()[0].pk
    hall.post("/ask-online/enough/", {"page": page, "q": "示例"})
    Client().post("/ask-online/enough/", {"page": page, "q": "示例"})
    assert list(DirectAnswer.objects.order_by("pk").values_list("station", flat=True)) == ["WF-01", ""]


def _phone_address(html: str) -> str:
    found = re.search(r'<p class="kiosk-address">([^<]*)</p>', html)
    assert found
    return found[1]


def test_the_result_of_the_guide_to_approvals_is_shown_at_a_terminal(hall: Client) -> None:
    answer = hall.get("/which-approvals/result/", {"category": "IND", "funding": "private"}, follow=True)
    assert answer.status_code == 200
    assert len(answer.redirect_chain) <= 3
    assert "C05" in answer.content.decode() or "/guides/c05/" in answer.content.decode()


def test_a_terminal_offers_no_download_and_no_address_to_copy(hall: Client) -> None:
    for url, not_there in (("/checklists/gongye/", 'value="pdf"'), ("/checklists/c05/", 'value="pdf"')):
        assert not_there not in read(hall, url)
        assert not_there in read(Client(), url), "control: at a desk it is offered"
    assert "勾选只保存在这台设备" not in read(hall, "/checklists/c05/"), "they go with the visit"
    query = {"category": "IND", "funding": "private"}
    result = hall.get("/which-approvals/result/", query, follow=True)
    assert "wizard-address" not in result.content.decode()
    assert "wizard-address" in Client().get("/which-approvals/result/", query).content.decode()
    assert "kept=" not in result.context["address"], "what is passed on outlives the visit"
    assert result.context["address"].endswith("/which-approvals/result/?category=IND&funding=private")
