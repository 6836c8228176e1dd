"""Asking online and complaining: the best answers first, a receipt, the answer by number and code, an entry in one step."""

import re
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cases.actions import public_letters
from cases.models import ApprovalItem, PublicLetter, Region
from cases.redaction import question_of
from home import knowledge
from portal import asking
from portal.models import DirectAnswer, QuestionPage
from tests.cast import SHOUGUANG, Cast

pytestmark = pytest.mark.usefixtures("pages")


@pytest.fixture(autouse=True)
def no_tries_yet() -> None:
    cache.clear()


def place() -> Region:
    return Region.objects.get(code=SHOUGUANG)


def complaint(client: Client, **more: Any) -> Any:
    form = {"kind": "complaint", "text": "三次上门都没人。", "region": place().pk, "sending": str(uuid.uuid4())} | more
    return client.post("/complain/", form)


@pytest.mark.req("P-093")
def test_anybody_complains_without_a_name_and_reads_the_answer_with_number_and_code(client: Client, cast: Cast) -> None:
    sent = complaint(client)
    assert sent.status_code == 302
    receipt = client.get(sent["Location"])
    letter = PublicLetter.objects.get()
    page = receipt.content.decode()
    assert letter.number in page
    assert letter.printed_code in page
    assert "no-store" in receipt["Cache-Control"]
    public_letters.answer(letter, text="已责成整改并致歉。", by=cast.feng)
    again = Client().get("/letters/", {"number": letter.number, "code": letter.printed_code}).content.decode()
    assert "已责成整改并致歉。" in again
    assert cast.feng.name not in again
    wrong = Client().get("/letters/", {"number": letter.number, "code": "0000-0000-0000"}).content.decode()
    assert "三次上门" not in wrong


@pytest.mark.req("P-093")
def test_codes_are_not_guessed(client: Client, cast: Cast) -> None:
    complaint(client)
    letter = PublicLetter.objects.get()
    for _try in range(asking.TRIES):
        assert client.get("/letters/", {"number": letter.number, "code": "0000-0000-0000"}).status_code == 200
    assert client.get("/letters/", {"number": letter.number, "code": letter.code}).status_code == 429


def test_control_without_the_limit_guessing_would_go_on(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "TRIES", 1000)
    answers = {client.get("/letters/", {"number": "TS-1", "code": "x"}).status_code for _try in range(30)}
    assert answers == {200}


def test_one_network_cannot_flood_the_desk(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "LETTERS", 2)
    assert [complaint(client).status_code for _try in range(3)] == [302, 302, 422]
    assert PublicLetter.objects.count() == 2


def test_what_is_missing_is_said_and_what_was_typed_is_kept(client: Client, cast: Cast) -> None:
    answer = complaint(client, region="")
    assert answer.status_code == 422
    assert "三次上门都没人。" in answer.content.decode()
    assert PublicLetter.objects.count() == 0


@pytest.mark.req("W-067")
def test_the_best_answers_are_offered_first_and_counted_when_they_suffice(client: Client, cast: Cast) -> None:
    page = client.get("/ask-online/", {"q": "施工许可证需要什么材料 13800000001"})
    best = page.context["best"]
    assert 1 <= len(best) <= asking.BEST
    first = best[0].page
    thanks = client.post("/ask-online/enough/", {"page": first.pk, "q": "施工许可证材料 电话13800000001"})
    assert thanks.status_code == 200
    counted = DirectAnswer.objects.get()
    assert counted.page_id == first.pk
    assert "138" not in counted.words
    assert PublicLetter.objects.count() == 0, "nobody is bothered"


@pytest.mark.req("W-067")
@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("办理施工许可证都需要什么材料啊", "施工许可"),
        ("我想问一下帮代办要不要收钱", "收费"),
        ("没有项目代码可以先申请吗？", "代码"),
        ("环评什么时候做，要在立项之前吗", "环境影响"),
    ],
)
def test_a_question_in_a_whole_sentence_finds_what_is_near(question: str, wanted: str, cast: Cast) -> None:
    found = asking.best(question)
    assert 1 <= len(found) <= asking.BEST
    assert any(wanted in f"{hit.page.title} {getattr(hit.page, 'answer', '')}" for hit in found), [
        hit.page.title for hit in found
    ]


def test_small_words_alone_find_nothing(cast: Cast) -> None:
    assert asking.best("你好在吗") == []
    assert asking.best("xyzzy plugh") == []


@pytest.mark.parametrize("page", ["", "0", "999999", "x", "9" * 30])
def test_only_published_pages_count(client: Client, page: str) -> None:
    assert client.post("/ask-online/enough/", {"page": page}).status_code == 302
    assert not DirectAnswer.objects.exists()


def asked(client: Client, cast: Cast, text: str, **more: Any) -> PublicLetter:
    form = {"text": text, "region": place().pk, "sending": str(uuid.uuid4())} | more
    form["seen"] = " ".join(str(hit.page.pk) for hit in asking.best(text))
    assert client.post("/ask-online/", form).status_code == 302
    return PublicLetter.objects.latest("pk")


