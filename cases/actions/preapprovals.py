"""预审批: applied for with its ground, issued by the deciding department, exchanged for the formal document (W-053 to W-056)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import conversion, dates, files, items, moves, paper_data, papers
from cases.daywords import date_words
from cases.documents import preapproval as form
from cases.enums import BLZT, Action, DocumentKind, FileKind, Flag, ItemStatus
from cases.enums_easier import PreApprovalStatus
from cases.exceptions import BadInput, CaseError
from cases.listwords import listed
from cases.models import CaseItem, IssuedDocument, ItemFact, MissingCondition, PreApproval, User
from cases.queries import easier, people, prechain

MAX_YEARS = 3


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A missing condition; ``requires``: the formal result of that item."""

    text: str
    due: date
    requires: CaseItem | None = None


def apply(
    case_item: CaseItem,
    *,
    control: str,
    conditions: list[Missing],
    necessary: str = "",
    key_points: str = "",
    by: User,
    version: int | None = None,
) -> PreApproval:
    """Ask for it: a ground (necessary conditions met, or key points reviewed) and how the missing part is controlled."""
    if not necessary.strip() and not key_points.strip():
        raise BadInput(
            _(
                "Rule “ground of a pre-approval”: say which necessary conditions are met, or which key technical points "
                "have passed review."
            ),
            field="necessary",
        )
    if not control.strip():
        raise BadInput(
            _("Rule “the missing part can be controlled”: say how it is controlled afterwards."), field="control"
        )
    _check_conditions(case_item, conditions)
    with moves.turn(case_item.case, Action.PRE_APPROVE, by=by, version=version, item=case_item) as turn:
        item = CaseItem.objects.select_for_update(of=("self",)).select_related("item").get(pk=case_item.pk)
        _check_item(item)
        _check_covered(item, conditions)
        made = PreApproval.objects.create(
            case_item=item, applied_on=timezone.localdate(), necessary=necessary.strip(), key_points=key_points.strip(),
            control=control.strip(), by=by,
        )  # fmt: skip
        for one in conditions:
            MissingCondition.objects.create(
                preapproval=made, text=one.text.strip()[:300], due=one.due, requires=one.requires
            )
        turn.note(item=item.item.code, preapproval=PreApprovalStatus.APPLIED)
        turn.tell_enterprise("preapproval_applied", item=item.item.code)
        turn.tell(_deciders(item), "preapproval_applied", item=item.item.code)
    return made


def _deciders(item: CaseItem) -> list[User]:

    return list(people.of_item(item))


def _check_item(item: CaseItem) -> None:
    if item.item.preapproval == Flag.NO:
        raise BadInput(
            _("Rule “items open to pre-approval”: the catalogue does not allow a pre-approval of “%(item)s”.")
            % {"item": item.item.name}
        )
    if item.status not in easier.BEFORE_DECISION:
        raise BadInput(
            _("“%(item)s” is “%(status)s”: a pre-approval belongs before the decision.")
            % {"item": item.item.name, "status": item.get_status_display()}
        )
    if item.preapprovals.filter(status__in=[PreApprovalStatus.APPLIED, PreApprovalStatus.ISSUED]).exists():
        raise BadInput(_("“%(item)s” has a pre-approval under way already.") % {"item": item.item.name})


def _check_conditions(case_item: CaseItem, conditions: list[Missing]) -> None:
    if not conditions:
        raise BadInput(_("Name what is missing: without it the formal approval would be due."), field="conditions")
    for one in conditions:
        if not one.text.strip():
            raise BadInput(_("Say in words what is missing."), field="conditions")
        if one.due < timezone.localdate():
            raise BadInput(_("A missing condition is met in the future: its date is past."), field="conditions")
        dates.refuse_far(one.due, "conditions", years=MAX_YEARS)
        if one.requires is not None and one.requires.case_id != case_item.case_id:
            raise BadInput(_("This item does not belong to the case."), field="conditions")


