"""The simulated exchange: exports in the national tables, imports by the real acts, tried first, once for every foreign number."""

import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases.actions import enterprises, exchange, exchange_exports, items, notes
from cases.enums import BLZT, CaseStatus, ItemStatus
from cases.enums_exchange import ExchangeKind, LineState
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import Case, CaseEvent, Enterprise, Exchange, ExchangeKey, ItemFact, MajorProjectListEntry, Note, User
from cases.queries import deadlines, exchange_partners, lamps
from cases.queries import exchange as readers
from cases.queries import exchange_national as national
from cases.queries import exchange_pack as pack
from tests.cases.kit import everything, fresh, refused
from tests.cast import Cast, case_in

K, S, L = ExchangeKind, CaseStatus, LineState


@pytest.fixture
def case(cast: Cast) -> Case:
    return case_in(cast, S.UNDERWAY)


def log(*rows: str) -> bytes:
    return "\n".join(["DFSJZJ,SPSXSLBM,BLZT,BLSJ,BLYJ,BLCS,BLR,TBCXMC,TBCXSX,PFWH", *rows]).encode()


def day(back: int = 0) -> str:
    return (timezone.localdate() - timedelta(days=back)).isoformat()


def states(row: Exchange) -> list[str]:
    return [line["state"] for line in row.lines]


def status_log(case: Case, *rows: str, by: User) -> Exchange:
    return exchange.try_import(K.STATUS_IMPORT, name="办理状态.csv", content=log(*rows), by=by)


# ---- the approval system


@pytest.mark.req("W-061")
def test_a_case_is_exported_in_the_national_tables_with_a_manifest_of_hashes(case: Case, cast: Cast) -> None:
    item = case.items.get(item__code="L01")
    items.record(item, code=BLZT.RECEIVED, on=timezone.localdate(), by=cast.chen)
    items.record(item, code=BLZT.ACCEPTED, on=timezone.localdate(), by=cast.chen)
    items.record(
        item,
        code=BLZT.SPECIAL_START,
        on=timezone.localdate(),
        special="experts",
        limit_days=5,
        note="评审",
        by=cast.chen,
    )
    made = exchange_exports.export(K.NATIONAL_EXPORT, numbers=[case.number or ""], by=cast.sun)
    with zipfile.ZipFile(io.BytesIO(bytes(made.content))) as packed:
        manifest = json.loads(packed.read("manifest.json"))
        tables = {row["table"]: json.loads(packed.read(row["file"])) for row in manifest["tables"]}
    assert manifest["simulated"] is True
    assert "模拟" in manifest["note"]
    assert set(tables) == set(national.TABLES)
    (project,) = tables["SPGL_XMJBXXB"]
    assert (project["GCDM"], project["XMMC"], project["SPLCLX"]) == (case.number, case.project.name, 6)
    assert tables["SPGL_XMDWXXB"][0]["DWTYSHXYDM"] == case.enterprise.uscc
    assert [row["BLZT"] for row in tables["SPGL_XMSPSXBLXXXXB"]] == [1, 3, 9]
    (special,) = tables["SPGL_XMSPSXBLTBCXXXB"]
    assert (special["TBCXMC"], special["TBCXSX"], special["TBCXJSSJ"]) == ("专家评审", 5, "")
    assert {row["SPSXSLBM"] for row in tables["SPGL_XMSPSXBLXXB"]} == {
        f"{case.number}-{c}" for c in ("L01", "L08", "L09")
    }
    assert len(tables["SPGL_XMQQYJXXB"]) == 4  # the opinions of the joint review
    assert tables["SPGL_DFXMSPLCXXB"][0]["SPLCLX"] == 6
    assert {row["SPSXBM"] for row in tables["SPGL_DFXMSPLCJDSXXXB"]} >= {"L01", "C05"}
    assert made.counts["SPGL_XMSPSXBLXXXXB"] == 3
    assert made.sha256 == pack._sha(bytes(made.content))


