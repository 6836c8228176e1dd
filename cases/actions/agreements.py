"""The agreement and every other form that both sides sign: offered, signed online or on paper, checked."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions, worktime
from cases.actions import commitments, files, followups, gaps, moves, paper_data, papers, supplements
from cases.documents import agreement, authorisation
from cases.enums import Action, DocumentKind, FileKind, ItemStatus, Side, SignMethod
from cases.exceptions import CaseError, NotAllowed
from cases.models import Case, FlowTable, IssuedDocument, Signature, User, WorkGroup
from cases.queries import calendars, people

SIGN_ACTION = {
    DocumentKind.AGREEMENT: Action.SIGN_AGREEMENT,
    DocumentKind.AUTHORISATION: Action.SIGN_AGREEMENT,
    DocumentKind.SUPPLEMENT: Action.SIGN_SUPPLEMENT,
    DocumentKind.SUSPENSION: Action.SIGN_SUSPENSION,
    DocumentKind.RESUMPTION: Action.SIGN_RESUMPTION,
    DocumentKind.COMPLETION: Action.SIGN_COMPLETION,
    DocumentKind.GAP_PROMISE: Action.SIGN_PROMISE,
    DocumentKind.COMMITMENT: Action.SIGN_PROMISE,
}


def offer(case: Case, *, contents: list[str] | None = None, by: User, version: int | None = None) -> IssuedDocument:
    """Draw up the agreement (W-050) or the authorisation (P-060); issuing it is the agency's signature. Again: a new version."""
    with moves.turn(case, Action.OFFER_AGREEMENT, by=by, version=version) as turn:
        current = turn.case
        kind = DocumentKind(current.scheme.agreement_kind)
        number = papers.take_number(current, kind)
        today = timezone.localdate()
        items = list(current.items.exclude(status=ItemStatus.DONE_BEFORE).select_related("item__stage", "unit"))
        if kind == DocumentKind.AUTHORISATION:
            listed = tuple(contents or [row.item.name_zh for row in items])
            form = paper_data.build_authorisation(current, by, listed, today)
            rendered, data = authorisation.authorisation(form), form
            document = papers.issue(current, kind, number, rendered, data, by=by, replaces=_open(current, kind))
        else:
            paper = paper_data.build_agreement(current, by, items, number, today)
            document = papers.issue(
                current, kind, number, agreement.agreement(paper), paper, by=by, replaces=_open(current, kind)
            )
        papers.sign_for_agency(document, by)
        turn.note(document=number, version=document.version, sha256=document.file.sha256)
        turn.tell_enterprise("agreement_offered", document=number)
    return document


def _open(case: Case, kind: str) -> IssuedDocument | None:
    return case.documents.filter(kind=kind, replaced_by__isnull=True).first()


def _check_signable(document: IssuedDocument) -> Action:
    if document.replaced_by_id is not None:
        raise CaseError(_("A newer version of this document exists. Read and sign that one."))
    if document.withdrawn_at is not None:
        raise CaseError(_("This document was withdrawn: there is nothing to sign any more."))
    if document.kind not in SIGN_ACTION:
        raise CaseError(_("This document is not signed by the enterprise."))
    if document.signatures.filter(side=Side.ENTERPRISE, rejected_at__isnull=True).exists():
        raise CaseError(_("This document has already been signed."))
    return SIGN_ACTION[DocumentKind(document.kind)]


def sign(document: IssuedDocument, *, by: User, ip: str | None = None, version: int | None = None) -> Signature:
    """The enterprise signs online, over the hash of the very bytes it was shown. The front has just asked who it is."""
    action = _check_signable(document)
    with moves.turn(document.case, action, by=by, version=version) as turn:
        _check_signable(IssuedDocument.objects.select_for_update(of=("self",)).get(pk=document.pk))
        files.refuse_damaged(document.file)
        made = Signature.objects.create(
            document=document,
            side=Side.ENTERPRISE,
            method=SignMethod.ONLINE,
            signer=by,
            signer_name=by.name,
            signer_phone=by.phone,
            sha256=document.file.sha256,
            ip=ip,
        )
        turn.note(document=document.number, sha256=document.file.sha256, method=SignMethod.ONLINE)
        _when_signed(turn, document)
    return made


