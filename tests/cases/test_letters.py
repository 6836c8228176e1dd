"""Every message has its words in both languages, and nothing that the words ask for is missing."""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from django.utils import timezone, translation

from cases import actions
from cases.actions import agreements, finishing, intake, items, meetings, notes, pausing, scope
from cases.enums import BLZT, CaseStatus, MeetingKind
from cases.management.demo.walks import pdf, walk
from cases.models import CaseEvent, Notice, Unit
from cases.queries import documents, letters, sentences
from tests.cases.kit import fresh
from tests.cast import PULANDIAN, Cast, case_in

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
PAST = {"letter_late"}  # told no more: the ladder looks after letters; earlier notices still have their words
ALWAYS = {"project", "case", "link", "paper"}  # from the case itself, or from the address of the site
MADE = {
    "step": "code",
    "money": "amount",
    "thing": "alert",
    "matter": "alert",
    "by_day": "task_due",
    "checklist": "checklist_zh",
    "of_place": "report_place",
    "not_sent": "missed",
}  # words made from another fact
# What a function gives from a row: with ``**facts(transfer)``, with ``_facts(circular) | {…}``.
ROWS = {
    "facts": {"unit", "what", "item", "document", "channel"},
    "unit_names": {"unit"},
    "_facts": {"circular", "title", "kind", "unit"},
    "_appraised": {"appraisal", "period"},
    "_told": {"inspection", "title", "unit"},
}
PLACES = {"tell": 1, "tell_enterprise": 0, "tell_agency": 0, "owe": 1, "owe_address": 2}
OWN = {"_tell": (2, {"finding", "kind", "unit"})}  # of findings: the kind's place, and what it adds itself


