"""容缺受理: a paper that comes later, on a promise that the enterprise signs; never a core paper (W-075, domain C.8).

What a broken promise leads to stands in ``BROKEN``; the clock does it, in the name of whoever took the promise.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.actions import conversion, dates, files, items, moves, paper_data, papers
from cases.documents import gap as form
from cases.enums import BLZT, Action, DocumentKind, FileKind, Flag, ItemStatus
from cases.enums_easier import GapStatus
from cases.exceptions import BadInput, CaseError
from cases.listwords import listed
from cases.models import Case, CaseItem, CaseMaterial, DeferredMaterial, IssuedDocument, User
from cases.queries import easier
from cases.transitions import item_step

# A broken promise ends the handling; how depends on how far it has come. The first that may follow is recorded.
BROKEN = (BLZT.NOT_HANDLED, BLZT.NOT_PASSED, BLZT.RETRACTED, BLZT.WITHDRAWN, BLZT.REVOKED)
MAX_YEARS = 2


def offer(
    case_item: CaseItem,
    *,
    materials: Iterable[CaseMaterial],
    reason: str,
    due: date,
    by: User,
    version: int | None = None,
) -> IssuedDocument:
    """Draw up 《容缺受理承诺书》 for papers of one item that may be late; it goes to the enterprise for its signature."""
    rows = list(materials)
    if not rows:
        raise BadInput(_("Choose at least one paper that comes later."), field="materials")
    if not reason.strip():
        raise BadInput(_("Say why the paper is missing."), field="reason")
    if due <= timezone.localdate():
        raise BadInput(_("The promised day lies ahead: choose a later one."), field="due")
    dates.refuse_far(due, "due", years=MAX_YEARS)
    with moves.turn(case_item.case, Action.DEFER_MATERIAL, by=by, version=version, item=case_item) as turn:
        item = CaseItem.objects.select_for_update(of=("self",)).select_related("item", "unit").get(pk=case_item.pk)
        if item.status not in easier.BEFORE_DECISION:
            raise BadInput(
                _("“%(item)s” is “%(status)s”: a gap belongs before the decision.")
                % {"item": item.item.name, "status": item.get_status_display()}
            )
        _check(item, rows)
        easier.refuse_without_credit(turn.case.enterprise)
        document = _print(turn.case, item, rows, reason.strip(), due, by)
        papers.sign_for_agency(document, by)
        for row in rows:
            DeferredMaterial.objects.create(
                case_item=item, material=row, reason=reason.strip(), due=due, document=document, by=by
            )
        turn.note(
            item=item.item.code, gap=GapStatus.OFFERED, papers=[row.name_zh for row in rows], document=document.number
        )
        turn.tell_enterprise(
            "gap_offered", item=item.item.code, papers=[row.name_zh for row in rows], due=due.isoformat(),
            document=document.number,
        )  # fmt: skip
    return document


def _check(item: CaseItem, rows: list[CaseMaterial]) -> None:
    """Only papers marked as may-be-late, of an item the catalogue opens to gaps, never a core paper (B.0)."""
    if any(row.case_item_id != item.pk for row in rows):
        raise BadInput(_("This paper belongs to another item."), field="materials")
    core = [row.name for row in rows if row.requirement is not None and row.requirement.core]
    if core:
        raise BadInput(
            _("Rule “no gap for core papers”: %(papers)s is a core paper; without it nothing can be accepted.")
            % {"papers": listed(core)},
            field="materials",
        )
    firm = [row.name for row in rows if not row.may_be_late]
    if item.item.gap == Flag.NO or firm:
        raise BadInput(
            _("Rule “gaps only for papers that may be late”: the catalogue does not let %(papers)s come later.")
            % {"papers": listed(firm or [row.name for row in rows])},
            field="materials",
        )
    open_now = DeferredMaterial.objects.filter(
        material__in=rows, status__in=[GapStatus.OFFERED, GapStatus.PROMISED]
    ).select_related("material")
    if names := [row.material.name for row in open_now]:
        raise BadInput(_("%(papers)s is promised already.") % {"papers": listed(names)}, field="materials")


def _print(case: Case, item: CaseItem, rows: list[CaseMaterial], reason: str, due: date, by: User) -> IssuedDocument:
    number, today = papers.take_number(case, DocumentKind.GAP_PROMISE), timezone.localdate()
    data = form.GapPromise(
        number=number,
        case_number=case.number or "",
        project=paper_data.facts(case),
        uscc=case.enterprise.uscc,
        item=item.item.name_zh,
        authority=paper_data.authority(item),
        papers=tuple(row.name_zh for row in rows),
        reason=reason,
        due=due,
        issued_at=today,
        agent_signature=paper_data.signed_by(by, today),
    )
    return papers.issue(case, DocumentKind.GAP_PROMISE, number, form.gap_promise(data), data, by=by)


def signed(turn: moves.Turn, document: IssuedDocument) -> None:
    """The enterprise has signed: from now on the promise holds. Called by ``agreements`` inside its turn."""
    rows = list(
        document.gaps.select_for_update(of=("self",)).filter(status=GapStatus.OFFERED).select_related("case_item__item")
    )
    if not rows:
        raise CaseError(_("This promise was withdrawn: there is nothing to sign any more."))
    for row in rows:
        row.status, row.signed_on = GapStatus.PROMISED, timezone.localdate()
        row.save(update_fields=["status", "signed_on"])
    turn.tell_agency(
        "promise_signed", item=rows[0].case_item.item.code, document=document.number, due=rows[0].due.isoformat()
    )


def hand_in(
    gap: DeferredMaterial, upload: "UploadedFile[Any] | None", *, by: User, version: int | None = None
) -> DeferredMaterial:
    """The enterprise uploads the promised paper; the promise is kept once the agency has compared it, and not broken meanwhile."""
    if upload is None:
        raise BadInput(_("Choose the file first, then press the button."), field="upload")
    with moves.turn(gap.case_item.case, Action.HAND_IN_LATE, by=by, version=version, item=gap.case_item) as turn:
        row = _locked(gap, {GapStatus.PROMISED})
        if row.handed_on is not None:
            raise CaseError(_("This paper has arrived already: the agency compares it."))
        if row.due < timezone.localdate():
            raise CaseError(_("The promised day has passed. Speak with your agent."))
        _attach(turn, row, upload, by)
        row.handed_on = timezone.localdate()
        row.save(update_fields=["handed_on", "file"])
        code, names = row.case_item.item.code, [row.material.name_zh]
        turn.note(item=code, gap="handed_in", papers=names)
        turn.tell_agency("gap_handed_in", item=code, papers=names, author=by.name)
    return row


def send_back(gap: DeferredMaterial, *, reason: str, by: User, version: int | None = None) -> DeferredMaterial:
    """What was handed in is not the promised paper: the enterprise reads why, and the promise stands as it did."""
    if not reason.strip():
        raise BadInput(_("Give the reason in words."), field="reason")
    with moves.turn(gap.case_item.case, Action.DEFER_MATERIAL, by=by, version=version, item=gap.case_item) as turn:
        row = _locked(gap, {GapStatus.PROMISED})
        if row.handed_on is None:
            raise CaseError(_("Nothing was handed in that could be sent back."))
        row.handed_on, row.file = None, None
        row.save(update_fields=["handed_on", "file"])
        code, names = row.case_item.item.code, [row.material.name_zh]
        turn.note(item=code, gap="sent_back", papers=names, reason=reason.strip())
        due = row.due.isoformat()
        turn.tell_enterprise("gap_sent_back", item=code, papers=names, reason=reason.strip(), due=due)
    return row


def _attach(turn: moves.Turn, row: DeferredMaterial, upload: "UploadedFile[Any]", by: User) -> None:
    row.file = files.accept(turn.case, upload, kind=FileKind.MATERIAL, by=by, case_item=row.case_item)
    row.file.material = row.material
    row.file.save(update_fields=["material"])


def bring(
    gap: DeferredMaterial,
    *,
    on: date,
    evidence: str,
    upload: "UploadedFile[Any] | None" = None,
    by: User,
    version: int | None = None,
) -> DeferredMaterial:
    """The late paper is there. With the last one a result that was given with a gap is whole (national code 11)."""
    if not evidence.strip():
        raise BadInput(_("Name the evidence: the paper, its number and date."), field="evidence")
    with moves.turn(gap.case_item.case, Action.DEFER_MATERIAL, by=by, version=version, item=gap.case_item) as turn:
        row = _locked(gap, {GapStatus.PROMISED})
        if on > timezone.localdate():
            raise BadInput(_("Something that has happened cannot lie in the future."), field="on")
        easier.refuse_unsigned(on, row.signed_on)
        if upload is not None:
            _attach(turn, row, upload, by)
        row.status, row.kept_on, row.evidence = GapStatus.KEPT, on, evidence.strip()[:300]
        row.save(update_fields=["status", "kept_on", "evidence", "file"])
        item = row.case_item
        turn.note(item=item.item.code, gap=GapStatus.KEPT, papers=[row.material.name_zh], on=on)
        turn.tell_enterprise("gap_kept", item=item.item.code, papers=[row.material.name_zh], on=on.isoformat())
        whole = not item.gaps.filter(status=GapStatus.PROMISED).exists()
        if whole and item.status == ItemStatus.PASSED_WITH_GAP:
            last = item.facts.order_by("-on").values_list("on", flat=True).first()
            with translation.override("zh-hans"):
                note = _("The late papers are complete.")
            items.put(turn, item, code=BLZT.PASSED, on=max(on, last or on), note=note, by=by)
        elif whole:
            turn.tell_agency("gap_complete", item=item.item.code)
    return row


def withdraw(gap: DeferredMaterial, *, reason: str, by: User, version: int | None = None) -> DeferredMaterial:
    """Take a promise back that is not needed any more, or was drawn up wrongly; nothing follows from it."""
    if not reason.strip():
        raise BadInput(_("Give the reason in words."), field="reason")
    with moves.turn(gap.case_item.case, Action.DEFER_MATERIAL, by=by, version=version, item=gap.case_item) as turn:
        row = _locked(gap, {GapStatus.OFFERED, GapStatus.PROMISED})
        if row.case_item.status == ItemStatus.PASSED_WITH_GAP:
            raise CaseError(_("A result was given on this promise: it can be kept or broken, not taken back."))
        row.status, row.ended_on, row.ended_why = GapStatus.WITHDRAWN, timezone.localdate(), reason.strip()[:500]
        row.save(update_fields=["status", "ended_on", "ended_why"])
        conversion.close_paper(row.document)
        turn.note(
            item=row.case_item.item.code, gap=GapStatus.WITHDRAWN, papers=[row.material.name_zh], reason=reason.strip()
        )
        turn.tell_enterprise(
            "gap_withdrawn", item=row.case_item.item.code, papers=[row.material.name_zh], reason=reason.strip()
        )
    return row


def break_promise(document: IssuedDocument) -> list[DeferredMaterial]:
    """The promised day has passed: handling ends, the result falls, and the enterprise's record says so (C.8). The clock's act."""
    unkept = document.gaps.filter(status=GapStatus.PROMISED, handed_on__isnull=True)
    first = unkept.select_related("case_item__case").first()
    if first is None or first.due >= timezone.localdate():
        raise CaseError(_("Nothing of this promise is overdue."))
    with moves.turn(document.case, Action.DEFER_MATERIAL, by=None, item=first.case_item) as turn:
        rows = list(unkept.select_for_update(of=("self",)).select_related("material"))
        if not rows:
            raise CaseError(_("Nothing of this promise is overdue."))
        item = CaseItem.objects.select_related("item").get(pk=first.case_item_id)
        today, names = timezone.localdate(), [row.material.name_zh for row in rows]
        with translation.override("zh-hans"):
            why = _("The promise %(number)s was not kept by its day; by the promise the handling ends.") % {
                "number": document.number
            }
        for row in rows:
            row.status, row.ended_on, row.ended_why = GapStatus.BROKEN, today, why
            row.save(update_fields=["status", "ended_on", "ended_why"])
        code = next((code for code in BROKEN if item_step(item.status, code) is not None), None)
        if code is not None:
            fact = items.put(turn, item, code=code, on=today, note=why, by=first.by, tell=False)
            document.gaps.filter(pk__in=[row.pk for row in rows]).update(fact=fact)
        turn.note(item=item.item.code, gap=GapStatus.BROKEN, papers=names, due=first.due, code=code)
        day = first.due.isoformat()
        turn.tell_enterprise("gap_broken", item=item.item.code, papers=names, due=day)
        turn.tell_agency("gap_broken", item=item.item.code, papers=names, due=day)
    return rows


def _locked(gap: DeferredMaterial, statuses: set[GapStatus]) -> DeferredMaterial:
    row = (
        DeferredMaterial.objects.select_for_update(of=("self",))
        .select_related("case_item__item", "case_item__case", "material", "document")
        .get(pk=gap.pk)
    )
    if row.status not in statuses:
        raise CaseError(
            _("This promise is “%(status)s” already: the step is not possible.") % {"status": row.get_status_display()}
        )
    return row
