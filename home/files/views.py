"""The only way to the bytes of a case: what you may not see does not exist (404)."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404

from cases.queries import files

SANDBOX_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
INLINE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@login_required
def download(request: HttpRequest, uuid: str) -> FileResponse:
    """Send a stored file; ``?inline=1`` shows a PDF in the browser, everything else is an attachment."""
    stored = get_object_or_404(files.visible_to(request.user), uuid=uuid)
    inline = request.GET.get("inline") == "1" and stored.content_type == "application/pdf"
    response = FileResponse(
        (settings.PRIVATE_ROOT / stored.path).open("rb"),
        as_attachment=not inline,
        filename=stored.name,
        content_type=stored.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    # A sandbox keeps the browser's own PDF viewer out; PDFs are checked for active parts when they are stored.
    response["Content-Security-Policy"] = INLINE_POLICY if inline else SANDBOX_POLICY
    if inline:
        response["X-Frame-Options"] = "SAMEORIGIN"
    return response
