"""A table as CSV or XLSX that no spreadsheet can mistake for a program (security rule 14). Pure."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

from django.utils import timezone
from xlsxwriter import Workbook

# What starts a formula in a spreadsheet, with the full-width twins that some of them fold.
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
MAX_ROWS = 50_000
LOOKED_AT, NARROW, WIDE = 200, 8, 48  # rows from which widths are taken; characters
SHORT = WIDE // 2  # characters that surely stand in one line
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what XML cannot hold
RETURN = re.compile(r"\r\n?")
LONGEST = 32_000  # characters that a cell can hold
Rows = Iterable[Sequence[Any]]


def neutral(value: Any) -> str:
    """The text of a CSV cell; one that could start a formula gets a leading quote, a plain number does not."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value)
    text = plain(value)
    return "'" + text if text.lstrip(" \u3000\ufeff").startswith(DANGEROUS) or text.startswith(DANGEROUS) else text


def plain(value: Any) -> str:
    """A value as text: dates as 2026-12-14, moments to the minute of the office, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{_local(value):%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _local(value: datetime) -> datetime:
    return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value


def as_csv(rows: Rows) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads the Chinese."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([neutral(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(rows: Rows, title: str, leading: int = 0) -> bytes:
    """``write_xlsx`` into bytes."""
    out = io.BytesIO()
    write_xlsx(out, rows, title, leading)
    return out.getvalue()


def write_xlsx(out: IO[bytes], rows: Rows, title: str, leading: int = 0) -> None:
    """Row by row: the first is the header, which stays in sight and filters; so many ``leading`` columns stay in sight too.

    Text is stored as text whatever it begins with; numbers and days stay numbers and days.
    """
    write_book(out, [(title, rows)], leading)


def write_book(out: IO[bytes], sheets: Iterable[tuple[str, Rows]], leading: int = 0) -> None:
    """Several tables, each on a sheet of its own with its header; no two sheets have the same name."""
    book, used = Workbook(out, {"constant_memory": True}), set[str]()
    looks = _Looks(book)
    for title, rows in sheets:
        _sheet(book.add_worksheet(_name(title, used)), rows, looks, leading)
    book.close()


def _name(title: str, used: set[str]) -> str:
    """What a spreadsheet allows as the name of a sheet, unlike those that are there."""
    plain_title = title[:31].translate(str.maketrans("", "", "[]:*?/\\")) or "1"
    name = next(
        one for one in (plain_title, *(f"{plain_title[:27]} {n}" for n in range(2, 99))) if one.casefold() not in used
    )
    used.add(name.casefold())
    return name


def _sheet(sheet: Any, rows: Rows, looks: "_Looks", leading: int) -> None:
    every = iter(rows)
    ahead = list(islice(every, LOOKED_AT))
    sheet.freeze_panes(1, leading)
    for number, width in enumerate(_widths(ahead)):
        sheet.set_column(number, number, width)
    last = 0
    for last, row in enumerate(chain(ahead, every)):
        for place, value in enumerate(row):
            if value or value == 0:
                _write(sheet, (last, place), value, looks)
    if ahead and ahead[0]:
        sheet.autofilter(0, 0, last, len(ahead[0]) - 1)


class _Looks:
    """The formats of a book: the text of all stands at the top of its row."""

    def __init__(self, book: Workbook) -> None:
        self.plain = book.add_format({"valign": "top"})
        self.wrapped = book.add_format({"valign": "top", "text_wrap": True})
        self.head = book.add_format({"valign": "top", "text_wrap": True, "bold": True})
        self.day = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd hh:mm"})


def _widths(rows: Sequence[Sequence[Any]]) -> list[int]:
    """Room for the longest line of each column, within reason; a Chinese character takes two."""
    room = [NARROW] * max((len(row) for row in rows), default=0)
    for row in rows:
        for place, value in enumerate(row):
            room[place] = max(room[place], min(WIDE, _length(plain(value)) + 2))
    return room


def _length(text: str) -> int:
    lines = text[:200].splitlines() or [""]
    return max(sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line) for line in lines)


def _write(sheet: Any, place: tuple[int, int], value: Any, looks: _Looks) -> None:
    """A value as what it is. ``write_string`` never takes a text for a formula, an address or a number."""
    if isinstance(value, str):  # first what most cells are: a long table has a million of them
        _write_text(sheet, place, value, looks)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(*place, value, looks.plain)
    elif isinstance(value, datetime):
        sheet.write_datetime(*place, _local(value), looks.moment)
    elif isinstance(value, date):
        sheet.write_datetime(*place, value, looks.day)
    else:
        _write_text(sheet, place, plain(value), looks)


def _write_text(sheet: Any, place: tuple[int, int], value: str, looks: _Looks) -> None:
    # Typed lines end in two signs; spreadsheet programs show the first of them as _x000D_.
    text = value if value.isprintable() else UNPRINTABLE.sub("", RETURN.sub("\n", value))
    text = text[:LONGEST]
    long = len(text) > SHORT and _length(text) > WIDE
    sheet.write_string(*place, text, looks.head if place[0] == 0 else looks.wrapped if long else looks.plain)
