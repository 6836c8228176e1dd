"""A table as a download."""

from collections.abc import Iterator
from typing import Any

import django_tables2 as tables
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from cases import spreadsheets
from cases.spreadsheets import MAX_ROWS, Rows

__all__ = ["MAX_ROWS", "asked", "download", "response", "values"]


def asked(request: HttpRequest, *kinds: str) -> str:
    """The form in which somebody takes the page away, one of ``kinds``, or nothing; what there is not is not found."""
    kind = request.GET.get("export", "")
    if kind and kind not in kinds:
        raise Http404
    return kind


def values(table: tables.Table) -> Iterator[list[Any]]:
    """The head and the rows of a table as a file has them: what stands there, never how a page draws it.

    The library takes what the table draws of a column before the column's own value; here it is the other way round.
    """
    for bound in table.columns.iterall():
        if not hasattr(table, f"value_{bound.name}") and type(bound.column).value is not tables.Column.value:
            bound.value = bound.column.value
    return iter(table.as_values())


def response(rows: Rows, *, kind: str, name: str, title: str, leading: int = 0) -> HttpResponse:
    """The table as ``csv`` or ``xlsx``; of this so many ``leading`` columns stay in sight."""
    if kind == "xlsx":
        return download(spreadsheets.as_xlsx(rows, title, leading), spreadsheets.XLSX_TYPE, f"{name}-{_today()}.xlsx")
    return download(spreadsheets.as_csv(rows), spreadsheets.CSV_TYPE, f"{name}-{_today()}.csv")


def download(body: Any, content_type: str, name: str) -> HttpResponse:
    """Bytes under a name of ASCII characters; never kept by a shared cache."""
    return HttpResponse(
        body,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _today() -> str:
    return timezone.localdate().isoformat()
