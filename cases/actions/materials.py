"""The material ledger: each paper once for the whole project, in versions; what the agency made is confirmed by the enterprise.

Nothing is changed silently: a change is a new version, which the other side is told of, and one that the agency made waits
for the enterprise again, also when the version before it was confirmed.
"""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import dates, files, moves
from cases.enums import Action, FileKind
from cases.enums_papers import Origin
from cases.exceptions import BadInput, CaseError, Stale
from cases.models import (
    Case,
    CaseItem,
    CaseMaterial,
    MaterialAnswer,
    MaterialVersion,
    ProjectMaterial,
    StoredFile,
    User,
)
from cases.queries import ledger
from cases.transitions import ITEM_DONE

MAX_YEARS = 50
MAX_NAME = 200


def add(
    case: Case,
    name: str,
    *,
    upload: "UploadedFile[Any] | None" = None,
    filled: str = "",
    valid_until: date | None = None,
    result_of: CaseItem | None = None,
    note: str = "",
    instead_of: int | None = None,
    by: User,
) -> MaterialVersion:
    """Add a paper of this (Chinese) name, or its next version.

    ``instead_of``: the version that was shown (0: none); when another one stands there now, nothing is put over it. The same
    bytes by the same person twice are one version.
    """
    name = " ".join(name.split())[:MAX_NAME]
    _check(case, name, upload, filled, valid_until, result_of)
    digest = _digest(upload)
    with transaction.atomic():
        locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        last = MaterialVersion.objects.filter(paper__case=locked, paper__name_zh=name).order_by("-number").first()
        if last and _same(last, digest, filled.strip(), valid_until, by):
            return last
        with moves.turn(case, Action.ADD_MATERIAL, by=by) as turn:
            if instead_of is not None and instead_of != (last.number if last else 0):
                raise Stale(
                    _("Somebody added version %(number)s of this paper meanwhile. Look at it before you add another.")
                    % {"number": last.number if last else 0}
                )
            return _create(turn, name, last, upload, filled.strip(), valid_until, result_of, note.strip(), by)


def _create(
    turn: moves.Turn, name: str, last: MaterialVersion | None, upload: "UploadedFile[Any] | None", filled: str,
    valid_until: date | None, result_of: CaseItem | None, note: str, by: User,
) -> MaterialVersion:  # fmt: skip
    own = permissions.is_applicant(by, turn.case)
    origin = Origin.RESULT if result_of else Origin.ENTERPRISE if own else Origin.AGENCY
    made = MaterialVersion.objects.create(
        paper=last.paper if last else paper(turn.case, name), number=last.number + 1 if last else 1, origin=origin,
        result_of=result_of, filled=filled, valid_until=valid_until, note=note, by=by,
    )  # fmt: skip
    if upload is not None:
        stored = files.accept(turn.case, upload, kind=FileKind.MATERIAL, by=by)
        StoredFile.objects.filter(pk=stored.pk).update(version=made, material=_place(turn.case, name))
    told, number = [names(made.paper)], made.number
    turn.note(materials=told, version=number, origin=origin)
    if origin == Origin.AGENCY and last is not None and last.agreed is True:
        turn.tell_enterprise("material_to_confirm_again", materials=told, version=number, author=by.name)
    elif origin == Origin.AGENCY:
        turn.tell_enterprise("material_to_confirm", materials=told, version=number, author=by.name)
    elif own:
        turn.tell_agency("material_added", materials=told, version=number, author=by.name)
    return made


def _check(
    case: Case, name: str, upload: "UploadedFile[Any] | None", filled: str, valid_until: date | None,
    result_of: CaseItem | None,
) -> None:  # fmt: skip
    if not name:
        raise BadInput(_("Name the paper."), field="name")
    if upload is None and not filled.strip():
        raise BadInput(_("Choose the file, or write down what was filled in."), field="upload")
    dates.refuse_far(valid_until, "valid_until", years=MAX_YEARS)
    if result_of is not None and result_of.case_id != case.pk:
        raise BadInput(_("This item does not belong to the case."), field="result_of")
    if result_of is not None and result_of.status not in ITEM_DONE:
        raise BadInput(_("“%(item)s” has no result yet.") % {"item": result_of.item.name}, field="result_of")


