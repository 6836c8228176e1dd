"""A table as a download."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from cases import spreadsheets
from cases.spreadsheets import MAX_ROWS, Rows

__all__ = ["MAX_ROWS", "asked", "download", "response"]


def asked(request: HttpRequest, *kinds: str) -> str:
    """The form in which somebody takes the page away, one of ``kinds``, or nothing; what there is not is not found."""
    kind = request.GET.get("export", "")
    if kind and kind not in kinds:
        raise Http404
    return kind


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
