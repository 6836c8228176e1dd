"""A table as CSV or XLSX that no spreadsheet can mistake for a program (security rule 14)."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

# What starts a formula in a spreadsheet, with the full-width twins that some of them fold.
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ROWS = 50_000
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
        return (
            timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
            if timezone.is_aware(value)
            else f"{value:%Y-%m-%d %H:%M}"
        )
    return value.isoformat() if isinstance(value, date) else str(value)


def as_csv(rows: Rows) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads the Chinese."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([neutral(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(rows: Rows, title: str) -> bytes:
    """Text cells are stored as text whatever they begin with; numbers stay numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31].translate(str.maketrans("", "", "[]:*?/\\")) or "1")
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        sheet.append([_cell(sheet, value, bold=number == 0) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any, *, bold: bool) -> WriteOnlyCell:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", plain(value))[:32_000]
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def response(rows: Rows, *, kind: str, name: str, title: str) -> HttpResponse:
    """A download that is never kept by a shared cache."""
    body, content_type = (
        (as_xlsx(rows, title), XLSX_TYPE) if kind == "xlsx" else (as_csv(rows), "text/csv; charset=utf-8")
    )
    stamp = timezone.localdate().isoformat()
    return HttpResponse(
        body,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}-{stamp}.{kind}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