def _check_covered(item: CaseItem, conditions: list[Missing]) -> None:
    """Every result that the formal approval needs and that is not there is one of the missing conditions."""
    named = {one.requires.pk for one in conditions if one.requires is not None}
    open_groups = [group for group in prechain.unfinished_before(item) if named.isdisjoint(one.pk for one in group)]
    if open_groups:
        names = listed(_(" or ").join(one.item.name for one in group) for group in open_groups)
        raise BadInput(
            _("Rule “every missing condition is named”: the formal result of %(items)s is missing too, with its date.")
            % {"items": names},
            field="conditions",
        )


def issue(
    preapproval: PreApproval, *, valid_until: date, reference: str = "", by: User, version: int | None = None
) -> IssuedDocument:
    """《预审批意见》: the deciding department issues it, or the agency records the department's own paper by its number (W-054).

    It stands on formal results and valid pre-approvals; on nothing that is broken (W-056).
    """
    with moves.turn(
        preapproval.case_item.case, Action.PRE_APPROVE, by=by, version=version, item=preapproval.case_item
    ) as turn:
        row = _locked(preapproval, {PreApprovalStatus.APPLIED})
        item, today = row.case_item, timezone.localdate()
        if item.unit_id not in permissions.opinion_units(by) and not reference.strip():
            raise BadInput(
                _(
                    "Rule “the deciding department issues the pre-approval”: enter the number of the paper of “%(unit)s”."
                )
                % {"unit": paper_data.authority(item)},
                field="reference",
            )
        last = max(one.due for one in row.conditions.all())
        if valid_until < last:
            raise BadInput(
                _("It must hold at least until the last condition is due (%(date)s).") % {"date": date_words(last)},
                field="valid_until",
            )
        dates.refuse_far(valid_until, "valid_until", years=MAX_YEARS)
        if weak := prechain.not_carrying(item):
            raise BadInput(
                _(
                    "Rule “a pre-approval stands on formal results or valid pre-approvals”: %(items)s does not carry it yet."
                )
                % {"items": weak}
            )
        row.issued_on, row.valid_until, row.reference = today, valid_until, reference.strip()
        row.document = _print(row, by)
        row.status = PreApprovalStatus.ISSUED
        row.save(update_fields=["status", "issued_on", "valid_until", "reference", "document"])
        row.stands_on.set(_stands_on(item))
        number = row.document.number
        turn.note(item=item.item.code, preapproval=PreApprovalStatus.ISSUED, document=number)
        turn.tell_enterprise("preapproval_issued", item=item.item.code, document=number, until=valid_until.isoformat())
        turn.tell_agency("preapproval_issued", item=item.item.code, document=number, until=valid_until.isoformat())
    return row.document


def _stands_on(item: CaseItem) -> list[PreApproval]:
    rows = prechain.rows_of(item.case)
    groups = prechain.befores_of(rows[item.item_id], rows)
    found = (prechain.latest(one) for group in groups for one in group)
    return [one for one in found if one is not None and one.status == PreApprovalStatus.ISSUED]


def _print(row: PreApproval, by: User) -> IssuedDocument:
    item, case = row.case_item, row.case_item.case
    number = papers.take_number(case, DocumentKind.PRE_APPROVAL)
    unit = item.unit
    stands = [
        form.Ground(name=one.case_item.item.name_zh, number=one.document.number if one.document else "")
        for one in _stands_on(item)
    ]
    data = form.PreApproval(
        number=number,
        case_number=case.number or "",
        project=paper_data.facts(case),
        item=item.item.name_zh,
        authority=paper_data.authority(item),
        basis=item.item.legal_basis_zh,
        necessary=row.necessary,
        key_points=row.key_points,
        control=row.control,
        conditions=tuple(form.Missing(text=one.text, due=one.due) for one in row.conditions.all()),
        stands_on=tuple(stands),
        reference=row.reference,
        valid_until=row.valid_until,
        issued_at=row.issued_on or timezone.localdate(),
        unit_signature=paper_data.seal_of(item, row.issued_on, electronic=not row.reference),
    )
    return papers.issue(
        case, DocumentKind.PRE_APPROVAL, number, form.preapproval(data), data, by=by, unit=unit or case.handling_unit
    )


