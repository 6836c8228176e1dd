"""Letters of the public go to somebody who is not concerned, are answered by their day, and tell nobody who wrote (P-093, W-067)."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases.actions import public_letters
from cases.enums import CaseStatus, PostRole
from cases.enums_letters import LetterAct, LetterDesk, LetterKind
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.management.demo.people import person, post
from cases.models import ApprovalItem, LetterStep, Notice, Post, PublicLetter, Region, ServiceScheme, Unit, User
from cases.queries import letters
from cases.queries import public_letters as readers
from cases.redaction import redact
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

pytestmark = pytest.mark.django_db
ZONE = timezone.get_default_timezone()


def write(kind: str = "complaint", region: str = SHOUGUANG, by: User | None = None, **facts: Any) -> PublicLetter:
    given = {"text": "一直没人回电话。", "region": Region.objects.get(code=region), "sending": uuid.uuid4()} | facts
    return public_letters.send(public_letters.Facts(kind=kind, **given), by=by)


def may_read(letter: PublicLetter, user: User) -> bool:
    user.__dict__.pop("active_posts", None)
    return readers.visible_to(user).filter(pk=letter.pk).exists()


@pytest.mark.req("P-093")
def test_a_complaint_without_a_name_goes_to_supervision_with_a_number_a_code_and_a_day(cast: Cast) -> None:
    letter = write()
    assert (letter.desk, letter.desk_region.code) == (LetterDesk.SUPERVISION, "370700")
    assert letter.number.startswith(f"TS-{SHOUGUANG}-")
    assert letter.writer is None
    assert may_read(letter, cast.feng)
    assert readers.find(letter.number.lower(), letter.printed_code) == letter
    assert readers.find(letter.number, "0000-0000-0000") is None
    assert [notice.recipient for notice in Notice.objects.filter(kind="letter_received")] == [cast.feng]


@pytest.mark.req("P-093")
def test_the_day_comes_from_the_scheme_and_the_working_calendar(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a: date(2026, 9, 21))
    ServiceScheme.objects.filter(code="zero_n").update(complaint_wd=5, suggestion_wd=15)
    assert write().due == date(2026, 9, 29), "the holiday of 中秋 lies between"
    assert write("suggestion").due == date(2026, 10, 19)
    assert write("question").due == date(2026, 9, 22)


@pytest.mark.req("P-093")
def test_nobody_whom_a_complaint_concerns_reads_it(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    for user in (cast.sun, cast.chen):
        post(user, "370700-agency", PostRole.WORK_SUPERVISOR)
    about_case = write(case_number=case.number)
    about_unit = write(unit=Unit.objects.get(code=f"{SHOUGUANG}-agency"))
    about_person = write(person="陈帮办")
    assert [may_read(letter, cast.chen) for letter in (about_case, about_unit, about_person)] == [False] * 3
    assert [may_read(letter, cast.sun) for letter in (about_case, about_unit)] == [False] * 2
    told = set(Notice.objects.filter(kind="letter_received").values_list("recipient", flat=True))
    assert cast.chen.pk not in told
    assert may_read(about_person, cast.feng)
    assert may_read(write(), cast.chen), "control: a letter about nobody is read by every supervisor of the place"


@pytest.mark.req("P-093")
def test_a_complaint_about_the_supervisors_own_unit_goes_past_them(cast: Cast) -> None:
    letter = write(unit=Unit.objects.get(code="370700-agency"))
    assert not may_read(letter, cast.feng)
    assert readers.readers(letter), "somebody answers it all the same"
    assert cast.feng not in readers.readers(letter)
    control = write(unit=Unit.objects.get(code=f"{SHOUGUANG}-agency"))
    assert may_read(control, cast.feng)


@pytest.mark.req("P-093")
def test_where_there_is_no_supervisor_the_heads_answer_unless_it_is_about_them(cast: Cast) -> None:
    assert write(region=PULANDIAN).desk == LetterDesk.HEADS
    about = write(region=PULANDIAN, person="刘首席")
    assert about.desk == LetterDesk.ADMINISTRATION
    assert not may_read(about, cast.liu)
    assert may_read(about, cast.jin)


@pytest.mark.req("W-067", "P-072")
def test_a_question_about_an_item_goes_to_its_contact_and_else_to_the_agency_of_the_place(cast: Cast) -> None:
    asked = write("question", item=ApprovalItem.objects.get(code="L11"))
    assert asked.assigned_to == cast.luo
    assert [notice.recipient for notice in Notice.objects.filter(kind="letter_received")] == [cast.luo]
    general = write("question")
    assert (general.desk, general.desk_region.code) == (LetterDesk.AGENCY, SHOUGUANG)
    assert may_read(general, cast.chen)
    assert not may_read(general, cast.he)
    assert not may_read(general, cast.liu), "another place's agency does not read it"


@pytest.mark.req("P-093")
def test_an_answer_is_given_once_by_whom_it_is_for(cast: Cast) -> None:
    letter = write(by=cast.wang)
    with pytest.raises(NotAllowed):
        public_letters.answer(letter, text="x", by=cast.chen)
    public_letters.answer(letter, text="已督促整改。", by=cast.feng)
    with pytest.raises(CaseError, match="已经答复"):
        public_letters.answer(letter, text="又", by=cast.feng)
    found = readers.find(letter.number, letter.code)
    assert found is not None
    assert found.answer == "已督促整改。"
    notice = Notice.objects.get(kind="letter_answered")
    assert notice.recipient == cast.wang
    assert "已督促整改。" in letters.body(notice)
    assert [step.act for step in letter.steps.all()] == [LetterAct.RECEIVED, LetterAct.ANSWERED]


def test_handing_on_needs_a_reason_and_somebody_unconcerned(cast: Cast) -> None:
    letter = write()
    city = Region.objects.get(code="370700")
    with pytest.raises(BadInput):
        public_letters.hand_on(letter, desk="heads", region=city, reason=" ", by=cast.feng)
    with pytest.raises(BadInput):
        public_letters.hand_on(letter, desk="agency", region=city, reason="x", by=cast.feng)
    public_letters.hand_on(letter, desk="heads", region=city, reason="请市级负责人答复", by=cast.feng)
    assert may_read(letter, cast.gao)
    assert not may_read(letter, cast.feng)
    assert letter.steps.last().why == "请市级负责人答复"


def test_the_same_form_sent_twice_is_one_letter(cast: Cast) -> None:
    once = uuid.uuid4()
    assert write(sending=once) == write(sending=once)
    assert PublicLetter.objects.count() == 1


def test_the_log_of_a_letter_cannot_be_changed(cast: Cast) -> None:
    write()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LetterStep.objects.update(why="another story")


def test_a_desk_that_everybody_left_sends_its_letters_on(cast: Cast) -> None:
    letter = write()
    Post.objects.filter(user=cast.feng).update(until=timezone.localdate() - timedelta(days=1))
    assert public_letters.reroute(datetime(2026, 11, 24, 3, 0, tzinfo=ZONE)) == 0, "not at night"
    assert public_letters.reroute(datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)) == 1
    letter.refresh_from_db()
    assert letter.desk == LetterDesk.HEADS
    assert letter.steps.last().act == LetterAct.HANDED_ON


@pytest.mark.req("P-093")
def test_figures_count_without_names(cast: Cast) -> None:
    write(), write("suggestion"), public_letters.answer(write(), text="x", by=cast.feng)
    found = {row.kind: row for row in readers.figures(PublicLetter.objects.all(), date(2020, 1, 1), date(2100, 1, 1))}
    complaint = found[LetterKind.COMPLAINT]
    assert (complaint.received, complaint.answered, complaint.in_time, complaint.open) == (2, 1, 1, 1)
    assert found[LetterKind.SUGGESTION].received == 1


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("我叫王建业，电话13800000001", "我叫（已略），电话（已略）"),
        ("电话１３８ ００００ ０００１谢谢", "电话（已略）谢谢"),
        ("座机0536-5221234或 (0411) 83112233", "座机（已略）或 (0411) （已略）"),
        ("身份证37078319900101123X", "身份证（已略）"),
        ("邮箱 wang@example.com.cn。", "邮箱 （已略）。"),
        ("信用代码91370783MA0TEXT12Y", "信用代码（已略）"),
        ("办件BDB-370783-2026-0001到哪了", "办件（已略）到哪了"),
        ("您好，我是钱示例，想问环评", "您好，我是（已略），想问环评"),
        ("联系人：李四", "联系人：（已略）"),
        ("王先生说可以", "（已略）先生说可以"),
        ("加微信lxm_8899联系，或QQ：abc-12345", "加微信（已略）联系，或QQ：（已略）"),
        ("张三 13800000001 问：节假日能办吗", "（已略） 问：节假日能办吗"),
        ("金额12345678元，微信小程序能办吗", "金额（已略）元，微信小程序能办吗"),
        ("我是企业负责人，请问能申领吗", "我是企业负责人，请问能申领吗"),
        ("本人高度关注施工许可", "本人高度关注施工许可"),
        ("2026年11月2日投资12000万元，第35条", "2026年11月2日投资12000万元，第35条"),
    ],
)
@pytest.mark.req("W-066")
def test_personal_data_is_left_out_and_dates_and_amounts_stay(written: str, kept: str) -> None:
    assert redact(written, {"王建业"}) == kept


def test_an_invented_person_is_found_by_name_only_in_the_service(cast: Cast) -> None:
    outside = person("outside", "路人甲")
    about = readers.concerned(case=None, unit=None, person="路人甲")
    assert outside.pk not in about.people
    assert cast.chen.pk in readers.concerned(case=None, unit=None, person="陈帮办").people
