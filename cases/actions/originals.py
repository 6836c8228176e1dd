"""Originals change hands against a receipt: taken over, lodged with a unit, fetched again, returned to the enterprise (C.8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import ledger
from cases.actions import dates, files, materials, moves, paper_data, papers
from cases.documents import handover as slip
from cases.enums import Action, CaseStatus, DocumentKind, Side, SignMethod
from cases.enums_papers import BETWEEN_UNITS, Handover
from cases.exceptions import BadInput, CaseError, StepNotAllowed
from cases.listwords import listed
from cases.models import Case, IssuedDocument, OriginalHandover, OriginalLine, ProjectMaterial, Signature, Unit, User
from cases.queries import originals

MAX_YEARS = 5
MAX_COPIES = 99
TOLD = 300
# Afterwards originals only come back.
ENDING = frozenset({CaseStatus.COMPLETION, CaseStatus.CLOSED, CaseStatus.TERMINATED})


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What changes hands. ``papers``: {Chinese name: copies}; ``giver`` and ``taker`` are people."""

    kind: str
    on: date
    papers: Mapping[str, int]
    giver: str
    taker: str
    unit: Unit | None = None
    note: str = field(default="")


def hand_over(case: Case, facts: Facts, *, by: User, version: int | None = None) -> OriginalHandover:
    """Record a hand-over; between enterprise and agency the slip is printed, numbered and signed by the agency."""
    with moves.turn(case, Action.MOVE_ORIGINALS, by=by, version=version) as turn:
        _check(turn.case, facts)
        chosen = {materials.paper(turn.case, name): copies for name, copies in facts.papers.items()}
        _check_copies(turn.case, facts, chosen)
        made = OriginalHandover.objects.create(
            case=turn.case, kind=facts.kind, on=facts.on, giver=facts.giver.strip(), taker=facts.taker.strip(),
            unit=facts.unit, note=facts.note.strip(), by=by, document=_print(turn.case, facts, chosen, by),
        )  # fmt: skip
        OriginalLine.objects.bulk_create(
            OriginalLine(handover=made, paper=paper, copies=copies) for paper, copies in chosen.items()
        )
        names = [materials.names(paper) for paper in chosen]
        turn.note(kind=facts.kind, materials=names, on=facts.on, unit=facts.unit.name_zh if facts.unit else "")
        if made.document is not None and facts.kind == Handover.TAKEN:
            turn.tell_enterprise("originals_taken", materials=names, document=made.document.number)
        elif made.document is not None:
            turn.tell_enterprise("originals_returned", materials=names, document=made.document.number)
    return made


def _check(case: Case, facts: Facts) -> None:
    if facts.kind not in Handover.values:
        raise BadInput(_("Choose what happened to the originals."), field="kind")
    if case.status in ENDING and facts.kind not in {Handover.FETCHED, Handover.RETURNED}:
        raise StepNotAllowed(_("The service is over: originals are only given back now."), field="kind")
    if facts.on > timezone.localdate():
        raise BadInput(_("Something that has happened cannot lie in the future."), field="on")
    dates.refuse_far(facts.on, "on", years=MAX_YEARS)
    if not facts.papers:
        raise BadInput(_("Enter the copies of at least one paper."), field="papers")
    if any(not 1 <= copies <= MAX_COPIES for copies in facts.papers.values()):
        raise BadInput(_("Between %(least)s and %(most)s copies.") % {"least": 1, "most": MAX_COPIES}, field="papers")
    if not facts.giver.strip():
        raise BadInput(_("Name who hands them over."), field="giver")
    if not facts.taker.strip():
        raise BadInput(_("Name who receives them."), field="taker")
    if (facts.kind in BETWEEN_UNITS) != (facts.unit is not None):
        raise BadInput(_("Name the unit when originals are lodged or fetched, and only then."), field="unit")


