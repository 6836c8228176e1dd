"""Sign: see the very document, say again who you are, sign; or print, sign and seal, upload the scan."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import permissions
from cases.actions import agreements
from cases.enums import DocumentKind, Side
from cases.exceptions import NotAllowed
from cases.models import IssuedDocument, Signature
from cases.queries import documents, people
from home import limits
from portal.selfservice.acts import ACTION_OF
from portal.selfservice.forms.acts import PaperForm, SignForm
from portal.selfservice.views.generic import CaseAction


class SignBase(CaseAction):
    """One document of the case that the enterprise signs."""

    template_name = "my/sign.html"

    @cached_property
    def document(self) -> IssuedDocument:
        found = documents.visible_to(self.request.user).filter(case=self.case, kind__in=list(ACTION_OF))
        return get_object_or_404(found.select_related("file", "replaced_by"), uuid=self.kwargs["document"])

    @property
    def title(self) -> str:
        return self.document.get_kind_display()

    @cached_property
    def signatures(self) -> list[Signature]:
        return list(self.document.signatures.select_related("scan", "signer"))

    @property
    def mine(self) -> Signature | None:
        """The enterprise's signature that counts or waits for the check."""
        return next((row for row in self.signatures if row.side == Side.ENTERPRISE and row.rejected_at is None), None)

    @property
    def rejected(self) -> Signature | None:
        return next((row for row in reversed(self.signatures) if row.side == Side.ENTERPRISE and row.rejected_at), None)

    @property
    def can_sign(self) -> bool:
        return permissions.may(self.request.user, ACTION_OF[DocumentKind(self.document.kind)], self.case)

    @property
    def open(self) -> bool:
        """Nobody of the enterprise has signed, no newer version exists, and the case waits for it."""
        action = ACTION_OF[DocumentKind(self.document.kind)]
        signable = any(permissions.may(person, action, self.case) for person in self.signatories)
        return self.mine is None and self.document.replaced_by_id is None and signable

    @cached_property
    def signatories(self) -> list[Any]:
        return list(people.signatories(self.case))

    def recently_signed_in(self) -> bool:
        """For accounts without a password: signed in by code within the last minutes."""
        if self.request.user.has_usable_password():
            return True
        last = max(
            (record.get("at", 0) for record in get_authentication_records(self.request, self.request.user)), default=0
        )
        return timezone.now().timestamp() - last < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        # Each way fills its own form; the other one is shown empty.
        context.setdefault("sign_form", SignForm(initial=self.get_initial(), user=self.request.user))
        context.setdefault("paper_form", PaperForm(initial=self.get_initial()))
        return context | {
            "document": self.document,
            "signatures": [row for row in self.signatures if row.rejected_at is None],
            "mine": self.mine,
            "rejected": self.rejected,
            "open": self.open,
            "can_sign": self.can_sign,
            "fresh": self.recently_signed_in(),
            "signatories": self.signatories,
        }

    def over(self) -> str:
        return self.address("case") if self.request.method == "POST" and self.mine else ""


class Sign(SignBase):
    """Online. A second press finds the document signed and leads to the case."""

    form_class = SignForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    done_message = gettext_lazy("You have signed. A copy stays under “Documents”.")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Guessing a password here is as bad as at the door.
        refused = ratelimit.consume_or_429(request, action="reauthenticate", user=request.user)
        return refused or super().post(request, *args, **kwargs)

    def perform(self, form: SignForm) -> Signature:
        if not self.recently_signed_in():
            raise NotAllowed(
                _("Your sign-in is too old to sign with. Sign out, sign in again by e-mail code, and come back.")
            )
        return agreements.sign(
            self.document,
            by=self.request.user,
            ip=limits.address(self.request),
            version=form.cleaned_data["version"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs | {"sign_form": kwargs["form"]} if "form" in kwargs else kwargs)


class SignOnPaper(SignBase):
    """The scan of the signed and sealed paper (POST); it counts once the agency has compared it."""

    form_class = PaperForm

    done_message = gettext_lazy(
        "The scan has arrived. It counts as signed once the agency has compared it with the document."
    )

    def perform(self, form: PaperForm) -> Signature:
        data = form.cleaned_data
        return agreements.hand_in_paper(self.document, data["scan"], by=self.request.user, version=data["version"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs | {"paper_form": kwargs["form"]} if "form" in kwargs else kwargs)
