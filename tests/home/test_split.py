"""Bars of parts: beside their names where there is room, below them where there is not; the letters never shrink."""

import re

from home.charts.split import Bar, Measure, split_svg

ROWS = [("寿光市", 75.0, "75 %"), ("高密市 & 安丘市", 100.0, "100 %")]


def test_the_picture_is_drawn_for_wide_and_for_narrow_rooms_and_both_say_the_same() -> None:
    html = split_svg("按时办结率", ROWS, 100, Measure(ident="s0"))
    wide, narrow = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    for drawn in (wide, narrow):
        assert re.findall(r"<title>(.*?)</title>", drawn) == ["寿光市: 75 %", "高密市 &amp; 安丘市: 100 %"]
        assert 'role="list" aria-label="按时办结率"' in drawn
        assert 'class="gl"' in drawn
    assert 'viewBox="0 0 680 ' in wide
    # A drawing without a box of its own does not scale: letters stay as the style sheet sets them, lengths are shares.
    assert "viewBox" not in narrow
    assert re.findall(r'class="gb" x="0" y="\d+" width="([\d.]+)%"', narrow) == ["74.2", "99.0"]
    assert len(set(re.findall(r'id="([^"]+)"', html))) == 2


def test_what_every_telephone_has_room_for_is_drawn_once() -> None:
    assert split_svg("年", ROWS, room=Measure(names=100, wide=150, after=90, ident="p")).count("<svg") == 1
    assert split_svg("年", []) == ""


LONG = "Shouguang Housing and Urban-Rural Development Bureau"


def test_a_long_name_stands_in_two_lines_and_nothing_of_it_is_left_out() -> None:
    html = split_svg("Decided in time", [(LONG, 75.0, "75 %"), ("寿光市", 50.0, "50 %")], room=Measure(ident="s"))
    for drawn in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
        assert "…" not in drawn
        spans = re.findall(r"<tspan[^>]*>(.*?)</tspan>", drawn)
        assert " ".join(spans) == LONG
        assert len(spans) > 1, "control: it does not fit one line"
        marks = dict(re.findall(r'<rect id="([^"]+)"[^>]*height="(\d+)"', drawn))
        rows = re.findall(r'<use href="#([^"]+)" y="(\d+)"', drawn)
        assert int(rows[1][1]) - int(rows[0][1]) == int(marks[rows[0][0]]) + 2, "the next row begins below it"
        assert f"<title>{LONG}: 75 %</title>" in drawn


def test_a_bar_with_an_address_opens_it() -> None:
    html = split_svg("年", [Bar("甲", 3, "3", "/a/?b=1&of=2"), Bar("乙", 0, "0")], room=Measure(ident="s"))
    assert html.count('<a href="/a/?b=1&amp;of=2" class="done"><title>甲: 3</title>') == 2
    assert html.count('role="group"') == 2
    assert html.count('role="img"') == 2
    assert 'role="list' not in html, "a list holds nothing but its items"
