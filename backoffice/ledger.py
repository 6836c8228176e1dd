"""The ledger of projects as a table of the desk and as a sheet of paper (W-072, C.11)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.columns import NUMBER, case_address
from backoffice.tables import DeskTable
from cases import spreadsheets
from cases.documents import ledger as form
from cases.listwords import listed
from cases.models import User
from cases.queries import project_ledger
from cases.queries import project_ledger_columns as ledger
from cases.queries.project_ledger import Line
from cases.queries.project_ledger_columns import Column, Kind, Value
from home.templatetags import look

TITLE = gettext_lazy("Ledger")
ATTRS: dict[Kind, dict[str, Any]] = {
    Kind.NUMBER: NUMBER,
    Kind.LONG: {"td": {"class": "long"}},
    Kind.DAY: {"td": {"class": "nowrap"}},
    Kind.LAMP: {"td": {"class": "nowrap"}},
}
LINKED = {"case": "row-link", "name": "wraps"}
ON_PAPER = 16  # columns that are legible side by side on A3


class LedgerColumn(tables.Column):
    """A column of the ledger: days, lamps and numbers as everywhere, a dash for nothing. ``stays``: at the edge of the box."""

    def __init__(self, column: Column, stays: bool = False) -> None:
        attrs = ATTRS.get(column.kind, {})
        if stays:
            attrs = {"th": {"class": "stays"}, "td": {"class": f"{attrs.get('td', {}).get('class', '')} stays".strip()}}
        super().__init__(verbose_name=column.label, orderable=False, empty_values=(), attrs=attrs)
        self.shown = column

    def render(self, record: Line) -> Any:
        value = self.shown.read(record)
        if value is None or value == "":
            return "–"
        if self.shown.code in LINKED:
            address = case_address("case", record.case.uuid)
            return format_html('<a class="{}" href="{}">{}</a>', LINKED[self.shown.code], address, value)
        if self.shown.kind == Kind.LAMP:
            return look.lamp(value)
        if self.shown.kind == Kind.DAY:
            return look.cdate(value, short=True)
        return words(value) if self.shown.kind == Kind.NUMBER else value


def table_class(columns: Iterable[Column]) -> type[DeskTable]:
    """A table with these columns after the running number; whose line it is stays in sight however far one scrolls."""
    columns = list(columns)
    stays = ledger.stays(columns)
    first: dict[str, Any] = {"number": tables.Column(verbose_name=_("No."), orderable=False, attrs=NUMBER)}
    shown = {
        column.code: LedgerColumn(column, column.code == stays) for column in columns
    }  # made later, so it stands after the number
    meta = {"Meta": type("Meta", (DeskTable.Meta,), {})}
    return type("LedgerTable", (DeskTable,), {"caption": TITLE} | meta | first | shown)


def words(value: Value) -> str:
    """A cell as text: numbers in the reader's way with two decimals at most."""
    if not isinstance(value, int | Decimal):
        return spreadsheets.plain(value)
    whole = str(value) if isinstance(value, int) else f"{value:.2f}".rstrip("0").rstrip(".")
    return str(number_format(whole, force_grouping=True))


def paper(keys: Sequence[int], codes: Iterable[str], user: User) -> bytes:
    """The sheet as PDF. Papers are Chinese, whoever prints them."""
    with translation.override("zh-hans"):
        lines = project_ledger.lines(keys)
        parts = ledger.side_by_side(ledger.chosen(codes), ON_PAPER)
        sheet = form.LedgerSheet(
            unit=listed(dict.fromkeys(post.unit.name for post in user.active_posts)),
            printed_by=user.name,
            today=timezone.localdate(),
            projects=len(lines),
            parts=tuple(_part(title, columns, lines) for title, columns in parts),
        )
        return form.ledger(sheet).pdf


def _part(title: str, columns: Sequence[Column], lines: Sequence[Line]) -> form.LedgerPart:
    """Columns that stand side by side, after the running number."""
    return form.LedgerPart(
        title=title,
        head=tuple(ledger.head(columns)),
        rows=tuple(tuple(words(value) for value in row) for row in ledger.table(lines, columns)),
        numbers=(True, *(column.kind == Kind.NUMBER for column in columns)),
        long=(False, *(column.kind == Kind.LONG for column in columns)),
    )
