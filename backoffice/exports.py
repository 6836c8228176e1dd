"""A table as a download."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from cases import spreadsheets
from cases.spreadsheets import MAX_ROWS, Rows

__all__ = ["MAX_ROWS", "download", "response"]


def response(rows: Rows, *, kind: str, name: str, title: str) -> HttpResponse:
    """The table as ``csv`` or ``xlsx``."""
    if kind == "xlsx":
        return download(spreadsheets.as_xlsx(rows, title), spreadsheets.XLSX_TYPE, f"{name}-{_today()}.xlsx")
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