@pytest.mark.req("W-061")
def test_the_status_log_becomes_facts_by_the_real_act_after_a_trial(case: Case, cast: Cast) -> None:
    rows = (f"W-1,{case.number}-L01,1,{day(2)},,", f"W-2,{case.number}-L01,3,{day(1)},予以受理,审批股,示例丙")
    before = everything()
    trial = status_log(case, *rows, by=cast.sun)
    assert everything() == before  # only tried: not even an event or a message
    assert (states(trial), trial.counts) == ([L.NEW, L.NEW], {"new": 2})
    done = exchange.do_import(trial, by=cast.sun)
    item = case.items.get(item__code="L01")
    assert item.status == ItemStatus.HANDLING
    assert [(fact.code, fact.on.isoformat(), fact.by) for fact in item.facts.order_by("pk")] == [
        (BLZT.RECEIVED, day(2), cast.sun), (BLZT.ACCEPTED, day(1), cast.sun),
    ]  # fmt: skip
    assert item.facts.get(code=BLZT.ACCEPTED).note == "予以受理（审批股 示例丙）"
    assert CaseEvent.objects.filter(case=case, action="record_fact").count() == 2
    assert set(ExchangeKey.objects.values_list("key", "exchange")) == {("W-1", done.pk), ("W-2", done.pk)}
    with refused(CaseError, says="taken in already"):
        exchange.do_import(trial, by=cast.sun)


@pytest.mark.req("W-061")
def test_a_foreign_number_is_taken_in_once_and_never_with_other_contents(case: Case, cast: Cast) -> None:
    row = f"W-1,{case.number}-L01,1,{day(2)},,"
    exchange.do_import(status_log(case, row, by=cast.sun), by=cast.sun)
    again = status_log(case, row, row, f"W-1,{case.number}-L01,1,{day(1)},,", by=cast.sun)
    assert states(again) == [L.KNOWN, L.KNOWN, L.REFUSED]
    assert "other contents" in again.lines[2]["why"] or again.lines[2]["why"]
    with refused(CaseError, says="Nothing in this file is new"):
        exchange.do_import(again, by=cast.sun)
    assert ItemFact.objects.filter(case_item__case=case).count() == 1


@pytest.mark.req("W-061")
def test_what_is_refused_says_why_line_by_line_and_stops_only_its_own_item(case: Case, cast: Cast) -> None:
    trial = status_log(
        case,
        f"W-1,{case.number}-L01,11,{day()},,",  # passed without having been filed
        f"W-2,{case.number}-L01,1,{day()},,",  # after a refused line of the same item
        f"W-3,{case.number}-L08,1,{day(-1)},,",  # in the future
        f"W-4,{case.number}-C99,1,{day()},,",  # no such item
        f"W-5,{case.number}-L08,101,{day()},,",  # no national code
        f",{case.number}-L08,1,{day()},,",  # no number of its own
        f"W-7,{case.number}-L09,1,{day()},,",
        by=cast.sun,
    )
    assert states(trial) == [*[L.REFUSED] * 6, L.NEW]
    assert all(line["why"] for line in trial.lines[:6])
    exchange.do_import(trial, by=cast.sun)
    facts = ItemFact.objects.filter(case_item__case=case)
    assert [(fact.case_item.item.code, fact.code) for fact in facts] == [("L09", BLZT.RECEIVED)]


@pytest.mark.req("W-061")
def test_nothing_is_taken_in_when_something_changed_since_the_trial(case: Case, cast: Cast) -> None:
    trial = status_log(case, f"W-1,{case.number}-L01,1,{day()},,", f"W-2,{case.number}-L08,1,{day()},,", by=cast.sun)
    items.record(case.items.get(item__code="L08"), code=BLZT.RECEIVED, on=timezone.localdate(), by=cast.chen)
    with refused(CaseError, says="changed since the file was tried"):
        exchange.do_import(trial, by=cast.sun)
    assert not case.items.get(item__code="L01").facts.exists()
    assert not ExchangeKey.objects.exists()


