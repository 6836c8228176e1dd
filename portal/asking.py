"""Asking online, complaining, and reading the answer with number and code. Signed in or not (P-093, W-064, W-067)."""

import hashlib
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Page

from cases import checkcodes
from cases.actions import public_letters
from cases.actions.public_letters import LONGEST, Facts
from cases.enums import UnitKind
from cases.enums_letters import LetterKind
from cases.exceptions import CaseError
from cases.models import ApprovalItem, PublicLetter, Unit
from cases.queries import public_letters as readers
from cases.redaction import redact
from home import limits
from home.models import PublicPage
from home.search import finder, nearest, words
from portal.codes import codes
from portal.kiosk import stations
from portal.models import DirectAnswer

BEST = 3
LETTERS, WITHIN = 20, 3600  # letters from one network, and the seconds after which each is forgotten
TRIES, TRIES_WITHIN = 10, 15 * 60  # wrong codes
ANONYMOUS = gettext_lazy(
    "You need not give it. Without it nobody can ask you back; the answer stands under number and code."
)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


class LetterForm(forms.Form):
    """What every letter has."""

    sending = forms.UUIDField(widget=forms.HiddenInput)
    region = forms.ModelChoiceField(label=gettext_lazy("Place"), queryset=None)
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=60, required=False, help_text=ANONYMOUS)
    contact = forms.CharField(label=gettext_lazy("Telephone or e-mail"), max_length=120, required=False)
    order: tuple[str, ...] = ()

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        # Nobody can put a hidden field right: a broken one is made anew instead of being an error.
        super().__init__(None if data is None else data.dict() | {"sending": _uuid(data.get("sending", ""))}, **kwargs)
        self.fields["sending"].initial = uuid.uuid4
        self.fields["region"].queryset = readers.places()
        self.order_fields(self.order)

    def refuse(self, refusal: CaseError) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class QuestionForm(LetterForm):
    """A question to the agency of a place."""

    order = ("text", "region", "item", "name", "contact")
    text = forms.CharField(
        label=gettext_lazy("Your question"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )
    item = forms.ModelChoiceField(
        label=gettext_lazy("Approval it is about"), queryset=ApprovalItem.objects.filter(active=True), required=False
    )

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"kind": LetterKind.QUESTION}