def _check_copies(case: Case, facts: Facts, chosen: Mapping[ProjectMaterial, int]) -> None:
    """Nobody gives away what he does not hold."""
    if facts.kind == Handover.TAKEN:
        return
    held = originals.places(case)
    place = facts.unit.pk if facts.unit is not None and facts.kind == Handover.FETCHED else ledger.AGENCY
    for paper, copies in chosen.items():
        there = held.get(paper.pk, {}).get(place, 0)
        if copies > there:
            raise BadInput(
                _("Only %(there)s originals of “%(paper)s” are there, not %(copies)s.")
                % {"there": there, "paper": paper.name, "copies": copies},
                field="papers",
            )


def _print(case: Case, facts: Facts, chosen: Mapping[ProjectMaterial, int], by: User) -> IssuedDocument | None:
    """《材料交接单》 with what the agency holds after it; signed by the agency, to be signed by the enterprise."""
    if facts.kind in BETWEEN_UNITS:
        return None
    number, today = papers.take_number(case, DocumentKind.HANDOVER), timezone.localdate()
    moved = [ledger.Move(facts.kind, paper.pk, copies) for paper, copies in chosen.items()]
    left = ledger.places([*originals.moved(case), *moved])
    names = dict(case.ledger.values_list("pk", "name_zh"))
    data = slip.HandoverSlip(
        number=number,
        case_number=case.number or "",
        project=paper_data.facts(case),
        unit=case.handling_unit.name_zh,
        direction=slip.DIRECTIONS[facts.kind],
        giver=facts.giver.strip(),
        taker=facts.taker.strip(),
        handed_on=facts.on,
        papers=tuple(slip.HandedPaper(name=paper.name_zh, copies=copies) for paper, copies in chosen.items()),
        left=tuple(slip.HandedPaper(name=names[pk], copies=sum(held.values())) for pk, held in left.items()),
        note=facts.note.strip(),
        issued_at=today,
        agency_signature=paper_data.signed_by(by, today),
    )
    made = papers.issue(case, DocumentKind.HANDOVER, number, slip.handover(data), data, by=by)
    papers.sign_for_agency(made, by)
    return made


def settle(turn: moves.Turn, stays: str) -> None:
    """Before a case is filed every original is back; one that lies with a unit may stay there by law, for the reason ``stays``."""
    left = originals.held(turn.case)
    here = [one for one in left if one.unit is None]
    if here:
        raise CaseError(
            _("Rule “originals go back”: the agency still holds %(papers)s. Return them against their receipt first.")
            % {"papers": listed(_counted(one) for one in here)}
        )
    if left and not stays.strip():
        raise BadInput(
            _(
                "Rule “originals go back”: not returned yet: %(papers)s. Fetch and return them, or say by which law they stay there."
            )
            % {"papers": listed(_counted(one) for one in left)},
            field="stays",
        )
    if left:
        names = [[one.paper_zh, one.paper_en] for one in left]
        units = [one.unit.name_zh for one in left if one.unit]
        turn.note(materials=names, units=units, stays=stays.strip()[:TOLD])
        turn.tell_enterprise("originals_stay", materials=names, reason=stays.strip()[:TOLD])


def _counted(one: originals.Held) -> str:
    words = _("%(paper)s × %(n)s") % {"paper": one.paper, "n": one.copies}
    return _("%(paper)s (%(unit)s)") % {"paper": words, "unit": one.unit.name} if one.unit else words


def sign(handover: OriginalHandover, *, by: User, ip: str | None = None) -> Signature:
    """The enterprise signs the slip online, over the very bytes it was shown; a second press finds it signed."""
    document = handover.document
    if document is None:
        raise BadInput(_("This hand-over has no receipt."))
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=handover.case_id)
        held = document.signatures.filter(side=Side.ENTERPRISE, rejected_at__isnull=True).first()
        if held is not None:
            return held
        with moves.turn(handover.case, Action.SIGN_ORIGINALS, by=by) as turn:
            files.refuse_damaged(document.file)
            made = Signature.objects.create(
                document=document, side=Side.ENTERPRISE, method=SignMethod.ONLINE, signer=by, signer_name=by.name,
                signer_phone=by.phone, sha256=document.file.sha256, ip=ip,
            )  # fmt: skip
            turn.note(document=document.number, sha256=document.file.sha256)
            turn.tell_agency("originals_signed", document=document.number, author=by.name)
    return made