def _digest(upload: "UploadedFile[Any] | None") -> str:
    """The check value of what is on its way; the file is read again when it is kept."""
    if upload is None:
        return ""
    found = hashlib.sha256(upload.read()).hexdigest()
    upload.seek(0)
    return found


def _same(last: MaterialVersion, digest: str, filled: str, valid_until: date | None, by: User) -> bool:
    held = list(last.files.values_list("sha256", flat=True))
    return (held, last.filled, last.valid_until, last.by_id) == ([digest] if digest else [], filled, valid_until, by.pk)


def _place(case: Case, name: str) -> CaseMaterial | None:
    return CaseMaterial.objects.filter(case=case, name_zh=name).order_by("pk").first()


def names(row: ProjectMaterial) -> list[str]:
    """Both names, as messages and the log keep them."""
    return [row.name_zh, row.name_en]


def paper(case: Case, name: str) -> ProjectMaterial:
    """The paper of this (Chinese) name in the ledger of the project."""
    asked = _place(case, name)
    found, _made = ProjectMaterial.objects.get_or_create(
        case=case, name_zh=name, defaults={"name_en": asked.name_en if asked else name}
    )
    return found


def take_over(case: Case, *, by: User) -> None:
    """What came with the application, or with a correction, is the first, or the next, version of its paper.

    Part of the turn that hands the application in.
    """
    loose = case.files.filter(kind=FileKind.MATERIAL, version__isnull=True, removed_at__isnull=True)
    named: dict[str, list[StoredFile]] = {}
    for stored in loose.select_related("material"):
        name = stored.material.name_zh if stored.material else Path(stored.name).stem
        named.setdefault(name[:MAX_NAME], []).append(stored)
    for name, found in named.items():
        held = paper(case, name)
        last = held.versions.order_by("-number").first()
        made = MaterialVersion.objects.create(
            paper=held, number=last.number + 1 if last else 1, origin=Origin.ENTERPRISE, by=found[-1].uploaded_by or by
        )
        StoredFile.objects.filter(pk__in=[stored.pk for stored in found]).update(version=made)


def confirm(case: Case, versions: list[int], *, by: User) -> list[MaterialAnswer]:
    """The enterprise stands by what the agency made for it: one, or all that it was shown. What is confirmed already stays so."""
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        rows = list(ledger.to_confirm(case).filter(pk__in=versions))
        if not rows:
            return []
        with moves.turn(case, Action.CONFIRM_MATERIAL, by=by) as turn:
            made = [MaterialAnswer.objects.create(version=row, agreed=True, by=by) for row in rows]
            told = [names(row.paper) for row in rows]
            turn.note(materials=told)
            turn.tell_agency("material_confirmed", materials=told, author=by.name)
    return made


def object_to(version: MaterialVersion, *, reason: str, by: User) -> MaterialAnswer:
    """The enterprise does not stand by it and says why; the agency makes a new version."""
    if not reason.strip():
        raise BadInput(_("Say what is wrong."), field="reason")
    case = version.paper.case
    with moves.turn(case, Action.CONFIRM_MATERIAL, by=by) as turn:
        if not ledger.to_confirm(turn.case).filter(pk=version.pk).exists():
            raise CaseError(_("This was answered already, or a newer version has come."))
        made = MaterialAnswer.objects.create(version=version, agreed=False, reason=reason.strip()[:300], by=by)
        told, number = [names(version.paper)], version.number
        turn.note(materials=told, version=number, reason=made.reason)
        turn.tell_agency("material_objected", materials=told, version=number, reason=made.reason, author=by.name)
    return made