def meet(
    condition: MissingCondition,
    *,
    on: date,
    evidence: str,
    upload: "UploadedFile[Any] | None" = None,
    by: User,
    version: int | None = None,
) -> MissingCondition:
    """A missing condition is met, with its evidence (W-055)."""
    if not evidence.strip():
        raise BadInput(_("Name the evidence: the paper, its number and date."), field="evidence")
    case_item = condition.preapproval.case_item
    with moves.turn(case_item.case, Action.PRE_APPROVE, by=by, version=version, item=case_item) as turn:
        row = _locked(condition.preapproval, {PreApprovalStatus.APPLIED, PreApprovalStatus.ISSUED})
        one = MissingCondition.objects.select_for_update(of=("self",)).get(pk=condition.pk)
        if one.met_on is not None:
            raise CaseError(_("This condition has been met already."))
        if one.requires is not None:
            raise BadInput(
                _("This is the formal result of another item: it counts as met when that decision is recorded."),
                field="evidence",
            )
        if on > timezone.localdate():
            raise BadInput(_("Something that has happened cannot lie in the future."), field="on")
        dates.refuse_before(on, row.applied_on, "on")
        if upload is not None:
            one.file = files.accept(turn.case, upload, kind=FileKind.DECISION, by=by, case_item=row.case_item)
        one.met_on, one.evidence, one.met_by = on, evidence.strip()[:300], by
        one.save(update_fields=["met_on", "evidence", "met_by", "file"])
        turn.note(item=row.case_item.item.code, condition=one.text, on=on)
        if not row.conditions.filter(met_on__isnull=True).exists():
            turn.tell_agency("preapproval_ready", item=row.case_item.item.code)
    return one


def convert(
    preapproval: PreApproval,
    *,
    on: date,
    file_number: str = "",
    result_upload: "UploadedFile[Any] | None" = None,
    by: User,
    version: int | None = None,
) -> ItemFact:
    """换发正式文件: only when every condition is met and everything before it has its formal result (W-055, W-056)."""
    with moves.turn(
        preapproval.case_item.case, Action.PRE_APPROVE, by=by, version=version, item=preapproval.case_item
    ) as turn:
        row = _locked(preapproval, {PreApprovalStatus.ISSUED})
        if row.case_item.status in {ItemStatus.CONFIRMED, ItemStatus.RECEIVED}:
            raise BadInput(_("Record the acceptance of the formal application first."), field="on")
        made = items.put(
            turn, row.case_item, code=BLZT.PASSED, on=on, file_number=file_number, result_upload=result_upload, by=by
        )
        turn.note(item=row.case_item.item.code, preapproval=PreApprovalStatus.CONVERTED, on=on, file_number=file_number)
    return made


def withdraw(preapproval: PreApproval, *, reason: str, by: User, version: int | None = None) -> PreApproval:
    """Take it back with the reason; whatever stands on it is told at once."""
    if not reason.strip():
        raise BadInput(_("Give the reason in words."), field="reason")
    with moves.turn(
        preapproval.case_item.case, Action.PRE_APPROVE, by=by, version=version, item=preapproval.case_item
    ) as turn:
        row = _locked(preapproval, {PreApprovalStatus.APPLIED, PreApprovalStatus.ISSUED})
        conversion.end_preapproval(turn, row, PreApprovalStatus.WITHDRAWN, timezone.localdate(), reason)
    return row


def _locked(preapproval: PreApproval, statuses: set[PreApprovalStatus]) -> PreApproval:
    row = (
        PreApproval.objects.select_for_update(of=("self",))
        .select_related("case_item__item", "case_item__unit", "case_item__case", "document")
        .get(pk=preapproval.pk)
    )
    if row.status not in statuses:
        raise CaseError(
            _("This pre-approval is “%(status)s” already: the step is not possible.")
            % {"status": row.get_status_display()}
        )
    return row
