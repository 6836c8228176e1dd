"""Files of other systems read into lines: CSV or XLSX with named columns in the first row. Nothing is stored here."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from cases.exceptions import BadInput
from cases.listwords import listed

MAX_BYTES = 5 * 1024 * 1024
MAX_LINES = 2000
MAX_COLUMNS = 60
MAX_CELL = 2000
MAX_UNPACKED = 50 * 1024 * 1024


@dataclass(frozen=True)
class Line:
    """A line of the file: its number as a spreadsheet counts it, and its cells by the name of their column."""

    number: int
    cells: dict[str, str]

    def get(self, name: str) -> str:
        return self.cells.get(name, "")


def read(content: bytes, needed: Sequence[str]) -> list[Line]:
    """All lines; refused as a whole when it is no table, lacks a column or is too large."""
    if not content:
        raise BadInput(_("The file is empty."), field="file")
    if len(content) > MAX_BYTES:
        raise BadInput(_("The file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 1024 // 1024}, field="file")
    rows = [[_text(cell) for cell in row[:MAX_COLUMNS]] for row in _rows(content)]
    header = [name.strip().strip("\ufeff") for name in rows[0]] if rows else []
    lacking = [name for name in needed if name not in header]
    if lacking:
        raise BadInput(_("The first row lacks these columns: %(names)s.") % {"names": listed(lacking)}, field="file")
    lines = [
        Line(number, {name: cell for name, cell in zip(header, row, strict=False) if name})
        for number, row in enumerate(rows[1:], start=2)
        if any(row)
    ]
    if not lines:
        raise BadInput(_("The file has no lines under its first row."), field="file")
    return lines


def _rows(content: bytes) -> list[Sequence[Any]]:
    return _sheet(content) if content[:2] == b"PK" else _csv(content)


def _csv(content: bytes) -> list[Sequence[Any]]:
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = _old_encoding(content)
    if "\x00" in words:
        raise BadInput(_("This is neither a CSV nor an XLSX file."), field="file")
    try:
        return _within(csv.reader(io.StringIO(words, newline=""), strict=True))
    except csv.Error:
        raise BadInput(_("This is neither a CSV nor an XLSX file."), field="file")


def _old_encoding(content: bytes) -> str:
    """As Chinese spreadsheets save it."""
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError:
        raise BadInput(_("This is neither a CSV nor an XLSX file."), field="file")


def _sheet(content: bytes) -> list[Sequence[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(info.file_size for info in packed.infolist())
        if unpacked > MAX_UNPACKED:
            raise BadInput(
                _("The file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 1024 // 1024}, field="file"
            )
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return _within(book.worksheets[0].iter_rows(values_only=True))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError):
        raise BadInput(_("This is neither a CSV nor an XLSX file."), field="file")


def _within(found: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
    rows = []
    for row in found:
        rows.append(row)
        if len(rows) > MAX_LINES + 1:
            raise BadInput(_("The file has more than %(most)s lines: divide it.") % {"most": MAX_LINES}, field="file")
    return rows


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    # A leading quote is how a spreadsheet was told that the cell is text.
    return str(cell).strip().removeprefix("'")[:MAX_CELL]


def a_day(line: Line, name: str) -> date:
    """The day in a cell, with or without the time."""
    words = line.get(name).replace("/", "-")[:10].strip()
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise BadInput(_("%(column)s: this is no date: %(value)s.") % {"column": name, "value": line.get(name)})


def a_number(line: Line, name: str) -> int:
    """The whole number in a cell."""
    words = line.get(name)
    if not (words.isascii() and words.isdecimal() and len(words) < 7):
        raise BadInput(_("%(column)s: this is no number: %(value)s.") % {"column": name, "value": words})
    return int(words)
