"""Statutory charges per item: ground, amount, day, payer, payment with proof. The service fee is always zero (P-003)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import dates, files, moves
from cases.enums import Action, FileKind
from cases.enums_papers import Payer
from cases.exceptions import BadInput, CaseError
from cases.models import Case, CaseItem, FeePayment, ItemFee, User

MOST = Decimal("999999999999.99")
CENT = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a charge."""

    name: str
    basis: str
    amount: Decimal
    due: date | None = None
    payer: str = Payer.ENTERPRISE
    note: str = ""


def record(case_item: CaseItem, facts: Facts, *, by: User, version: int | None = None) -> ItemFee:
    """A charge that the law demands for an item. The enterprise is told what, why and by when."""
    with moves.turn(case_item.case, Action.SET_FEE, by=by, version=version, item=case_item) as turn:
        return _create(turn, case_item, facts, by)


def correct(fee: ItemFee, facts: Facts | None, *, what_was_wrong: str, by: User, version: int | None = None) -> ItemFee:
    """Put a right entry in the place of a wrong one, which stays readable; ``facts=None``: it is not charged at all.

    A payment belongs to the entry that it paid: after a correction it is recorded anew.
    """
    if not what_was_wrong.strip():
        raise BadInput(_("Say what was wrong."), field="what_was_wrong")
    item = fee.case_item
    with moves.turn(item.case, Action.SET_FEE, by=by, version=version, item=item) as turn:
        if fee.void or ItemFee.objects.filter(corrects=fee).exists():
            raise CaseError(_("This entry has been corrected already."))
        held = Facts(
            name=fee.name, basis=fee.basis, amount=fee.amount, due=fee.due, payer=fee.payer, note=fee.note
        )  # fmt: skip
        return _create(
            turn, item, facts or held, by, corrects=fee, what_was_wrong=what_was_wrong.strip(), void=facts is None
        )


def _create(turn: moves.Turn, item: CaseItem, facts: Facts, by: User, **more: Any) -> ItemFee:
    _check(facts)
    made = ItemFee.objects.create(
        case_item=item, name=facts.name.strip(), basis=facts.basis.strip(), amount=facts.amount.quantize(CENT),
        due=facts.due, payer=facts.payer, note=facts.note.strip(), by=by, **more,
    )  # fmt: skip
    turn.note(
        item=item.item.code, fee=made.name, amount=str(made.amount), due=facts.due, void=made.void,
        reason=made.what_was_wrong,
    )  # fmt: skip
    code, amount = item.item.code, str(made.amount)
    if made.void:
        turn.tell_enterprise("fee_void", item=code, fee=made.name, reason=made.what_was_wrong)
    elif made.due and made.payer == Payer.ENTERPRISE:
        due = made.due.isoformat()
        turn.tell_enterprise("fee_due", item=code, fee=made.name, amount=amount, basis=made.basis, due=due)
    else:
        payer = made.payer
        turn.tell_enterprise("fee_recorded", item=code, fee=made.name, amount=amount, basis=made.basis, payer=payer)
    return made


def _check(facts: Facts) -> None:
    if not facts.name.strip():
        raise BadInput(_("Name the charge."), field="name")
    if not facts.basis.strip():
        raise BadInput(_("No charge without its legal ground."), field="basis")
    if not facts.amount.is_finite() or not 0 <= facts.amount <= MOST:
        raise BadInput(_("This is not an amount of money."), field="amount")
    if facts.payer not in Payer.values:
        raise BadInput(_("Choose who pays."), field="payer")
    dates.refuse_far(facts.due, "due", years=3)


def pay(fee: ItemFee, upload: "UploadedFile[Any] | None", *, on: date, by: User) -> FeePayment:
    """Record that a charge was paid, with the proof. A second press finds it paid."""
    if upload is None:
        raise BadInput(_("Add the proof of payment."), field="upload")
    if on > timezone.localdate():
        raise BadInput(_("Something that has happened cannot lie in the future."), field="on")
    dates.refuse_far(on, "on", years=10)
    case = fee.case_item.case
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        paid = FeePayment.objects.filter(fee=fee).first()
        if paid is not None and paid.on == on and paid.by_id == by.pk:
            return paid
        with moves.turn(case, Action.PAY_FEE, by=by) as turn:
            if paid is not None:
                raise CaseError(_("This charge is paid already."))
            if fee.void or ItemFee.objects.filter(corrects=fee).exists():
                raise CaseError(_("This entry has been corrected already."))
            proof = files.accept(turn.case, upload, kind=FileKind.RECEIPT, by=by, case_item=fee.case_item)
            made = FeePayment.objects.create(fee=fee, on=on, proof=proof, by=by)
            code = fee.case_item.item.code
            turn.note(item=code, fee=fee.name, amount=str(fee.amount), on=on)
            amount, day = str(fee.amount), on.isoformat()
            if permissions.is_applicant(by, turn.case):
                turn.tell_agency("fee_paid", item=code, fee=fee.name, amount=amount, on=day, author=by.name)
            else:
                turn.tell_enterprise("fee_paid", item=code, fee=fee.name, amount=amount, on=day, author=by.name)
    return made
