"""Pages of the publishing side beyond Wagtail's own: the promoter's dashboard, questions to and from 12345."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import exchange, linkcheck, reviewing
from portal.models import QuestionIndexPage

LARGEST = 5 * 1024 * 1024
SHOWN = 20  # refused entries that are named one by one


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """What waits, what ages, what readers look for and do not find."""
    today = timezone.localdate()
    context = {
        "page_title": _("Promoter's dashboard"),
        "header_title": _("Promoter's dashboard"),
        "header_icon": "clipboard-list",
        "board": reviewing.dashboard(today),
        "today": today,
        "days": urlencode({"period": "own", "since": today - reviewing.PERIOD, "until": today}),
        "links": linkcheck.checked(),
        "may_check_links": linkcheck.may_check(request.user),
        "may_name": request.user.has_perm("home.add_synonyms"),
    }
    return render(request, "portal/cms/dashboard.html", context)


@require_POST
def check_links(request: HttpRequest) -> HttpResponse:
    """Look at the links now, in the background; the dashboard shows how far it is."""
    if not linkcheck.may_check(request.user):
        raise PermissionDenied
    linkcheck.start(request.user)
    return HttpResponseRedirect(reverse("promoter_dashboard"))


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """All published questions as one file."""
    found = exchange.rows(settings.WAGTAILADMIN_BASE_URL)
    if request.GET.get("format") == "csv":
        response = HttpResponse(exchange.as_csv(found), content_type="text/csv; charset=utf-8")
        name = "questions.csv"
    else:
        response = HttpResponse(exchange.as_jsonl(found), content_type="application/x-ndjson; charset=utf-8")
        name = "questions.jsonl"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class ImportForm(forms.Form):
    """A file of the same form."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("JSON Lines or CSV as exported here. Everything becomes a draft."),
    )


@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Questions of 12345 as drafts; only for people who may write below the list of questions."""
    parent = QuestionIndexPage.objects.first()
    if parent is None or not parent.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (answer := _read(request, form)):
        return answer
    title = _("Questions from 12345")
    context: dict[str, Any] = {"page_title": title, "header_title": title, "header_icon": "upload", "form": form}
    return render(request, "portal/cms/import.html", context, status=422 if form.errors else 200)


def _read(request: HttpRequest, form: ImportForm) -> HttpResponse | None:
    held = form.cleaned_data["file"]
    try:
        if held.size > LARGEST:
            raise ValueError(_("larger than 5 MB"))
        made = exchange.take_in(exchange.parse(exchange.decoded(held.read())), by=request.user)
    except ValueError as fault:
        form.add_error("file", _("This file cannot be read: %(why)s") % {"why": str(fault)[:200]})
        return None
    said = _("%(created)s new drafts, %(changed)s changed, %(same)s unchanged, %(refused)s refused.")
    counts = {
        "created": len(made.created),
        "changed": len(made.changed),
        "same": made.same,
        "refused": len(made.refused),
    }
    (messages.success if made.created or made.changed or made.same else messages.warning)(request, said % counts)
    for number, why in made.refused[:SHOWN]:
        messages.warning(request, _("Entry %(number)s was refused: %(why)s.") % {"number": number, "why": why})
    return HttpResponseRedirect(reverse("promoter_dashboard"))
