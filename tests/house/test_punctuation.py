"""Chinese sentences end and part as Chinese does: no full stop, comma or colon of another alphabet after a character."""

import re

import pytest

from home import translations
from tests.house.files import ROOT, name_of, ours

AFTER_CHINESE = re.compile(r"[\u3400-\u9fff）”’」》】](?:%\(\w+\)[sd])?[.,:;!?](?=[\s\"'<]|$|[\u3400-\u9fff])")
AFTER_A_FACT = re.compile(r"%\(\w+\)[sd][.,:;!?](?=\s|$|[\u3400-\u9fff])")
TEXTS_IN_CHINESE = ("cases/reference/", "portal/content/")
PARTED = re.compile(r"""["'](?:、|, |; |；)["']\.join\(""")
# Printed forms are always Chinese; lists for machines are no sentences.
PARTED_OTHERWISE = (
    "cases/documents/", "cases/management/", "cases/actions/paper_data.py", "cases/actions/meeting_minutes.py", "cases/actions/exchange",
    "cases/queries/exchange",
)  # fmt: skip


def foreign(text: str) -> bool:
    """Does a Chinese text hold punctuation of another alphabet?"""
    return bool(AFTER_CHINESE.search(text) or AFTER_A_FACT.search(text))


def test_no_translation_ends_like_english() -> None:
    found = [
        (area, message.id)
        for area in translations.AREAS
        for message in translations.stored(area)
        if message.id and foreign(translations.translation(message))
    ]
    assert found == []


def test_no_shipped_text_ends_like_english() -> None:
    found = [
        f"{name_of(path)}:{number}"
        for path in ours(".json", ".toml", ".txt", folders=TEXTS_IN_CHINESE)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if AFTER_CHINESE.search(line)
    ]
    assert found == []


def test_names_in_a_sentence_are_parted_by_the_readers_language() -> None:
    found = [
        name_of(path)
        for path in ours(".py", folders=("cases", "portal", "backoffice"))
        if not name_of(path).startswith(PARTED_OTHERWISE) and PARTED.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("text", ["（示例）. ", "已办结.", "材料, 期限", "说明: 无", "在%(on)s. 请", "%(date)s."])
def test_foreign_marks_are_seen(text: str) -> None:
    assert foreign(text)


@pytest.mark.parametrize("text", ["（示例）。", "3.5 亿元", "GB/T 9704", "10:30", "%(n)s.pdf", "附件 1. 图"])
def test_numbers_and_names_are_left_alone(text: str) -> None:
    assert not foreign(text)


def test_the_texts_are_where_they_are_looked_for() -> None:
    assert all(any((ROOT / folder).iterdir()) for folder in TEXTS_IN_CHINESE)
