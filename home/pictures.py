"""The picture that a message shows of a link to a page: drawn when it is first asked for, at an address that says what stands on it.

The address is signed, so nobody makes this site draw other words; whatever stands on the picture changes its address.
"""

import json
from dataclasses import asdict

from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cases.documents import share
from cases.documents.render import template_version
from cases.documents.share import SharePicture

# Seconds in the cache of this site; others may keep it for a year, for its address never means anything else.
KEPT = 7 * 86400
LONGEST = 90  # characters of a title
KINDS = {
    "guide": _("Guide"),
    "category": _("Category guide"),
    "checklist": _("Items and papers"),
    "policy": _("Policy document"),
    "explanation": _("Policy in plain words"),
    "question": _("Questions and answers"),
    "notice": _("Notice"),
}
_signer = Signer(salt="home.pictures", sep=".")


def address(kind: str, title: str, site: str, language: str) -> str:
    """Where the picture of a page stands; a kind without a name of its own ("page") shows the title alone."""
    shown = title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"
    told = SharePicture(kind=kind, label=str(KINDS.get(kind, "")), title=shown, site=site)
    data = json.dumps([template_version("share")[:6], language[:2], *asdict(told).values()], ensure_ascii=False)
    return reverse("home:picture", args=[_signer.sign(urlsafe_base64_encode(data.encode()))])


@require_safe
def picture(_request: HttpRequest, code: str) -> HttpResponse:
    """The PNG of a code that ``address`` gave."""
    try:
        data = urlsafe_base64_decode(_signer.unsign(code)).decode()
    except BadSignature as wrong:
        raise Http404 from wrong
    _version, language, kind, label, title, site = json.loads(data)
    place = f"share.{template_version('share')}.{code[-43:]}"
    made = cache.get(place)
    if made is None:
        made = share.share(SharePicture(kind=kind, label=label, title=title, site=site), language)
        cache.set(place, made, KEPT)
    return HttpResponse(
        made, content_type="image/png", headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )
