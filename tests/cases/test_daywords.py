"""A date becomes words in one place."""

import ast
from datetime import date, datetime

import pytest
from django.utils import translation

from cases.actions import dates
from cases.daywords import date_words, told, with_days
from cases.exceptions import BadInput
from tests.house.files import name_of, ours


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [("zh-hans", "2026年11月22日（星期日）", "2026-11-22"), ("en", "Sun 22 November 2026", "22 Nov 2026")],
)
def test_a_day_is_said_as_the_reader_says_it(language: str, long: str, short: str) -> None:
    day = date(2026, 11, 22)
    with translation.override(language):
        assert date_words(day) == told(day) == told("2026-11-22") == long
        assert date_words(day, short=True) == short


def test_a_moment_has_its_clock_when_asked() -> None:
    with translation.override("en"):
        assert date_words(datetime(2026, 11, 22, 9, 5), time=True) == "Sun 22 November 2026, 09:05"


@pytest.mark.parametrize("value", ["", "soon", "22.11.2026", "2026-11-22 and more"])
def test_what_is_no_day_stands_for_itself(value: str) -> None:
    assert told(value) == value
    assert told(None) == ""


@pytest.mark.parametrize(
    ("kept", "zh", "en"),
    [
        ("2026-11-22 → 2026-12-01 国办通知", "2026-11-22 → 2026-12-01 国办通知", "22 Nov 2026 → 1 Dec 2026 国办通知"),
        ("改为2026-12-01。", "改为2026-12-01。", "改为1 Dec 2026。"),
        ("BDB-370783-2026-11-22", "BDB-370783-2026-11-22", "BDB-370783-2026-11-22"),  # a number is no day
        ("2026-13-40", "2026-13-40", "2026-13-40"),
    ],
)
def test_days_inside_a_line_of_a_log_are_said_as_lists_say_them(kept: str, zh: str, en: str) -> None:
    for language, said in (("zh-hans", zh), ("en", en)):
        with translation.override(language):
            assert with_days(kept) == said


def test_a_refusal_names_the_day_in_words() -> None:
    with translation.override("en"), pytest.raises(BadInput, match="Sun 22 November 2026"):
        dates.refuse_before(date(2026, 11, 21), date(2026, 11, 22), "on")


def _written_as_machines_do(source: str) -> bool:
    """Does a sentence of this source take a day in ISO form?"""
    filled = (
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod)
    )
    return any("isoformat()" in ast.unparse(node.right) for node in filled)


def test_no_sentence_writes_a_day_as_machines_do() -> None:
    assert _written_as_machines_do('_("by %(on)s") % {"on": day.isoformat()}')
    assert not _written_as_machines_do('{"on": day.isoformat()}')
    found = [
        name_of(path)
        for path in ours(".py", folders=("cases", "home", "portal", "backoffice"))
        if _written_as_machines_do(path.read_text(encoding="utf-8"))
    ]
    assert found == []