def place_of(call: ast.Call) -> tuple[int, set[str]] | None:
    """The kind's place among the arguments, and the facts that the called function adds."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in PLACES:
        return PLACES[call.func.attr], set()
    return OWN.get(call.func.id) if isinstance(call.func, ast.Name) else None


def facts_of(call: ast.Call) -> set[str]:
    """The facts that one call gives: its keywords, its literal dictionaries, and what known functions give."""
    facts = {keyword.arg for keyword in call.keywords if keyword.arg}
    for part in [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg is None)]:
        for node in ast.walk(part):
            if isinstance(node, ast.Dict):
                facts |= {
                    key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
                }
            elif isinstance(node, ast.Call):
                facts |= ROWS.get(ast.unparse(node.func).split(".")[-1], set())
    return facts


@cache
def told() -> dict[str, set[str]]:
    """{kind: facts that every place gives} of all messages in the sources of the actions."""
    given: dict[str, list[set[str]]] = defaultdict(list)
    for path in sorted(Path(actions.__file__).parent.glob("*.py")):
        for call in [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]:
            place = place_of(call)
            if place is None or len(call.args) <= place[0]:
                continue
            for word in ast.walk(call.args[place[0]]):
                if isinstance(word, ast.Constant) and isinstance(word.value, str):
                    given[word.value].append(facts_of(call) | place[1])
    return {kind: set.intersection(*places) for kind, places in given.items()}


def test_every_kind_that_is_told_has_words_and_every_words_are_told() -> None:
    assert set(told()) | PAST == set(letters._texts())
    assert not PAST & set(told())
    assert len(told()) > 30


@pytest.mark.parametrize("kind", sorted(letters._texts().keys() - PAST))
def test_the_words_ask_for_nothing_that_the_act_does_not_give(kind: str) -> None:
    given = told()[kind]
    for lang in ("en", "zh-hans"):
        with translation.override(lang):
            asked = {name for text in letters._texts()[kind] for name in PLACEHOLDER.findall(text)}
        needed = {MADE.get(name, name) for name in asked - ALWAYS}
        assert needed <= given, (kind, lang, needed - given)


@pytest.mark.parametrize("kind", sorted(letters._texts()))
def test_every_kind_is_said_in_chinese_and_in_english(kind: str) -> None:
    texts = {}
    for lang in ("en", "zh-hans"):
        with translation.override(lang):
            texts[lang] = letters._texts()[kind]
    for english, chinese in zip(*texts.values(), strict=True):
        if re.search(r"[A-Za-z]{2}", PLACEHOLDER.sub("", english)):
            assert re.search(r"[\u4e00-\u9fff]", chinese), (kind, english)
            assert not re.search(r"[\u4e00-\u9fff]", english)
        assert set(PLACEHOLDER.findall(english)) == set(PLACEHOLDER.findall(chinese))


def everything_happens(cast: Cast) -> None:
    """Both straight ways and every turn beside them."""
    for region in ("370783", PULANDIAN):
        finishing.evaluate(
            case_in(cast, CaseStatus.ARCHIVED, region), level=5, by=cast.he if region == PULANDIAN else cast.wang
        )
    case = case_in(cast, CaseStatus.SUBMITTED)
    intake.request_correction(case, [intake.Point(what="规模 100%", why="不清楚", field="scale")], by=cast.chen)
    intake.decline(case, reason="不符合 100%(条件)s", by=cast.sun)
    case = case_in(cast, CaseStatus.AGREEMENT)
    scan = agreements.hand_in_paper(documents.awaiting_enterprise(case).get(), pdf(), by=cast.wang)
    agreements.reject_paper(scan, reason="没有公章", by=cast.chen)
    case = walk(fresh(case), CaseStatus.UNDERWAY, cast)
    notes.write(case, text="100% 好 %(x)s", internal=False, by=cast.wang)
    item = case.items.get(item__code="L01")
    items.set_agent(item, agent=cast.xu, by=cast.chen)
    for code in (BLZT.RECEIVED, BLZT.ACCEPTED, BLZT.NOT_PASSED):
        items.record(item, code=code, on=timezone.localdate(), note="不符合", by=cast.chen)
    called = meetings.call(
        case, kind=MeetingKind.COORDINATION, planned_on=timezone.localdate(), place="会议室",
        units=[Unit.objects.get(code="370783-housing")], by=cast.chen,
    )  # fmt: skip
    meetings.move(called, planned_on=timezone.localdate(), place="二楼 100%", reason="100% 好 %(x)s", by=cast.chen)
    meetings.cancel(called, reason="不再需要", by=cast.chen)
    scope.drop(item, reason="100% 好 %(x)s", by=cast.chen)
    scope.add(case, "L01", reason="再来 100%", by=cast.chen)
    pausing.suspend(case, ground="asked", explanation="企业申请", start=timezone.localdate(), by=cast.sun)
    for waiting in documents.awaiting_enterprise(case):  # the change of the items and the suspension form
        agreements.sign(waiting, by=cast.wang)
    pausing.resume(case, on=timezone.localdate(), by=cast.sun)
    pausing.terminate(case, reason="项目取消", by=cast.sun)


def test_every_message_that_was_ever_owed_reads_well_in_both_languages(cast: Cast) -> None:
    everything_happens(cast)
    seen = set()
    for notice in Notice.objects.select_related("recipient", "case__project"):
        seen.add(notice.kind)
        for lang in ("en", "zh-hans"):
            subject, body = letters.words(notice, lang, "https://example.com")
            assert subject.strip(), notice.kind
            assert body.strip(), notice.kind
            for text in (subject, body.replace("%(x)s", "").replace("%(条件)s", "")):
                assert "%(" not in text, notice.kind
                assert "None" not in text
            assert "\n" not in subject
    assert len(seen) >= 30


def test_codes_and_items_are_words_in_the_readers_language(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    item = case.items.get(item__code="L01")
    items.record(item, code=BLZT.RECEIVED, on=timezone.localdate(), by=cast.sun)
    notice = Notice.objects.get(kind="item_fact", recipient=cast.chen)
    english, chinese = letters.words(notice, "en"), letters.words(notice, "zh-hans")
    assert item.item.name_en in english[0]
    assert "Received" in english[0]
    assert item.item.name_zh in chinese[0]
    assert "L01" not in english[0] + chinese[0]


def test_a_day_in_a_letter_is_a_day_in_the_readers_words(cast: Cast) -> None:
    notice = Notice.objects.create(
        recipient=cast.wang, kind="correction", data={"due": "2026-11-22", "points": ["规模"]}
    )
    assert "2026年11月22日（星期日）" in letters.words(notice, "zh-hans")[1]
    assert "Sun 22 November 2026" in letters.words(notice, "en")[1]


def test_no_letter_and_no_line_of_the_story_shows_a_day_as_machines_write_it(cast: Cast) -> None:
    everything_happens(cast)
    iso = re.compile(r"\d{4}-\d{2}-\d{2}")
    kept = [notice for notice in Notice.objects.all() if iso.search(str(notice.data))]
    assert {notice.kind for notice in kept} >= {"correction", "meeting_called", "meeting_held", "item_fact"}
    assert [subject for notice in kept for subject in letters.words(notice, "zh-hans") if iso.search(subject)] == []
    told = [sentences.event(event) for event in CaseEvent.objects.all()]
    assert [sentence for sentence in told if iso.search(sentence)] == []


def test_what_people_wrote_is_never_read_as_a_pattern(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.SUBMITTED, name="示例%(enterprise)s项目 100%")
    notes.write(case, text="%(project)s %s %d {0} 100%", internal=False, by=cast.wang)
    notice = Notice.objects.get(kind="message", recipient=cast.chen)
    subject, body = letters.words(notice, "zh-hans")
    assert body == "%(project)s %s %d {0} 100%"
    assert "示例%(enterprise)s项目 100%" in subject


def test_an_old_message_that_lacks_a_fact_still_reads(cast: Cast) -> None:
    for kind in letters._texts():
        notice = Notice.objects.create(recipient=cast.wang, kind=kind, data={})
        subject, body = letters.words(notice, "en")
        assert "%(" not in subject + body
