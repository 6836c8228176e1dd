"""Ticks in an address: whatever is written is read again, whatever else comes is no ticks or is passed over."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from cases import ticks
from cases.ticks import Ticks

BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
papers = st.text(BASE32, min_size=4, max_size=4)
items = st.from_regex(ticks.ITEM, fullmatch=True).filter(str.isascii)
told = st.builds(
    Ticks,
    st.frozensets(papers, max_size=80),
    st.frozensets(items, max_size=30),
    st.frozensets(items, max_size=30),
    st.frozensets(items, max_size=30),
    papers,
)


@given(told)
def test_what_is_written_is_read_again(given: Ticks) -> None:
    assert ticks.read(ticks.write(given)) == given


@given(told)
def test_an_address_needs_no_quoting_and_a_phone_may_write_it_small(given: Ticks) -> None:
    text = ticks.write(given)
    assert re.fullmatch(r"[A-Z0-9.-]*", text)
    assert ticks.read(text.lower()) == given


@given(told)
def test_the_same_ticks_have_one_text(given: Ticks) -> None:
    again = ticks.read(ticks.write(given))
    assert again is not None
    assert ticks.write(again) == ticks.write(given)


@given(st.text(max_size=80))
@example("AAAA-AAA")
@example("AAAA-A1AA")
@example("AAAA--C05..G04")
@example("AAAA-----")
@example("ＡＡＡＡ")
@example("AAAA\n")
@example("")
def test_any_text_is_ticks_or_none_and_never_an_error(text: str) -> None:
    found = ticks.read(text)
    assert found is None or ticks.read(ticks.write(found)) == found


@given(told, st.sets(papers), st.sets(items))
def test_only_what_the_checklist_has_is_left(given: Ticks, known: set[str], rows: set[str]) -> None:
    kept = given.within(known, rows)
    assert kept.have == given.have & known
    assert kept.done | kept.taken | kept.left <= rows


def test_ten_kilobytes_are_no_ticks_and_the_longest_are() -> None:
    room = (ticks.LONGEST - 5) // 4 * 4
    assert ticks.read("AAAA-" + "A" * room) is not None
    assert ticks.read("AAAA-" + "A" * (room + 4)) is None
    assert ticks.read("AAAA-" + "A" * 10_000) is None


def test_a_code_hangs_on_item_and_name_not_on_the_place() -> None:
    assert ticks.paper_code("C05", "申请表") == ticks.paper_code("C05", "申请表")
    assert (
        len({ticks.paper_code("C05", "申请表"), ticks.paper_code("G04", "申请表"), ticks.paper_code("C05", "图纸")})
        == 3
    )


@given(told, told)
def test_joining_takes_nothing_away(one: Ticks, other: Ticks) -> None:
    both = one.joined(other)
    assert both.have == one.have | other.have
    assert both.left <= one.left


def test_changes_name_new_papers_changed_ones_and_count_those_that_went() -> None:
    seen, now = {"AAAA": "1", "BBBB": "1", "CCCC": "1"}, {"AAAA": "1", "BBBB": "2", "DDDD": "1"}
    found = ticks.changes(seen, now)
    assert (found.new, found.changed, found.gone) == ({"DDDD"}, {"BBBB"}, 1)
    assert not ticks.changes(now, now)
