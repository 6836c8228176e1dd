"""A report on paper: no cell runs into the next one, and numbers of cases stand in one line."""

import io
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pypdf
import pytest
from django.utils import translation

from cases.documents.report import report
from cases.reports import files
from cases.reports.base import Column, Kind, Table, row

NUMBER = "PLD-210214T-2026-0001"
CODE = "2411-210214-04-01-123456"
Word = tuple[str, float, float, float]
"""A piece of text, where it begins, its line, its size."""


def late(number: str = NUMBER, project: str = "普兰店示例装备制造二期扩建项目（示例）") -> Table:
    kinds = (Kind.TEXT, Kind.LONG, Kind.LONG, Kind.TEXT, Kind.DAY, Kind.DAY, Kind.NUMBER)
    columns = tuple(Column(f"栏{n}", kind) for n, kind in enumerate(kinds))
    cells = (number, project, "建设工程规划许可证核发", "普兰店区自然资源局", date(2026, 11, 1), None, 3)
    return Table("超期事项", columns, (row(*cells), row(number, *cells[1:])))


def words(table: Table) -> list[Word]:
    """What the printer wrote, with the place of each piece."""
    with translation.override("zh-hans"):
        data = {
            "title": "月报", "words": files.words(), "about": [["报表", "月报"]], "place": "x", "warnings": [], "paragraphs": [],
            "tables": [files.printed(table)],
        }  # fmt: skip
        pdf = report(data, counted_on=date(2026, 11, 9), lang="zh").pdf
    found: list[Word] = []

    def note(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            found.append((text.strip().replace("\u200b", ""), cm[4] + tm[4], round(cm[5] + tm[5], 1), size))

    pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=note)
    return found


def overprinted(found: list[Word]) -> Iterator[tuple[str, str]]:
    """Pairs of which the second begins before the first ends: a sign is at least half as wide as it is high."""
    for (first, start, line, size), (second, other, same, _size) in pairwise(found):
        room = sum(1 if unicodedata.east_asian_width(sign) in "WF" else 0.5 for sign in first) * size
        if line == same and other > start and start + room > other + 0.5:
            yield first, second


@pytest.mark.parametrize("number", [NUMBER, CODE, "SG-2026-0001"])
@pytest.mark.parametrize(
    "project", ["普兰店示例装备制造二期扩建项目（示例）", "SUPERLONGPROJECTNAMEWITHOUTANYPLACETOBREAK" * 2]
)
def test_no_cell_runs_into_the_next_and_numbers_stay_in_one_line(number: str, project: str) -> None:
    found = words(late(number, project))
    assert list(overprinted(found)) == []
    assert [word[0] for word in found].count(number) == 2, "in one piece"


def test_a_number_that_is_longer_than_its_column_is_found() -> None:
    """Control."""
    assert list(overprinted([(NUMBER, 44.2, 0.0, 9.0), ("普兰店", 128.9, 0.0, 9.0)])) == [(NUMBER, "普兰店")]


def test_columns_of_numbers_are_known_by_what_stands_in_them() -> None:
    assert files.whole(late()) == [True, *[False] * 6]
    assert files.whole(late("甲乙丙")) == [False] * 7