@pytest.mark.req("W-061")
def test_nobody_takes_in_or_sends_what_is_not_his(case: Case, cast: Cast) -> None:
    for person in (cast.wang, cast.chen, cast.jin):  # enterprise, agent without a head's post, administrator
        with refused(NotAllowed):
            status_log(case, f"W-1,{case.number}-L01,1,{day()},,", by=person)
    elsewhere = status_log(case, f"W-1,{case.number}-L01,1,{day()},,", by=cast.liu)
    assert states(elsewhere) == [L.REFUSED]  # a head of another place does not even see the case
    with refused(BadInput, says="None of your cases", field="numbers"):
        exchange_exports.export(K.NATIONAL_EXPORT, numbers=[case.number or ""], by=cast.liu)
    assert not readers.visible_to(cast.jin).exists()


def test_our_own_export_coming_back_changes_nothing(case: Case, cast: Cast) -> None:
    items.record(case.items.get(item__code="L01"), code=BLZT.RECEIVED, on=timezone.localdate(), by=cast.chen)
    rows = national.tables([case])["SPGL_XMSPSXBLXXXXB"]
    content = pack.as_csv(national.TABLES["SPGL_XMSPSXBLXXXXB"], rows)
    assert states(exchange.try_import(K.STATUS_IMPORT, name="x.csv", content=content, by=cast.sun)) == [L.KNOWN]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"), (b"a,b\n1,2", "lacks these columns"), (log(), "no lines"), (b"\x00\x01\xff", "neither a CSV"),
        (b"PK\x03\x04nonsense", "neither a CSV"), (log(*["x"] * 2001), "more than 2000 lines"),
    ],
    ids=["empty", "columns", "no lines", "bytes", "no zip", "long"],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_as_a_whole(cast: Cast, content: bytes, says: str) -> None:
    with refused(BadInput, says=says, field="file"):
        exchange.try_import(K.STATUS_IMPORT, name="x", content=content, by=cast.sun)


# ---- the enterprise platform


def people_of(content: str) -> bytes:
    return f"统一社会信用代码,企业名称,法定代表人,注册地址\n{content}".encode("gb18030")


@pytest.mark.req("W-061")
def test_basic_data_of_enterprises_come_from_the_platform_and_wait_for_their_first_person(cast: Cast) -> None:
    new, known = "91370785MA0TEXT39K", cast.heavy
    content = people_of(
        f"{new},示例新企业有限公司,示例丁,示例路1号\n{known.uscc},{known.name},示例戊,\n91370785MA0TEXT39A,坏代码,,\n"
    )
    trial = exchange.try_import(K.ENTERPRISE_IMPORT, name="企业.csv", content=content, by=cast.jin)
    assert states(trial) == [L.NEW, L.CHANGED, L.REFUSED]
    assert not Enterprise.objects.filter(uscc=new).exists()
    exchange.do_import(trial, by=cast.jin)
    known.refresh_from_db()
    assert known.legal_representative == "示例戊"
    made = Enterprise.objects.get(uscc=new)
    assert not made.memberships.exists()
    with refused(BadInput, says="under another name", field="name"):
        enterprises.create(name="别的公司", uscc=new, by=cast.feng)
    assert enterprises.create(name="示例新企业有限公司", uscc=new, by=cast.feng) == made
    assert made.memberships.get().user == cast.feng
    with refused(BadInput, says="already registered", field="uscc"):
        enterprises.create(name="示例新企业有限公司", uscc=new, by=cast.wang)
    again = exchange.try_import(K.ENTERPRISE_IMPORT, name="企业.csv", content=content, by=cast.jin)
    assert states(again) == [L.KNOWN, L.KNOWN, L.REFUSED]
    with refused(NotAllowed):
        exchange.try_import(K.ENTERPRISE_IMPORT, name="企业.csv", content=content, by=cast.sun)


