"""The body of a desk table, drawn cell by cell in Python.

django-tables2 works out the attributes, the accessor and the signature of a column anew for each cell, and its template asks
five questions per cell: 25 rows took 36 ms. Everything that is the same for a whole column is worked out here once.
"""

import inspect
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django_tables2.columns import BoundColumn
from django_tables2.utils import AttributeDict

from home.markup import text


def walk(record: Any, parts: Sequence[str]) -> Any:
    """What the row has at the end of this way; nothing where it ends early."""
    found = record
    for part in parts:
        found = getattr(found, part, None)
    return found


def folds(table: Any) -> bool:
    """Whether its rows stand as cards on a phone, each value with the name of its column."""
    return "folds" in str(table.attrs.get("class", "")).split()


class Drawer:
    """One column, ready to draw the cell of any row. Its attributes must not depend on the row."""

    def __init__(self, table: Any, bound: BoundColumn) -> None:
        self.table, self.bound, self.column = table, bound, bound.column
        named = format_html(' data-label="{}"', bound.header) if folds(table) and bound is not table.columns[0] else ""
        self.open = format_html("<td {}{}>", bound.attrs["td"].as_html(), named)
        self.parts = str(bound.accessor).replace("__", ".").split(".")
        self.labels = _labels(table, self.parts)
        self.wanted = _names(bound.render)
        link = bound.link
        self.url = _taking_record(link.url) if link else None
        self.anchor = AttributeDict(link.attrs or {}).as_html() if link else ""
        # A table that draws the column itself may look at more of the row than the column's key tells.
        own = hasattr(table, f"render_{bound.name}")
        self.key = None if own else getattr(bound.column, "key", None)
        self.drawn: dict[object, str] = {}

    def value(self, record: Any) -> Any:
        """What the row has there; nothing where the way to it ends early. A choice is shown by its label."""
        found = walk(record, self.parts)
        if callable(found) and not isinstance(found, models.Manager):
            found = found()
        return self.labels.get(found, found) if self.labels else found

    def cell(self, record: Any) -> str:
        """The cell with its attributes and its link, escaped; the same look is drawn once for all rows that share it."""
        value = self.value(record)
        if value in self.column.empty_values:
            return f"{self.open}{text(self.bound.default)}</td>"
        if self.key is None:
            return self.draw(value, record)
        place = self.key(value, record)
        if place not in self.drawn:
            self.drawn[place] = self.draw(value, record)
        return self.drawn[place]

    def draw(self, value: Any, record: Any) -> str:
        given = {
            "value": value,
            "record": record,
            "column": self.column,
            "bound_column": self.bound,
            "table": self.table,
        }
        content = self.bound.render(**{name: given[name] for name in self.wanted & given.keys()})
        if not isinstance(content, str):
            content = localize(content)
        shown = text(content)
        if self.url:
            shown = f'<a href="{escape(self.url(record))}" {self.anchor}>{shown}</a>'
        return f"{self.open}{shown}</td>"


def _names(render: Callable[..., Any]) -> set[str]:
    """What a render method asks for."""
    taken = inspect.signature(render).parameters.values()
    if any(one.kind == one.VAR_KEYWORD for one in taken):
        return {"value", "record", "column", "bound_column", "table"}
    return {one.name for one in taken}


def _taking_record(url: Any) -> Callable[[Any], str]:
    if not callable(url):
        raise TypeError("links of desk tables are made by a function of the record")
    return lambda record: str(url(record=record))


def _labels(table: Any, parts: list[str]) -> dict[Any, str]:
    """{value: label} when the column shows a field with choices."""
    model = getattr(table._meta, "model", None)
    try:
        for part in parts[:-1]:
            model = model._meta.get_field(part).related_model if model else None
        field = model._meta.get_field(parts[-1]) if model else None
    except FieldDoesNotExist:
        return {}
    return {value: str(label) for value, label in getattr(field, "flatchoices", ())}


def body(table: Any) -> SafeString:
    """The rows of the page, without ``tbody``."""
    drawers = [Drawer(table, bound) for bound in table.columns]
    rows = ["".join(drawer.cell(row.record) for drawer in drawers) for row in table.paginated_rows]
    return mark_safe("".join(f"<tr>{row}</tr>\n" for row in rows))  # noqa: S308  every cell is escaped above
