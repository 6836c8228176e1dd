"""The agency looks at an application: correction, acceptance, refusal, the way into the generation review."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import worktime
from cases.actions import dates, moves, paper_data, papers
from cases.actions.projects import EDITABLE, held
from cases.documents import correction as correction_form
from cases.enums import Action, CaseStatus, DocumentKind, Ground
from cases.exceptions import BadInput, CaseError
from cases.models import Case, Correction, CorrectionPoint, IssuedDocument, User
from cases.queries import calendars, eligibility


@dataclass(frozen=True)
class Point:
    """One thing to correct: a field of the project or a material of the case, what and why.

    ``because``: in a second request, how it follows from what was handed in after the first.
    """

    what: str
    why: str
    field: str = ""
    material_id: int | None = None
    because: str = ""


def request_correction(
    case: Case, points: list[Point], *, due: date | None = None, by: User, version: int | None = None
) -> Case:
    """Return for correction: once, complete, with a date (行政许可法 §32). Default: the scheme's working days.

    A second request may name again what the first one named, and something new only with the reason why only now.
    """
    if not points:
        raise BadInput(_("Name at least one thing to correct."), field="points")
    today = timezone.localdate()
    if due is not None and due <= today:
        raise BadInput(_("The date must leave time to correct: choose one after today."), field="due")
    dates.refuse_far(due, "due", years=2)
    with moves.turn(case, Action.REQUEST_CORRECTION, by=by, version=version) as turn:
        last_day = due or worktime.due(today, turn.case.term("correction_days"), "wd", calendars.current()).date
        _refuse_new(turn.case, points)
        made = Correction.objects.create(case=turn.case, requested_by=by, due=last_day)
        for point in points:
            _add_point(turn.case, made, point)
        document = _notice(turn.case, made, by)
        turn.note(due=last_day, points=[point.what for point in points], document=document.number)
        turn.tell_enterprise("correction", due=last_day.isoformat(), points=[point.what for point in points])
    return case


def _refuse_new(case: Case, points: list[Point]) -> None:
    """After the first request nothing new, unless it follows from what was handed in since."""
    named = set(CorrectionPoint.objects.filter(correction__case=case).values_list("field", "material"))
    for point in points if named else ():
        if (point.field, point.material_id) not in named and not point.because.strip():
            raise BadInput(
                _(
                    "“%(what)s” was not named the first time, and everything is told once. "
                    "Name it only if it follows from what was handed in since, and say how."
                )
                % {"what": point.what},
                field="points",
            )


def _add_point(case: Case, made: Correction, point: Point) -> None:
    if not point.why.strip():
        raise BadInput(_("Say why “%(what)s” has to be corrected.") % {"what": point.what}, field="points")
    if point.field and point.field not in EDITABLE:
        raise BadInput(_("The enterprise cannot change “%(what)s”.") % {"what": point.what}, field="points")
    material = None
    if point.material_id is not None:
        material = case.materials.filter(pk=point.material_id).first()
        if material is None:
            raise BadInput(_("This paper does not belong to the case."), field="points")
    if bool(point.field) == bool(material):
        raise BadInput(_("Name a field of the application or a paper for each point."), field="points")
    CorrectionPoint.objects.create(
        correction=made, field=point.field, material=material, what=point.what[:200], why=point.why[:500],
        because=point.because.strip()[:500], held=held(case.project, point.field) if point.field else None,
    )  # fmt: skip


def _notice(case: Case, made: Correction, by: User) -> IssuedDocument:
    number = papers.take_number(case, DocumentKind.CORRECTION)
    today = timezone.localdate()
    data = correction_form.Correction(
        number=number,
        case_number=case.number or "",
        subject="帮代办服务申请",
        project=paper_data.facts(case),
        unit=case.handling_unit.name_zh,
        points=tuple(
            correction_form.CorrectionPoint(what=p.what, why=p.why, because=p.because) for p in made.points.all()
        ),
        due_on=made.due,
        issued_at=today,
        contact=paper_data.contacts(case)[0],
        unit_signature=paper_data.signed_by(by, today),
    )
    return papers.issue(case, DocumentKind.CORRECTION, number, correction_form.correction(data), data, by=by)


def accept(case: Case, *, ground: str, reference: str, by: User, version: int | None = None) -> Case:
    """Accept on a ground of the scheme; under 1+3+N only after the government decided for the project (P-025)."""
    with moves.turn(case, Action.ACCEPT, by=by, version=version) as turn:
        if ground not in turn.case.scheme.grounds:
            raise BadInput(_("This ground does not exist under the scheme of the region."), field="ground")
        if ground in {Ground.MAJOR_LIST, Ground.DECISION} and not reference.strip():
            raise BadInput(_("Name the entry of the list or the decision that this rests on."), field="reference")
        least = turn.case.scheme.min_investment
        if ground == Ground.INVESTMENT and least is not None and turn.case.project.investment < least:
            raise BadInput(_("The investment does not reach the limit of the scheme."), field="ground")
        if turn.case.status == CaseStatus.GENERATION:
            decision = getattr(turn.case, "generation_decision", None)
            if decision is None or not decision.passed:
                raise CaseError(_("The government has not decided for the project yet: record the decision first."))
        # The list may have come since the application did.
        turn.set(list_entry=turn.case.list_entry or eligibility.entry_of(turn.case.project))
        turn.set(accepted_at=timezone.now(), ground=ground, ground_reference=reference.strip())
        turn.note(ground=ground, reference=reference.strip())
        turn.tell_enterprise("accepted")
    return case


def decline(case: Case, *, reason: str, by: User, version: int | None = None) -> Case:
    """Decline with the reason that the enterprise will read."""
    if not reason.strip():
        raise BadInput(_("Give the reason: the enterprise reads it."), field="reason")
    with moves.turn(case, Action.DECLINE, by=by, version=version) as turn:
        turn.note(reason=reason.strip())
        turn.tell_enterprise("declined", reason=reason.strip())
    return case


def open_generation(case: Case, *, by: User, version: int | None = None) -> Case:
    """Send the project to the generation group (P-021)."""
    with moves.turn(case, Action.OPEN_GENERATION, by=by, version=version) as turn:
        turn.tell_enterprise("generation_opened")
    return case
