"""The public check of a paper: whoever holds one learns whether it is real and still stands. No sign-in, nothing stored (C.8)."""

import hashlib
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases import checkcodes
from cases.queries import checking
from home import limits

TRIES, WITHIN = 10, 15 * 60  # wrong answers for one network, and the seconds after which each is forgotten


class CheckForm(forms.Form):
    """What stands at the head of the paper."""

    number = forms.CharField(
        label=gettext_lazy("Number of the paper"),
        max_length=60,
        help_text=gettext_lazy("For example BZ-370783-2026-0001."),
    )
    code = forms.CharField(
        label=gettext_lazy("Check code"), max_length=40,
        help_text=gettext_lazy("Twelve signs beside the QR code, for example 7F3K-Q9TB-02XM."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class CompareForm(forms.Form):
    """The file that a person holds."""

    file = forms.FileField(
        label=gettext_lazy("Your PDF file, or the scan of the signed paper"),
        help_text=gettext_lazy("Its SHA-256 value is computed and compared. The file itself is not kept."),
        error_messages={"required": gettext_lazy("Choose the file first, then press the button.")},
    )

    def clean_file(self) -> "UploadedFile[Any]":
        held: UploadedFile[Any] = self.cleaned_data["file"]
        if (held.size or 0) > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(
                _("This file is larger than %(limit)s MB: it is none of ours.") % {"limit": limit}
            )
        return held


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Number and code come typed or from the QR code; a file to compare comes by POST with both."""
    asked = request.POST if request.method == "POST" else request.GET
    form = CheckForm(asked if "number" in asked or "code" in asked else None)
    found, refused = None, False
    if form.is_bound and form.is_valid():
        found, refused = _find(request, form.cleaned_data["number"], form.cleaned_data["code"])
    compare = CompareForm(request.POST, request.FILES) if found and request.method == "POST" else CompareForm()
    told = _told(found, compare) if found else {}
    title = _("Check a paper")
    crumbs = [(_("Home"), "/"), (title, "")]
    context = {"title": title, "breadcrumbs": crumbs, "form": form, "refused": refused, "compare": compare} | told
    response = render(request, "portal/check.html", context, status=429 if refused else 200)
    add_never_cache_headers(response)
    if form.is_bound:
        response["X-Robots-Tag"] = "noindex"
    return response


def _find(request: HttpRequest, number: str, code: str) -> tuple[checking.Paper | None, bool]:
    """The paper, and whether the question was refused. Every try counts until it has proved right, so that nobody guesses."""
    taken = limits.take(request, "paper", tries=TRIES, seconds=WITHIN)
    if taken is None:
        return None, True
    found = checking.find(number, code)
    if found:
        limits.give_back(taken)
    return found, False


def _told(paper: checking.Paper, compare: CompareForm) -> dict[str, Any]:
    """What the page may say of a paper."""
    result = ""
    if compare.is_bound and compare.is_valid():
        result = checking.compare(paper, _sha256(compare.cleaned_data["file"]))
    return {
        "paper": paper,
        "code": checkcodes.grouped(paper.code),
        "result": result,
        "blank": CheckForm(),
    }


def _sha256(held: "UploadedFile[Any]") -> str:
    digest = hashlib.sha256()
    for chunk in held.chunks():
        digest.update(chunk)
    return digest.hexdigest()