@pytest.mark.req("W-061")
def test_the_platform_gets_the_progress_of_cases_and_no_cell_is_a_formula(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, name="=HYPERLINK(1)")
    made = exchange_exports.export(K.PROGRESS_EXPORT, by=cast.sun)
    text = bytes(made.content).decode("utf-8-sig")
    assert f"{case.number},'=HYPERLINK(1)," in text
    assert ",3,0,," in text  # three items, none finished, none at an authority
    assert made.counts == {"cases": 1}


@pytest.mark.req("W-061")
@pytest.mark.parametrize(
    ("status", "days", "lamp"),
    [
        (S.UNDERWAY, -10, "红灯"),
        (S.UNDERWAY, 0, "黄灯"),
        (S.UNDERWAY, 60, "绿灯"),
        (S.UNDERWAY, None, ""),
        (S.SUSPENDED, -10, "灰灯"),  # control: only what goes on is late
        (S.CLOSED, -10, "灰灯"),
    ],
)
def test_the_platform_is_told_the_lamp_that_the_list_shows_and_the_filter_finds(
    status: str, days: int | None, lamp: str, cast: Cast
) -> None:
    case, today = case_in(cast, S.UNDERWAY), timezone.localdate()
    due = None if days is None else today + timedelta(days=days)
    Case.objects.filter(pk=case.pk).update(
        status=status, next_due=due, next_what="", suspended_from=S.UNDERWAY if status == S.SUSPENDED else ""
    )
    row = exchange_partners.progress(Case.objects.filter(pk=case.pk))[0]
    assert row["亮灯"] == lamp
    found = [one for one in lamps.COLOURS if Case.objects.filter(lamps.burning(one, today), pk=case.pk).exists()]
    assert [exchange_partners.LAMPS[one] for one in found] == [lamp or "灰灯"]
    assert found == [lamps.of_case(Case.objects.get(pk=case.pk))]


@pytest.mark.req("W-061")
@pytest.mark.parametrize(("today", "lamp"), [("2026-11-27", "黄灯"), ("2026-11-28", "黄灯"), ("2026-11-29", "红灯")])
def test_a_date_on_a_rest_day_is_late_on_the_day_after(today: str, lamp: str, cast: Cast) -> None:
    """A Saturday: yellow until its evening, red on Sunday, in the file as in the list."""
    case, saturday = case_in(cast, S.UNDERWAY), date(2026, 11, 28)
    Case.objects.filter(pk=case.pk).update(next_due=saturday, next_what="")
    with time_machine.travel(f"{today}T04:00:00+00:00", tick=False):
        day = timezone.localdate()
        assert exchange_partners.progress(Case.objects.filter(pk=case.pk))[0]["亮灯"] == lamp
        red = Case.objects.filter(lamps.burning("red", day), pk=case.pk).exists()
        assert red is (lamp == "红灯") is (lamps.days_left(saturday, day) < 0)


# ---- the hotline


def call(*rows: str) -> bytes:
    return "\n".join(["工单编号,来电时间,诉求内容,办件编号,统一社会信用代码", *rows]).encode()


@pytest.mark.req("W-061")
def test_an_enquiry_of_the_hotline_is_owed_an_answer_which_is_sent_back(case: Case, cast: Cast) -> None:
    content = call(
        f"GD-1,{day()} 09:30:00,何时能办好,{case.number},",
        f"GD-2,{day()},还要交什么,,{case.enterprise.uscc}",
        "GD-3,2026-01-05,谁的,,",
    )
    trial = exchange.try_import(K.ENQUIRY_IMPORT, name="工单.csv", content=content, by=cast.sun)
    assert states(trial) == [L.NEW, L.NEW, L.REFUSED]
    exchange.do_import(trial, by=cast.sun)
    owed = Note.objects.filter(case=case, due__isnull=False, answered_at__isnull=True)
    assert {note.hotline for note in owed} == {"GD-1", "GD-2"}
    assert "answer" in {row.what for row in deadlines.all_for(fresh(case))}
    notes.write(case, text="预计下周办结。", internal=False, by=cast.chen)
    made = exchange_exports.export(K.ANSWER_EXPORT, by=cast.sun)
    text = bytes(made.content).decode("utf-8-sig")
    assert text.count("预计下周办结。") == 2
    assert made.counts == {"enquiries": 2, "answered": 2}


def test_an_enquiry_settled_by_telephone_is_sent_back_with_those_words(case: Case, cast: Cast) -> None:
    content = call(f"GD-1,{day()},何时能办好,{case.number},")
    exchange.do_import(exchange.try_import(K.ENQUIRY_IMPORT, name="x.csv", content=content, by=cast.sun), by=cast.sun)
    notes.close_enquiry(Note.objects.get(hotline="GD-1"), why="已电话答复", by=cast.chen)
    assert "已电话答复" in bytes(exchange_exports.export(K.ANSWER_EXPORT, by=cast.sun).content).decode()


# ---- the yearly list


@pytest.mark.req("W-002")
def test_the_yearly_list_is_imported_by_an_administrator(cast: Cast) -> None:
    year = timezone.localdate().year
    head = "年度,名单级别,行政区划,项目名称,统一社会信用代码,项目代码\n"
    content = (
        head + f"{year},市级,潍坊市,示例名单项目,,\n{year},county,370783,示例县级项目,,\n{year},乡级,370783,错,,\n"
    ).encode()
    trial = exchange.try_import(K.LIST_IMPORT, name="名单.csv", content=content, by=cast.jin)
    assert states(trial) == [L.NEW, L.NEW, L.REFUSED]
    exchange.do_import(trial, by=cast.jin)
    entry = MajorProjectListEntry.objects.get(name="示例名单项目")
    assert (entry.year, entry.level, entry.region.code) == (year, "city", "370700")
    more = (head + f"{year},市级,370700,示例名单项目,{cast.heavy.uscc},\n").encode()
    again = exchange.try_import(K.LIST_IMPORT, name="名单.csv", content=more, by=cast.jin)
    assert states(again) == [L.CHANGED]
    exchange.do_import(again, by=cast.jin)
    assert MajorProjectListEntry.objects.get(name="示例名单项目").uscc == cast.heavy.uscc


# ---- history and commands


def test_the_history_cannot_be_changed_and_belongs_to_the_unit(case: Case, cast: Cast) -> None:
    made = exchange_exports.export(K.PROGRESS_EXPORT, by=cast.sun)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Exchange.objects.filter(pk=made.pk).update(name="anders")
    assert list(readers.visible_to(cast.sun)) == [made]
    assert list(readers.visible_to(cast.liu)) == list(readers.visible_to(cast.chen)) == []


@pytest.mark.req("W-061")
def test_the_commands_do_the_same(case: Case, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "log.csv"
    file.write_bytes(log(f"W-1,{case.number}-L01,1,{day()},,", f"W-2,{case.number}-L01,1,{day()},,"))
    call_command("exchange_import", "status_import", str(file), "--as", cast.sun.email)
    assert not ItemFact.objects.exists()
    call_command("exchange_import", "status_import", str(file), "--as", cast.sun.email, "--apply")
    assert ItemFact.objects.count() == 1
    assert "line 3 W-2" in capsys.readouterr().out
    call_command("exchange_export", "national_export", str(tmp_path), "--as", cast.sun.email, "--case", case.number)
    (made,) = tmp_path.glob("*.zip")
    assert zipfile.is_zipfile(made)
    with pytest.raises(CommandError, match="Nobody has the address"):
        call_command("exchange_import", "status_import", str(file), "--as", "nobody@example.com")
    assert isinstance(date.fromisoformat(day()), date)
