"""How far is my case? By its number and the code that only the enterprise has, without signing in, nothing stored (W-064)."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.queries import open_progress
from cases.queries.open_progress import Progress
from home import limits

TRIES, WITHIN = 10, 15 * 60  # wrong answers for one network, and the seconds after which each is forgotten


class NumberForm(forms.Form):
    """What stands on the receipt."""

    number = forms.CharField(
        label=gettext_lazy("Case number"),
        max_length=40,
        help_text=gettext_lazy("It stands on the receipt of your application."),
    )
    code = forms.CharField(
        label=gettext_lazy("Progress code"), max_length=40,
        help_text=gettext_lazy("Twelve signs on the receipt and on the page of your case, for example 7F3K-Q9TB-02XM."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest) -> HttpResponse:
    """The form and its answer. The code comes by POST, so that it stands in no address and in no log."""
    form = NumberForm(request.POST if request.method == "POST" else None)
    found, refused = None, False
    if form.is_bound and form.is_valid():
        found, refused = _find(request, form.cleaned_data["number"], form.cleaned_data["code"])
    title = _("How far is my case?")
    context = {
        "title": title,
        "breadcrumbs": [(_("Home"), "/"), (title, "")],
        "form": form,
        "found": found,
        "refused": refused,
        "blank": NumberForm(),
    }
    response = render(request, "portal/progress.html", context, status=429 if refused else 200)
    add_never_cache_headers(response)
    if request.method == "POST":
        response["X-Robots-Tag"] = "noindex"
    return response


def _find(request: HttpRequest, number: str, code: str) -> tuple[Progress | None, bool]:
    """The progress, and whether the question was refused. Every try counts until it has proved right."""
    taken = limits.take(request, "progress", tries=TRIES, seconds=WITHIN)
    if taken is None:
        return None, True
    found = open_progress.find(number, code)
    if found:
        limits.give_back(taken)
    return found, False
