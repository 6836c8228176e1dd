"""The agreement, and paper that comes back signed."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import View

from backoffice.access import OFFICER, Permission, act, roles
from backoffice.forms import papers as forms
from backoffice.forms.base import ActForm
from backoffice.views.case import CasePage
from backoffice.views.generic import ActionView, CaseMixin, refused
from cases import permissions
from cases.actions import agreements, preview, scans
from cases.enums import Action, DocumentKind, SignMethod
from cases.listwords import listed
from cases.models import Case, IssuedDocument, Signature
from cases.queries import checking, documents
from home.templatetags import look

AGENCY = roles(gettext_lazy("the assisting agency of the case"), permissions.HANDLER_ROLES)


class OfferAgreement(ActionView):
    """Draw up the agreement or the authorisation; the preview is the very print."""

    permission = act(Action.OFFER_AGREEMENT)
    form_class = forms.OfferForm
    template_name = "office/offer.html"
    submit_label = gettext_lazy("Issue and sign for the agency")
    intro = gettext_lazy(
        "Issuing it is the signature of the agency. The enterprise then reads and signs the same document."
    )
    success = gettext_lazy("The document is issued. The enterprise has been asked to sign it.")
    back = "case_documents"

    def perform(self, form: forms.OfferForm) -> Any:
        return agreements.offer(
            self.case, contents=form.lines(), by=self.request.user, version=form.cleaned_data["version"]
        )

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"contents": "\n".join(preview.default_contents(self.case))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(preview_url=self.case_url("preview_agreement"), **kwargs)

    def facts(self) -> list[tuple[Any, Any]]:
        chosen = [row for row in self.case.items.select_related("item") if row.status != "done_before"]
        return [
            (_("Form"), DocumentKind(self.case.scheme.agreement_kind).label),
            (_("Enterprise"), self.case.enterprise.name),
            (_("Items"), listed(row.item.name for row in chosen)),
        ]


class PreviewAgreement(CaseMixin, View):
    """The document as it would be printed now; nothing is stored or numbered."""

    permission: Permission = act(Action.OFFER_AGREEMENT)
    title = gettext_lazy("Preview")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.permission.allows_on(request.user, self.case):
            return refused(request, self.permission)
        lines = [line.strip() for line in request.GET.get("contents", "")[:5000].splitlines() if line.strip()]
        pdf = preview.agreement(self.case, lines or None, by=request.user)
        return HttpResponse(
            pdf,
            content_type="application/pdf",
            headers={"Content-Disposition": 'inline; filename="preview.pdf"', "Cache-Control": "private, no-store"},
        )


class Documents(CasePage):
    """Issued documents, who has signed and who has not, and the scans that wait for a check."""

    permission = OFFICER
    template_name = "office/case/documents.html"
    tab = "case_documents"

    def section(self) -> dict[str, Any]:
        signatures = Signature.objects.select_related("signer", "scan", "confirmed_by")
        found = (
            documents.visible_to(self.request.user)
            .filter(case=self.case)
            .select_related("file", "issued_by", "replaced_by")
            .prefetch_related(Prefetch("signatures", signatures))
        )
        return {"documents": [document_row(document, self.request.user, self.case) for document in found]}


def document_row(document: IssuedDocument, user: Any, case: Case) -> dict[str, Any]:
    """A document with what is signed, what is missing, what waits, and whether this person may file a scan of it."""
    signed = list(document.signatures.all())
    sides = checking.sides(document, signed)
    waiting = [s for s in signed if s.method == SignMethod.PAPER and not s.confirmed_at and not s.rejected_at]
    return {
        "document": document,
        "signatures": signed,
        "sides": sides,
        "unsigned": any(side.signed_on is None for side in sides),
        "waiting": waiting,
        "fileable": bool(checking.missing(document)) and permissions.may(user, Action.FILE_SCAN, case),
    }


class FileScan(ActionView):
    """The paper came back signed by hand: its scan is kept beside the original."""

    permission = act(Action.FILE_SCAN)
    form_class = forms.ScanForm
    intro = gettext_lazy(
        "Compare the paper with the document first: the same text and number, the signature, the seal. The scan is kept with its own hash."
    )
    success = gettext_lazy("The signed paper is filed.")
    back = "case_documents"
    document: IssuedDocument

    def children(self) -> None:
        found = documents.visible_to(self.request.user).filter(case=self.case)
        self.document = get_object_or_404(
            found.select_related("case").prefetch_related("signatures"), pk=self.kwargs["pk"]
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"sides": checking.missing(self.document)}

    def facts(self) -> list[tuple[Any, Any]]:
        return [
            (pgettext("of a case", "Document"), str(self.document)),
            (_("Issued on"), look.cdate(self.document.issued_at)),
        ]

    def perform(self, form: forms.ScanForm) -> Any:
        return scans.file_scan(
            self.document, **form.values(), by=self.request.user, version=form.cleaned_data["version"]
        )


class PaperAct(ActionView):
    """An act on a signed paper of the case that waits for a check."""

    back = "case_documents"
    signature: Signature

    def prepare(self) -> HttpResponseBase | None:
        answer = super().prepare()
        if answer is None and not permissions.is_handler(self.request.user, self.case):
            return refused(self.request, self.permission)
        return answer

    def children(self) -> None:
        waiting = Signature.objects.filter(document__case=self.case, scan__isnull=False)
        self.signature = get_object_or_404(
            waiting.select_related("document__case", "scan", "signer"), pk=self.kwargs["pk"]
        )

    def facts(self) -> list[tuple[Any, Any]]:
        signature = self.signature
        link = '<a href="{}">{}</a>'
        return [
            (pgettext("of a case", "Document"), str(signature.document)),
            (_("Handed in by"), signature.signer_name),
            (_("Handed in on"), look.cdate(signature.signed_at, time=True)),
            (
                _("Scan"),
                look.format_html(link, file_url(signature.scan), signature.scan.name if signature.scan else ""),
            ),
        ]


def file_url(stored: Any) -> str:
    """Address of a private file."""
    return reverse("files:download", args=[stored.uuid])


class ConfirmPaper(PaperAct):
    permission = AGENCY
    title = gettext_lazy("Confirm the signed paper")
    intro = gettext_lazy(
        "Compare the scan with the document: the same text and number, the signature, the seal. From then on it counts as signed."
    )
    success = gettext_lazy("The paper counts as signed.")

    def perform(self, form: ActForm) -> Any:
        return agreements.confirm_paper(self.signature, by=self.request.user, version=form.cleaned_data["version"])


class RejectPaper(PaperAct):
    permission = AGENCY
    title = gettext_lazy("Reject the signed paper")
    form_class = forms.RejectPaperForm
    danger = True
    success = gettext_lazy("The paper is rejected. The enterprise has been told why.")

    def perform(self, form: ActForm) -> Any:
        data = form.cleaned_data
        return agreements.reject_paper(
            self.signature, reason=data["reason"], by=self.request.user, version=data["version"]
        )
