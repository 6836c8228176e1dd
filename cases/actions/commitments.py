"""告知承诺: conditions told, commitment signed, the result at once, an inspection afterwards and what follows from it (W-075, C.8)."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import conversion, dates, items, moves, paper_data, papers
from cases.daywords import date_words
from cases.documents import commitment as form
from cases.enums import BLZT, Action, DocumentKind, Flag, ItemStatus
from cases.enums_easier import CommitmentStatus
from cases.exceptions import BadInput, CaseError
from cases.models import CaseItem, CommitmentStatement, IssuedDocument, ItemFact, User
from cases.queries import easier
from cases.transitions import item_step

BEGUN = {ItemStatus.CONFIRMED, ItemStatus.RECEIVED, ItemStatus.HANDLING}
# From where the item stands to the decision, all on one day.
AT_ONCE = (BLZT.RECEIVED, BLZT.ACCEPTED)
MAX_YEARS = 3


def offer(
    case_item: CaseItem, *, conditions: str, inspect_by: date, by: User, version: int | None = None
) -> IssuedDocument:
    """Tell the conditions and draw up 《告知承诺书》; it goes to the enterprise for its signature."""
    if not conditions.strip():
        raise BadInput(_("Tell the conditions: the enterprise commits itself to them."), field="conditions")
    if inspect_by <= timezone.localdate():
        raise BadInput(_("The inspection comes after the result: choose a later day."), field="inspect_by")
    dates.refuse_far(inspect_by, "inspect_by", years=MAX_YEARS)
    with moves.turn(case_item.case, Action.COMMIT, by=by, version=version, item=case_item) as turn:
        item = CaseItem.objects.select_for_update(of=("self",)).select_related("item", "unit").get(pk=case_item.pk)
        _check(item)
        easier.refuse_without_credit(turn.case.enterprise)
        case, today = turn.case, timezone.localdate()
        number = papers.take_number(case, DocumentKind.COMMITMENT)
        data = form.Commitment(
            number=number,
            case_number=case.number or "",
            project=paper_data.facts(case),
            uscc=case.enterprise.uscc,
            item=item.item.name_zh,
            authority=paper_data.authority(item),
            basis=item.item.legal_basis_zh,
            conditions=conditions.strip(),
            inspect_by=inspect_by,
            issued_at=today,
            agent_signature=paper_data.signed_by(by, today),
        )
        document = papers.issue(case, DocumentKind.COMMITMENT, number, form.commitment(data), data, by=by)
        papers.sign_for_agency(document, by)
        CommitmentStatement.objects.create(
            case_item=item, conditions=conditions.strip(), inspect_by=inspect_by, document=document, by=by
        )
        turn.note(item=item.item.code, commitment=CommitmentStatus.OFFERED, document=number)
        turn.tell_enterprise("commitment_offered", item=item.item.code, document=number)
    return document


def _check(item: CaseItem) -> None:
    if item.item.commitment == Flag.NO:
        raise BadInput(
            _("Rule “items open to commitment”: the catalogue does not let “%(item)s” be granted on commitment.")
            % {"item": item.item.name}
        )
    if item.status not in BEGUN:
        raise BadInput(
            _("“%(item)s” is “%(status)s”: a commitment belongs before the decision.")
            % {"item": item.item.name, "status": item.get_status_display()}
        )
    if item.commitments.filter(status__in=[CommitmentStatus.OFFERED, CommitmentStatus.SIGNED]).exists():
        raise BadInput(_("A commitment for “%(item)s” is under way already.") % {"item": item.item.name})


def signed(turn: moves.Turn, document: IssuedDocument) -> None:
    """The enterprise has signed. Called by ``agreements`` inside its turn."""
    row = document.commitments.select_for_update(of=("self",)).select_related("case_item__item").first()
    if row is None or row.status != CommitmentStatus.OFFERED:
        raise CaseError(_("This promise was withdrawn: there is nothing to sign any more."))
    row.status, row.signed_on = CommitmentStatus.SIGNED, timezone.localdate()
    row.save(update_fields=["status", "signed_on"])
    turn.tell_agency("commitment_signed", item=row.case_item.item.code, document=document.number)


def grant(
    commitment: CommitmentStatement,
    *,
    on: date,
    file_number: str = "",
    result_upload: "UploadedFile[Any] | None" = None,
    by: User,
    version: int | None = None,
) -> ItemFact:
    """The result at once: filed, accepted and passed on one day, each with its national code."""
    item = commitment.case_item
    with moves.turn(item.case, Action.COMMIT, by=by, version=version, item=item) as turn:
        row = _locked(commitment, {CommitmentStatus.SIGNED})
        easier.refuse_unsigned(on, row.signed_on)
        for code in AT_ONCE:
            fresh = CaseItem.objects.get(pk=item.pk)
            if item_step(fresh.status, code) is not None:
                items.put(turn, fresh, code=code, on=on, by=by, tell=False)
        made = items.put(
            turn, item, code=BLZT.PASSED, on=on, file_number=file_number, result_upload=result_upload, by=by
        )
        row.status, row.fact = CommitmentStatus.GRANTED, made
        row.save(update_fields=["status", "fact"])
        turn.note(item=row.case_item.item.code, commitment=CommitmentStatus.GRANTED, on=on, file_number=file_number)
        turn.tell_enterprise("commitment_granted", item=row.case_item.item.code, due=row.inspect_by.isoformat())
    return made


def inspect(
    commitment: CommitmentStatement,
    *,
    on: date,
    inspectors: str,
    findings: str,
    kept: bool,
    by: User,
    version: int | None = None,
) -> CommitmentStatement:
    """The inspection after the result. Not kept: the result is revoked (national code 15), and the record says so."""
    if not findings.strip():
        raise BadInput(_("Say what was found."), field="findings")
    if not inspectors.strip():
        raise BadInput(_("Name who inspected."), field="inspectors")
    item = commitment.case_item
    with moves.turn(item.case, Action.COMMIT, by=by, version=version, item=item) as turn:
        row = _locked(commitment, {CommitmentStatus.GRANTED})
        if on > timezone.localdate():
            raise BadInput(_("Something that has happened cannot lie in the future."), field="on")
        if row.fact is not None and on < row.fact.on:
            raise BadInput(
                _("The result was given on %(date)s; the inspection follows it.") % {"date": date_words(row.fact.on)},
                field="on",
            )
        row.status = CommitmentStatus.KEPT if kept else CommitmentStatus.BROKEN
        row.inspected_on, row.inspectors, row.findings = on, inspectors.strip(), findings.strip()
        if not kept:
            row.consequence = items.put(turn, item, code=BLZT.REVOKED, on=on, note=row.findings, by=by, tell=False)
        row.save(update_fields=["status", "inspected_on", "inspectors", "findings", "consequence"])
        code = row.case_item.item.code
        turn.note(item=code, commitment=row.status, on=on, text=row.findings[:200])
        day, why = on.isoformat(), row.findings
        turn.tell_enterprise("commitment_kept" if kept else "commitment_broken", item=code, on=day, reason=why)
        turn.tell_agency("commitment_kept" if kept else "commitment_broken", item=code, on=day, reason=why)
    return row


def withdraw(
    commitment: CommitmentStatement, *, reason: str, by: User, version: int | None = None
) -> CommitmentStatement:
    """Take it back before a result was given on it."""
    if not reason.strip():
        raise BadInput(_("Give the reason in words."), field="reason")
    item = commitment.case_item
    with moves.turn(item.case, Action.COMMIT, by=by, version=version, item=item) as turn:
        row = _locked(commitment, {CommitmentStatus.OFFERED, CommitmentStatus.SIGNED})
        row.status, row.ended_why = CommitmentStatus.WITHDRAWN, reason.strip()[:500]
        row.save(update_fields=["status", "ended_why"])
        conversion.withdraw_paper(row.document)
        turn.note(item=row.case_item.item.code, commitment=CommitmentStatus.WITHDRAWN, reason=reason.strip())
        turn.tell_enterprise("commitment_withdrawn", item=row.case_item.item.code, reason=reason.strip())
    return row


def _locked(commitment: CommitmentStatement, statuses: set[CommitmentStatus]) -> CommitmentStatement:
    row = (
        CommitmentStatement.objects.select_for_update(of=("self",))
        .select_related("case_item__item", "case_item__case", "document", "fact")
        .get(pk=commitment.pk)
    )
    if row.status not in statuses:
        raise CaseError(
            _("This commitment is “%(status)s” already: the step is not possible.")
            % {"status": row.get_status_display()}
        )
    return row
