"""A paper that came back signed by hand: its scan stands beside the original, with its own hash (C.8)."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import signers
from cases.actions import files, moves
from cases.enums import Action, FileKind, Side, SignMethod
from cases.exceptions import BadInput, CaseError
from cases.models import IssuedDocument, Signature, User


def file_scan(
    document: IssuedDocument, upload: "UploadedFile[Any]", *, sides: list[str], signer_name: str, signed_on: date,
    by: User, version: int | None = None,
) -> list[Signature]:  # fmt: skip
    """File one scan for the sides that signed on it. Where the enterprise signs on its own pages nobody does it for it."""
    chosen = [Side(side) for side in dict.fromkeys(sides) if side in Side.values]
    if not chosen:
        raise BadInput(_("Say who has signed the paper."), field="sides")
    if not signer_name.strip():
        raise BadInput(_("Name whoever signed it."), field="signer_name")
    with moves.turn(document.case, Action.FILE_SCAN, by=by, version=version) as turn:
        row = IssuedDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
        _check(row, chosen, signed_on)
        scan = files.accept(turn.case, upload, kind=FileKind.SIGNED_PAPER, by=by)
        now = timezone.now()
        made = [
            Signature.objects.create(
                document=row, side=side, method=SignMethod.PAPER, signer=by, signer_name=signer_name.strip()[:60],
                sha256=scan.sha256, signed_at=_moment(signed_on), scan=scan, confirmed_by=by, confirmed_at=now,
            )
            for side in chosen
        ]  # fmt: skip
        turn.public = row.for_enterprise
        turn.note(document=row.number, sides=chosen, scan=scan.sha256)
        if row.for_enterprise:
            turn.tell_enterprise("scan_filed", document=row.number)
    return made


def _check(row: IssuedDocument, chosen: list[Side], signed_on: date) -> None:
    if row.replaced_by_id is not None or row.withdrawn_at is not None:
        raise CaseError(_("This paper is no longer in force: file the scan with the one that is."))
    for side in chosen:
        if not signers.may_be_filed(row.kind, side):
            raise BadInput(
                _("On this paper the side “%(side)s” does not sign this way.") % {"side": side.label}, field="sides"
            )
    if row.signatures.filter(side__in=chosen, rejected_at__isnull=True).exists():
        raise CaseError(_("This side has signed already."), field="sides")
    if not timezone.localdate(row.issued_at) <= signed_on <= timezone.localdate():
        raise BadInput(_("It was signed between the day of the paper and today."), field="signed_on")


def _moment(day: date) -> Any:
    """Today as it is; an earlier day at noon."""
    now = timezone.localtime()
    return now if day == now.date() else now.replace(year=day.year, month=day.month, day=day.day, hour=12, minute=0)
