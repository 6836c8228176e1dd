"""My cases, messages, documents, account."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views import View
from django.views.generic import FormView, ListView

from cases.actions import notices
from cases.models import Enterprise, IssuedDocument, Notice, User
from cases.queries import documents, letters, story
from portal.selfservice.acts import Act
from portal.selfservice.acts import acts as acts_of
from portal.selfservice.forms.acts import ProfileForm
from portal.selfservice.views.generic import MyMixin, own_cases

PAGE = 25


class AccountMixin(MyMixin):
    """The six pages that are not about one case; tabs lead from one to another."""

    tab = ""

    @cached_property
    def unread(self) -> int:
        return Notice.objects.filter(recipient=self.request.user, read_at__isnull=True).count()

    def crumbs(self) -> list[Any]:
        return [] if self.tab == "home" else super().crumbs()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = [
            ("home", _("My cases"), ""),
            ("messages", _("Messages"), self.unread or ""),
            ("documents", pgettext("of a case", "Documents"), ""),
            ("checklists", _("Checklists"), ""),
            ("enterprises", _("Enterprises"), ""),
            ("profile", _("My account"), ""),
        ]
        tabs = [
            {"url": reverse(f"my:{code}"), "label": label, "count": n, "active": code == self.tab}
            for code, label, n in names
        ]
        return super().get_context_data(**kwargs) | {"tabs": tabs}


class Home(AccountMixin, ListView):
    """Cards of the person's cases with the one thing to do in each."""

    tab = "home"
    title = gettext_lazy("My cases")
    template_name = "my/home.html"
    paginate_by = 12

    def get_queryset(self) -> Any:
        unsigned = Prefetch("documents", queryset=documents.awaiting(), to_attr="unsigned")
        found: Any = own_cases(self.request.user).select_related("project", "enterprise", "scheme", "evaluation")
        return found.prefetch_related("team", unsigned)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.request.user
        cards = [card(case, user) for case in context["page_obj"]]
        fresh = (
            Notice.objects.filter(recipient=user, read_at__isnull=True).select_related("case__project", "case__scheme")[
                :3
            ]
            if self.unread
            else []
        )
        return context | {
            "cards": cards,
            "has_enterprise": bool(user.member_of),
            "unread": self.unread,
            "fresh": [
                {"notice": row, "subject": words[0]} for row, words in zip(fresh, letters_of(fresh), strict=True)
            ],
        }


def letters_of(notices: Iterable[Notice]) -> list[tuple[str, str]]:
    """Subject and body of each, with one query for all names."""
    found = list(notices)
    names = letters.item_names(found)
    return [letters.words(notice, names=names) for notice in found]


def card(case: Any, user: Any) -> dict[str, Any]:
    """A case on the first page (``unsigned`` prefetched): whose turn, until when, what to press."""
    found: list[Act] = [act for act in acts_of(case, user, waiting=case.unsigned) if not act.quiet]
    return {"case": case, "turn": story.whose_turn(case, waiting=case.unsigned), "act": found[0] if found else None}


class Messages(AccountMixin, ListView):
    """Everything the person was told, newest first."""

    tab = "messages"
    title = gettext_lazy("Messages")
    template_name = "my/messages.html"
    paginate_by = PAGE

    def get_queryset(self) -> Any:
        found = Notice.objects.filter(recipient=self.request.user).exclude(kind="invitation")
        return found.select_related("case__project", "case__enterprise", "case__scheme")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        mine = self.request.user.member_of
        found = list(context["page_obj"])
        rows = [
            {
                "notice": row,
                "subject": words[0],
                "body": words[1],
                "url": reverse("my:case", args=[row.case.uuid]) if row.case and row.case.enterprise_id in mine else "",
            }
            for row, words in zip(found, letters_of(found), strict=True)
        ]
        return context | {"rows": rows, "unread": self.unread}


class MarkRead(MyMixin, View):
    """Note messages as read (POST): one by ``pk``, or all."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = Notice.objects.filter(recipient=request.user)
        chosen = [get_object_or_404(own, pk=kwargs["pk"])] if "pk" in kwargs else own.filter(read_at__isnull=True)
        for notice in chosen:
            notices.mark_read(notice, by=request.user)
        target = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
            target = reverse("my:messages")
        return HttpResponseRedirect(target)


class Documents(AccountMixin, ListView):
    """All documents of all cases, newest first."""

    tab = "documents"
    title = pgettext_lazy("of a case", "Documents")
    template_name = "my/documents.html"
    paginate_by = PAGE

    def get_queryset(self) -> Any:
        mine = list(self.request.user.member_of)
        found: Any = documents.visible_to(self.request.user).filter(case__enterprise__in=mine, for_enterprise=True)
        return found.select_related("case__project", "file").order_by("-issued_at", "-pk")


def document_row(row: IssuedDocument) -> dict[str, Any]:
    """A document as the file list shows it."""
    label = row.get_kind_display()
    if row.replaced_by_id:
        label = f"{label} · {_('replaced by a newer version')}"
    return {
        "url": reverse("files:download", args=[row.file.uuid]),
        "name": f"{row.get_kind_display()} {row.number}",
        "size": row.file.size,
        "kind": label if row.replaced_by_id else "",
        "at": row.issued_at,
    }


class Profile(AccountMixin, FormView):
    """Name, phone and language of the person."""

    tab = "profile"
    title = gettext_lazy("My account")
    template_name = "my/profile.html"
    form_class = ProfileForm

    def get_form_kwargs(self) -> dict[str, Any]:
        # A fresh row: a refused name must not show in the head of the page.
        return super().get_form_kwargs() | {"instance": User.objects.get(pk=self.request.user.pk)}

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        form.save()
        translation.activate(form.cleaned_data["language"])
        messages.success(self.request, _("Your account was saved."))
        response = HttpResponseRedirect(reverse("my:profile"))
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"], max_age=365 * 86400, samesite="Lax"
        )
        return response


class Enterprises(AccountMixin, ListView):
    """The enterprises the person belongs to."""

    tab = "enterprises"
    title = gettext_lazy("Enterprises")
    template_name = "my/enterprises.html"

    def get_queryset(self) -> Any:
        return Enterprise.objects.filter(pk__in=list(self.request.user.member_of)).prefetch_related("memberships__user")