def hand_in_paper(
    document: IssuedDocument, upload: "UploadedFile[Any]", *, by: User, version: int | None = None
) -> Signature:
    """The enterprise uploads the signed and sealed paper; it counts once the agency has checked the scan."""
    action = _check_signable(document)
    with moves.turn(document.case, action, by=by, version=version) as turn:
        _check_signable(IssuedDocument.objects.select_for_update(of=("self",)).get(pk=document.pk))
        scan = files.accept(turn.case, upload, kind=FileKind.SIGNED_PAPER, by=by)
        made = Signature.objects.create(
            document=document,
            side=Side.ENTERPRISE,
            method=SignMethod.PAPER,
            signer=by,
            signer_name=by.name,
            signer_phone=by.phone,
            sha256=scan.sha256,
            scan=scan,
        )
        turn.stay()
        turn.note(document=document.number, scan=scan.sha256, method=SignMethod.PAPER)
        turn.tell_agency("paper_handed_in", document=document.number)
    return made


def _pending(signature: Signature) -> Signature:
    """The row under the lock, if it still waits to be checked."""
    fresh = Signature.objects.select_for_update(of=("self",)).select_related("document").get(pk=signature.pk)
    _check_pending(fresh)
    return fresh


def _check_pending(signature: Signature) -> None:
    if signature.document.replaced_by_id is not None:
        raise CaseError(_("A newer version of this document exists: the paper belongs to an old one and cannot count."))
    if signature.method != SignMethod.PAPER or signature.confirmed_at or signature.rejected_at:
        raise CaseError(_("This paper has been dealt with already."))


def confirm_paper(signature: Signature, *, by: User, version: int | None = None) -> Signature:
    """The agency has compared the scan with the document: now it counts as signed."""
    document = signature.document
    if not permissions.is_handler(by, document.case):
        raise NotAllowed(_("Only the assisting agency can check a signed paper."))
    _check_pending(signature)
    action = SIGN_ACTION[DocumentKind(document.kind)]
    with moves.turn(document.case, action, by=by, version=version, asked=True) as turn:
        fresh = _pending(signature)
        fresh.confirmed_by, fresh.confirmed_at = by, timezone.now()
        fresh.save(update_fields=["confirmed_by", "confirmed_at"])
        turn.note(document=document.number, sha256=fresh.sha256, method=SignMethod.PAPER)
        _when_signed(turn, document)
    return fresh


def reject_paper(signature: Signature, *, reason: str, by: User, version: int | None = None) -> Signature:
    """The scan cannot count (no seal, wrong version …): the enterprise is told and may try again."""
    document = signature.document
    if not permissions.is_handler(by, document.case):
        raise NotAllowed(_("Only the assisting agency can check a signed paper."))
    if not reason.strip():
        raise CaseError(_("Say what is wrong with the paper."), field="reason")
    _check_pending(signature)
    action = SIGN_ACTION[DocumentKind(document.kind)]
    with moves.turn(document.case, action, by=by, version=version, asked=True) as turn:
        fresh = _pending(signature)
        fresh.rejected_at, fresh.reject_reason = timezone.now(), reason.strip()[:200]
        fresh.save(update_fields=["rejected_at", "reject_reason"])
        turn.stay()
        turn.note(document=document.number, rejected=reason.strip())
        turn.tell_enterprise("paper_rejected", document=document.number, reason=reason.strip())
    return fresh


def _when_signed(turn: moves.Turn, document: IssuedDocument) -> None:
    """What follows from a complete signature."""
    if document.kind in {DocumentKind.AGREEMENT, DocumentKind.AUTHORISATION}:
        now = timezone.now()
        turn.set(signed_at=now)
        turn.tell_enterprise("signed", document=document.number)
        turn.tell(people.concerned(turn.case), "signed_agency", document=document.number)
        if turn.case.scheme.flow_tables:
            _owe_flow_tables(turn.case)
    elif document.kind == DocumentKind.COMPLETION:
        turn.set(closed_at=timezone.now())
        followups.owe(turn.case)
        turn.tell_enterprise("closed")
        turn.tell_agency("closed_agency")
    elif document.kind == DocumentKind.GAP_PROMISE:
        gaps.signed(turn, document)
    elif document.kind == DocumentKind.COMMITMENT:
        commitments.signed(turn, document)
    elif document.kind == DocumentKind.SUPPLEMENT:
        supplements.when_signed(turn, document)
    elif document.kind == DocumentKind.RESUMPTION:
        turn.tell_agency("resumption_signed", document=document.number)
    else:
        turn.tell_agency("suspension_signed", document=document.number)


def _owe_flow_tables(case: Case) -> None:
    """Each group owes its flow table 15 working days after signing (P-063)."""
    last_day = worktime.due(timezone.localdate(), case.term("flow_table_wd"), "wd", calendars.current()).date
    groups = WorkGroup.objects.filter(files_flow_table=True, region__in=[case.handling_unit.region_id, case.region_id])
    for group in groups:
        FlowTable.objects.get_or_create(case=case, group=group, defaults={"due": last_day})
