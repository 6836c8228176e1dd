"""The desk answers letters of the public; whom a complaint concerns does not find it."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from cases.actions import public_letters
from cases.models import PublicLetter, Region, Unit, User
from portal.models import QuestionPage
from tests.cast import SHOUGUANG, Cast
from tests.published import _published_once, pages

__all__ = ["_published_once", "pages"]
pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def write(kind: str, **facts: object) -> PublicLetter:
    given = {
        "text": "怎么一直没有消息？",
        "region": Region.objects.get(code=SHOUGUANG),
        "sending": uuid.uuid4(),
    } | facts
    return public_letters.send(public_letters.Facts(kind=kind, **given), by=None)  # type: ignore[arg-type]


@pytest.mark.req("P-093")
def test_the_supervisor_reads_hands_on_and_answers(cast: Cast, at_desk: SignIn) -> None:
    letter, client = write("complaint", name="赵小明"), at_desk(cast.feng)
    assert letter.number in client.get("/office/letters/").content.decode()
    page = client.get(f"/office/letters/{letter.pk}/").content.decode()
    assert "怎么一直没有消息？" in page
    assert letter.printed_code not in page
    assert client.post(f"/office/letters/{letter.pk}/answer/", {"text": ""}).status_code == 422
    assert client.post(f"/office/letters/{letter.pk}/answer/", {"text": "已处理。"}).status_code == 302
    letter.refresh_from_db()
    assert letter.answered_by == cast.feng


@pytest.mark.req("P-093")
def test_whom_it_concerns_does_not_find_it(cast: Cast, at_desk: SignIn) -> None:
    letter = write("complaint", unit=Unit.objects.get(code=f"{SHOUGUANG}-agency"))
    for user in (cast.chen, cast.sun, cast.liu):
        client = at_desk(user)
        assert letter.number not in client.get("/office/letters/").content.decode()
        for act in ("", "answer/", "hand-on/", "entry/"):
            assert client.get(f"/office/letters/{letter.pk}/{act}").status_code == 404
            assert client.post(f"/office/letters/{letter.pk}/{act}", {"text": "x"}).status_code in {404, 405}


@pytest.mark.req("W-067")
def test_a_question_is_a_task_of_the_day_and_becomes_an_entry_by_one_press(
    cast: Cast, at_desk: SignIn, pages: None
) -> None:
    letter, client = write("question"), at_desk(cast.chen)
    assert letter.number in client.get("/office/").content.decode()
    assert client.post(f"/office/letters/{letter.pk}/entry/", {}).status_code == 422, "not before it is answered"
    client.post(f"/office/letters/{letter.pk}/answer/", {"text": "两天内上门。"})
    assert letter.number not in client.get("/office/").content.decode()
    assert client.post(f"/office/letters/{letter.pk}/entry/", {}).status_code == 302
    assert QuestionPage.objects.get(source=letter).title == "怎么一直没有消息？"
    shown = client.get(f"/office/letters/{letter.pk}/").content.decode()
    assert "怎么一直没有消息？" in shown
    assert f"/office/letters/{letter.pk}/entry/" not in shown


def test_the_list_is_exported_without_names(cast: Cast, at_desk: SignIn) -> None:
    write("complaint", name="赵小明", contact="13812345678")
    text = at_desk(cast.feng).get("/office/letters/?export=csv").content.decode("utf-8-sig")
    assert "赵小明" not in text
    assert "13812345678" not in text
