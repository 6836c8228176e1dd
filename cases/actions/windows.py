"""Hand-overs with the windows of the government hall: what went which way, between whom, with a slip for both sides (P-078)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import dates, moves, paper_data, papers
from cases.documents import window as form
from cases.documents.parts import UNSIGNED
from cases.enums import Action, DocumentKind, MaterialForm, Side, SignMethod
from cases.enums_finish import HandedKind, WindowWay
from cases.exceptions import BadInput
from cases.models import Case, CaseItem, HandedPaper, IssuedDocument, Signature, Unit, User, WindowHandover
from cases.queries import results, supervision

MOST = 40  # lines of a list
FORMS = {"original": "原件", "copy": "复印件", "electronic": "电子件"}
KINDS = {HandedKind.SLIP: "受理凭证", HandedKind.RESULT: "办理结果", HandedKind.OTHER: "其他材料"}


@dataclass(frozen=True)
class Paper:
    """One line of the list."""

    name: str
    kind: HandedKind = HandedKind.OTHER
    number: str = ""
    form: str = MaterialForm.ORIGINAL
    copies: int = 1
    item: CaseItem | None = None


def slip_of(row: CaseItem) -> Paper:
    """The acceptance slip of an item, by the name that the paper bears."""
    return Paper(f"{row.item.name_zh} 受理通知书", HandedKind.SLIP, item=row)


@dataclass(frozen=True)
class Meeting:
    """Which window, which day, who stood on either side."""

    way: str
    unit: Unit
    window: str
    on: date
    window_person: str
    agency_person: str = ""
    note: str = ""


def record(
    case: Case, met: Meeting, listed_papers: Sequence[Paper], *, by: User, version: int | None = None
) -> WindowHandover:
    """Record the hand-over and print its slip; a result comes from the window once."""
    _check(met, listed_papers)
    with moves.turn(case, Action.HAND_WINDOW, by=by, version=version) as turn:
        _check_against(turn.case, met, listed_papers)
        met_by = met.agency_person.strip() or by.name
        document = _print(turn.case, met, met_by, listed_papers, by)
        made = WindowHandover.objects.create(
            case=turn.case, way=met.way, unit=met.unit, window=met.window.strip(), on=met.on, agency_person=met_by,
            window_person=met.window_person.strip(), note=met.note.strip(), document=document, by=by, at=timezone.now(),
        )  # fmt: skip
        HandedPaper.objects.bulk_create(
            HandedPaper(
                handover=made, case_item=one.item, kind=one.kind, name=one.name.strip(), number=one.number.strip(),
                form=one.form, copies=one.copies,
            )
            for one in listed_papers
        )  # fmt: skip
        count = sum(one.copies for one in listed_papers)
        turn.note(way=met.way, on=met.on, window=met.window.strip(), count=count, document=document.number)
        turn.tell_agency("window_handed", way=met.way, window=met.window.strip(), on=met.on.isoformat(), count=count)
    return made


def _check(met: Meeting, papers_given: Sequence[Paper]) -> None:
    if met.way not in WindowWay.values:
        raise BadInput(_("Say which way the papers went."), field="way")
    for field, value in (("window", met.window), ("window_person", met.window_person)):
        if not value.strip():
            raise BadInput(_("Name the window and the person there."), field=field)
    if not papers_given or any(not one.name.strip() for one in papers_given):
        raise BadInput(_("List what was handed over."), field="others")
    if len(papers_given) > MOST:
        raise BadInput(_("At most %(most)s papers at once.") % {"most": MOST}, field="others")
    if any(not 1 <= one.copies <= 999 for one in papers_given):
        raise BadInput(_("Between 1 and 999 copies."), field="others")
    dates.refuse_far(met.on, "on")
    if met.on > timezone.localdate():
        raise BadInput(_("Something that has happened cannot lie in the future."), field="on")


def _check_against(case: Case, met: Meeting, papers_given: Sequence[Paper]) -> None:
    if case.signed_at and met.on < timezone.localdate(case.signed_at):
        raise BadInput(_("The service began later than this day."), field="on")
    if not supervision.units_to_choose(case).filter(pk=met.unit.pk).exists():
        raise BadInput(_("This unit has nothing to do with the case."), field="unit")
    for one in papers_given:
        if one.item is not None and one.item.case_id != case.pk:
            raise BadInput(_("This item does not belong to the case."), field="results")
        if one.kind != HandedKind.RESULT:
            continue
        if one.item is None or one.item.status not in results.PASSED:
            raise BadInput(_("Only the result of an item that has passed can be handed over."), field="results")
        before = HandedPaper.objects.filter(case_item=one.item, kind=HandedKind.RESULT, handover__way=met.way)
        if before.exists():
            raise BadInput(
                _("The result of “%(item)s” was handed over this way already.") % {"item": one.item.item.name}, field="results"
            )  # fmt: skip


def _print(case: Case, met: Meeting, met_by: str, papers_given: Sequence[Paper], by: User) -> IssuedDocument:
    """The slip; whoever records it has signed for his side, the other side signs by hand."""
    today = timezone.localdate()
    number = papers.take_number(case, DocumentKind.WINDOW)
    agency = permissions.is_handler(by, case)
    signed = paper_data.signed_by(by, today)
    data = form.WindowSlip(
        number=number,
        case_number=case.number or "",
        project=paper_data.facts(case),
        to_window=met.way == WindowWay.TO_WINDOW,
        agency=case.handling_unit.name_zh,
        unit=met.unit.name_zh,
        window=met.window.strip(),
        on=met.on,
        window_person=met.window_person.strip(),
        agency_person=met_by,
        papers=tuple(
            form.HandedLine(
                name=one.name.strip(), kind=KINDS[HandedKind(one.kind)], number=one.number.strip(), form=FORMS[one.form],
                copies=one.copies,
            )
            for one in papers_given
        ),
        note=met.note.strip(),
        issued_at=today,
        agency_signature=signed if agency else UNSIGNED,
        window_signature=UNSIGNED if agency else signed,
    )  # fmt: skip
    made = papers.issue(case, DocumentKind.WINDOW, number, form.window_slip(data), data, by=by, for_enterprise=False)
    if agency:
        papers.sign_for_agency(made, by)
    else:
        Signature.objects.create(
            document=made, side=Side.UNIT, method=SignMethod.ONLINE, signer=by, signer_name=by.name,
            signer_phone=by.phone, sha256=made.file.sha256,
        )  # fmt: skip
    return made
