"""Calendar files: exact folding and escaping by RFC 5545, read back by a second, differently written reader."""

import re
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from cases import ics
from cases.ics import Entry

STAMP = datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)
texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from("\n,;\\:年"), max_size=200)


def unfolded(data: bytes) -> list[str]:
    """The reader: lines as RFC 5545 §3.1 puts them together again."""
    assert data.endswith(b"\r\n")
    return data.decode().replace("\r\n ", "").split("\r\n")[:-1]


def value(data: bytes, name: str) -> str:
    """TEXT of a property, unescaped."""
    raw = next(line for line in unfolded(data) if line.startswith(f"{name}:")).removeprefix(f"{name}:")
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], raw)


def made(**changes: str) -> bytes:
    given: dict[str, str] = {"uid": "item-1@bangdaiban", "summary": "示例"} | changes
    return ics.calendar("示例日历", [Entry(day=date(2026, 12, 31), **given)], STAMP)


@given(texts, texts)
def test_what_is_written_is_read_again(summary: str, description: str) -> None:
    data = made(summary=summary, description=description or "x")
    assert value(data, "SUMMARY") == summary
    assert value(data, "DESCRIPTION") == (description or "x")


@given(texts)
def test_no_line_is_longer_than_75_octets_and_no_character_is_torn(text: str) -> None:
    data = made(summary=text)
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_a_line_of_75_octets_is_not_folded_and_one_of_76_is() -> None:
    assert ics.fold("x" * 75) == b"x" * 75 + b"\r\n"
    assert ics.fold("x" * 76) == b"x" * 75 + b"\r\n x\r\n"
    assert ics.fold("年" * 26) == "年".encode() * 25 + b"\r\n " + "年".encode() + b"\r\n"


def test_an_entry_is_a_whole_day_and_blocks_nothing() -> None:
    lines = unfolded(made())
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    for line in (
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "DTSTAMP:20261123T010203Z",
        "TRANSP:TRANSPARENT",
    ):
        assert line in lines


def test_nobody_smuggles_a_property_in() -> None:
    data = made(summary="a\r\nATTENDEE:mailto:x@example.com", url="https://example.com/\r\nSUMMARY:b")
    names = [line.split(":")[0].split(";")[0] for line in unfolded(data)]
    assert "ATTENDEE" not in names
    assert names.count("SUMMARY") == 1


def test_the_same_entries_give_the_same_bytes_in_any_order() -> None:
    one, two = Entry("a", date(2026, 1, 2), "甲"), Entry("b", date(2026, 1, 1), "乙")
    assert ics.calendar("x", [one, two], STAMP) == ics.calendar("x", [two, one], STAMP)