@pytest.mark.req("W-067")
def test_nobody_sends_a_question_before_the_three_best_answers_were_shown(cast: Cast) -> None:
    browser, form = Client(enforce_csrf_checks=True), {"text": "施工许可证需要什么材料", "region": place().pk}

    def post(page: Any, **more: Any) -> Any:
        hidden = re.search(r'name="sending" value="([^"]+)"', page.content.decode())
        assert hidden
        token = {"csrfmiddlewaretoken": page.context["csrf_token"], "sending": hidden[1]}
        return browser.post("/ask-online/", form | token | {"seen": page.context["seen"]} | more)

    empty = browser.get("/ask-online/")
    held = post(empty)
    html = held.content.decode()
    assert (held.status_code, PublicLetter.objects.count()) == (200, 0)
    assert html.count("/ask-online/enough/") == len(held.context["best"]) >= 1
    assert "我的问题没有解决，提交咨询" in html
    assert "施工许可证需要什么材料</textarea>" in html, "what was typed is kept"
    other = post(held, text="环评什么时候做，要在立项之前吗")
    assert (other.status_code, PublicLetter.objects.count()) == (200, 0), "another question has other answers"
    sent = post(held)
    assert sent.status_code == 302
    # Sent twice, or sent again after going back to a fresh form: still one letter.
    for page in (held, browser.get("/ask-online/")):
        assert post(page, seen=held.context["seen"])["Location"] == sent["Location"]
    assert PublicLetter.objects.count() == 1
    assert post(held, text="xyzzy plugh", sending=str(uuid.uuid4())).status_code == 302, "nothing to show"
    assert PublicLetter.objects.count() == 2


@pytest.mark.parametrize("address", ["/ask-online/", "/complain/"])
@pytest.mark.parametrize("broken", ["", "x", "\x00", "1" * 500])
def test_a_broken_hidden_field_is_made_anew_and_no_error(address: str, broken: str, client: Client, cast: Cast) -> None:
    form = {"kind": "complaint", "text": "xyzzy plugh", "region": place().pk, "sending": broken, "seen": broken}
    assert client.post(address, form).status_code == 302
    assert PublicLetter.objects.count() == 1


@pytest.mark.req("W-066", "W-067")
def test_an_answered_question_becomes_a_draft_without_personal_data(client: Client, cast: Cast) -> None:
    item = ApprovalItem.objects.get(code="C05")
    letter = asked(
        client, cast, "我是赵小明，电话13812345678，夜间施工要办什么？", name="赵小明", contact="13812345678", item=item.pk
    )  # fmt: skip
    public_letters.answer(letter, text="赵小明您好，向城管部门申请。详询0536-5221234。", by=cast.chen)
    made = knowledge.make_draft(PublicLetter.objects.get(pk=letter.pk), by=cast.chen)
    page = QuestionPage.objects.get(source=letter)
    assert not page.live
    for words in (page.title, page.answer, str(page.body), page.slug):
        for hidden in ("赵小明", "13812345678", "5221234"):
            assert hidden not in words
    assert "夜间施工" in page.title
    assert list(page.items.all()) == [item]
    assert page.review_by is not None
    again = knowledge.make_draft(PublicLetter.objects.get(pk=letter.pk), by=cast.chen)
    assert again == made
    assert QuestionPage.objects.filter(source=letter).count() == 1


@pytest.mark.req("W-066")
def test_a_draft_is_not_read_by_the_public(client: Client, cast: Cast) -> None:
    letter = asked(client, cast, "夜间施工要办什么？")
    public_letters.answer(letter, text="向城管部门申请。", by=cast.chen)
    knowledge.make_draft(PublicLetter.objects.get(pk=letter.pk), by=cast.chen)
    page = QuestionPage.objects.get(source=letter)
    assert client.get(f"/ask/{page.slug}/").status_code == 404
    assert page.title not in client.get("/ask/").content.decode()


@pytest.mark.parametrize(
    "query", ["?q=%00", "?q=" + "长" * 3000, "?item=%00%00", "?q=<script>", "?number=%00&code=%00"]
)
def test_hostile_addresses_are_answered(client: Client, query: str, cast: Cast) -> None:
    for address in ("/ask-online/", "/complain/", "/letters/"):
        assert client.get(address + query).status_code == 200


def test_the_pages_of_questions_lead_to_asking(client: Client) -> None:
    page = client.get("/ask/").content.decode()
    assert re.search(r'href="/ask-online/"', page)


@pytest.mark.req("W-066")
@pytest.mark.parametrize(
    ("letter", "title"),
    [
        ("您好，我叫（已略），手机（已略），请问施工许可证要多少天？谢谢！", "施工许可证要多少天？"),
        ("我们准备建厂房。夜间施工要不要批准？", "夜间施工要不要批准？"),
        ("想咨询一下节假日能不能办", "节假日能不能办"),
        ("你好！请问，联系人（已略）", "你好！请问，联系人（已略）"),
    ],
)
def test_the_title_of_an_entry_is_what_the_letter_asks(letter: str, title: str) -> None:
    assert question_of(letter) == title