class ComplaintForm(LetterForm):
    """A complaint or a suggestion."""

    order = ("kind", "text", "region", "case_number", "unit", "person", "page", "name", "contact")
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[(kind.value, kind.label) for kind in (LetterKind.COMPLAINT, LetterKind.SUGGESTION)],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("What happened, or what would you change?"), max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    case_number = forms.CharField(
        label=gettext_lazy("Case number"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("If it is about a case."),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit it is about"), required=False, queryset=Unit.objects.exclude(kind=UnitKind.UTILITY)
    )
    person = forms.CharField(
        label=gettext_lazy("Person it is about"), max_length=60, required=False,
        help_text=gettext_lazy("Whoever is named here, or works on the case, never reads your letter."),
    )  # fmt: skip
    page = forms.CharField(label=gettext_lazy("Page it is about"), max_length=200, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """First the three best answers; whoever has seen them and still wants to ask writes to the agency of the place (W-067)."""
    posted = request.method == "POST"
    typed = " ".join((request.POST.get("text", "") if posted else request.GET.get("q", "")).split())
    typed = typed[: words.MAX_CHARS * 4]
    form = QuestionForm(request.POST) if posted else QuestionForm(initial=_begun(request, typed))
    offered = best(typed)
    shown, seen = {str(hit.page.pk) for hit in offered}, set(request.POST.get("seen", "").split())
    if posted and shown <= seen and (sent := _send(request, form)):
        return sent
    title = _("Ask a question")
    context = {
        "title": title,
        "breadcrumbs": [(_("Home"), "/"), (_("Questions and answers"), "/ask/"), (title, "")],
        "q": typed,
        "best": offered,
        "seen": " ".join(sorted(shown)),
        "posted": posted,
        "held": posted and not form.errors,
        "form": form,
        "open_form": posted or not typed,
    }
    response = render(request, "portal/ask.html", context, status=422 if form.errors else 200)
    return _private(response, posted or bool(request.GET))


def _begun(request: HttpRequest, typed: str) -> dict[str, Any]:
    item = ApprovalItem.objects.filter(code__in=codes(request, "item")[:1], active=True).first()
    user = request.user
    return {"text": typed, "item": item, "name": user.name if user.is_authenticated else ""}


def best(typed: str) -> list[finder.Hit]:
    """The three best answers: what editors put first for these words, what is nearest to the question, then what has its words."""
    if not typed:
        return []
    found = finder.find(typed)
    exact = [row for row in found.pages if row[1] in nearest.ANSWERS and not found.loose]
    near = nearest.nearest(typed, BEST)
    pages = Page.objects.live().public().in_bulk([one.pk for one in near])
    rows = [row for row in exact if row[0].pk in found.promoted]
    rows += [(pages[one.pk], one.kind) for one in near if one.pk in pages]
    rows = list({page.pk: (page, kind) for page, kind in [*rows, *exact]}.values())  # each at its first place
    return found.hits(rows[:BEST])


@require_POST
def enough(request: HttpRequest) -> HttpResponse:
    """An answer suffices: counted, then read on."""
    key = request.POST.get("page", "")
    page = Page.objects.live().public().filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None
    page = page.specific if page else None
    if not isinstance(page, PublicPage):
        messages.warning(request, _("Not counted: this answer is not published. Ask your question again."))
        return HttpResponseRedirect(reverse("portal:ask"))
    if limits.take(request, "enough", tries=LETTERS, seconds=WITHIN) is not None:
        with override("zh-hans"):
            kept = redact(" ".join(request.POST.get("q", "").split())[:200])[:200]
        DirectAnswer.objects.create(words=kept, page_id=page.pk, station=stations.code_of(request))
    title = _("Good to hear")
    context = {"title": title, "page_read": page, "breadcrumbs": [(_("Home"), "/"), (title, "")]}
    return _private(render(request, "portal/enough.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """A complaint or a suggestion; nobody needs an account or a name for it."""
    begun = {"kind": request.GET.get("kind", ""), "case_number": request.GET.get("case", "")[:40]}
    begun["page"] = request.GET.get("page", "")[:200]
    form = ComplaintForm(request.POST) if request.method == "POST" else ComplaintForm(initial=begun)
    if request.method == "POST" and (sent := _send(request, form)):
        return sent
    title = _("Complaints and suggestions")
    context = {"title": title, "form": form, "breadcrumbs": [(_("Home"), "/"), (title, "")]}
    response = render(request, "portal/complain.html", context, status=422 if form.errors else 200)
    return _private(response, request.method == "POST" or bool(request.GET))


def _send(request: HttpRequest, form: LetterForm) -> HttpResponse | None:
    """Take the letter in; None when something is to be put right first."""
    if not form.is_valid():
        return None
    if limits.take(request, "letter", tries=LETTERS, seconds=WITHIN) is None:
        form.add_error(
            None, _("Too many letters came from your network within an hour. Try again later, or call the hotline.")
        )
        return None
    try:
        facts = form.facts()
        facts["page"] = stations.page_words(request, facts.get("page", ""))
        facts["sending"] = _once(request, facts)
        letter = public_letters.send(Facts(**facts), by=request.user if request.user.is_authenticated else None)
    except CaseError as refusal:
        form.refuse(refusal)
        return None
    return HttpResponseRedirect(
        f"{reverse('portal:letters')}?{urlencode({'number': letter.number, 'code': letter.code, 'new': 1})}"
    )


def _once(request: HttpRequest, facts: dict[str, Any]) -> uuid.UUID:
    """The sending of the same words from the same browser within the hour: who goes back and sends again has sent one letter."""
    sending: uuid.UUID = facts["sending"]
    if not (browser := request.META.get("CSRF_COOKIE")):
        return sending
    said = repr((browser, request.user.pk, sorted((key, str(row)) for key, row in facts.items() if key != "sending")))
    key = f"letter.sent.{hashlib.sha256(said.encode()).hexdigest()}"
    known: uuid.UUID = cache.get_or_set(key, sending, WITHIN)
    return known


class FollowForm(forms.Form):
    """What stands on the receipt."""

    number = forms.CharField(label=gettext_lazy("Receipt number"), max_length=60)
    code = forms.CharField(
        label=gettext_lazy("Access code"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )  # fmt: skip


@require_http_methods(["GET", "HEAD"])
def letters(request: HttpRequest) -> HttpResponse:
    """A letter and its answer, for whoever has number and code; one's own letters when signed in."""
    form = FollowForm(request.GET if "number" in request.GET or "code" in request.GET else None)
    letter, refused = None, False
    if form.is_bound and form.is_valid():
        letter, refused = _find(request, form.cleaned_data["number"], form.cleaned_data["code"])
    own = PublicLetter.objects.filter(writer=request.user)[:50] if request.user.is_authenticated else []
    title = _("My letter") if letter else _("Read the answer")
    context = {
        "title": title,
        "form": form,
        "letter": letter,
        "code": checkcodes.grouped(letter.code) if letter else "",
        "about": readers.about_words(letter) if letter else [],
        "refused": refused,
        "new": bool(letter and request.GET.get("new")),
        "own": own,
        "breadcrumbs": [(_("Home"), "/"), (title, "")],
    }
    return _private(render(request, "portal/letters.html", context, status=429 if refused else 200))


def _find(request: HttpRequest, number: str, code: str) -> tuple[PublicLetter | None, bool]:
    """The letter, and whether the question was refused: a wrong code counts, so that nobody guesses."""
    taken = limits.take(request, "letters", tries=TRIES, seconds=TRIES_WITHIN)
    if taken is None:
        return None, True
    found = readers.find(number, code)
    if found:
        limits.give_back(taken)
    return found, False


def _private(response: HttpResponse, own: bool = True) -> HttpResponse:
    """Kept by nobody; read by no machine where somebody's own words stand in it."""
    add_never_cache_headers(response)
    if own:
        response["X-Robots-Tag"] = "noindex"
    return response
