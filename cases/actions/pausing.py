"""Suspension with its form, resumption, termination: of the agency's service, never of approvals already filed (P-073)."""

from datetime import date

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.actions import dates, finishing, moves, paper_data, papers
from cases.daywords import date_words
from cases.documents import resumption as resumption_form
from cases.documents import suspension as suspension_form
from cases.enums import Action, DocumentKind, SuspensionGround
from cases.exceptions import BadInput, CaseError
from cases.listwords import listed
from cases.models import Case, Suspension, User
from cases.queries import fees
from cases.transitions import ITEM_DONE


def suspend(
    case: Case,
    *,
    ground: str,
    explanation: str,
    start: date,
    expected_end: date | None = None,
    tried: str = "",
    by: User,
    version: int | None = None,
) -> Suspension:
    """Suspend on one of the five grounds or another; 《代办服务中止单》 goes to the enterprise for its signature (P-074).

    ``tried``: what was done to avoid it; only where the enterprise itself asks for it nothing has to be tried.
    """
    _check(ground, explanation, start, expected_end, tried)
    with moves.turn(case, Action.SUSPEND, by=by, version=version) as turn:
        _check_start(turn.case, start)
        with translation.override("zh-hans"):
            words = str(SuspensionGround(ground).label) if ground != SuspensionGround.OTHER else ""
        annex, keeper = paper_data.form_words(turn.case, suspension_form.ANNEX)
        data = suspension_form.Suspension(
            project=paper_data.facts(turn.case),
            ground=words or explanation.strip(),
            explanation=explanation.strip() if words else "",
            suspended_on=start,
            issued_at=timezone.localdate(),
            annex=annex,
            keeper=keeper,
            agent_signature=paper_data.signed_by(by, timezone.localdate()),
            unit_signature=paper_data.unit_seal(turn.case, timezone.localdate()),
        )
        number = papers.take_number(turn.case, DocumentKind.SUSPENSION)
        document = papers.issue(
            turn.case, DocumentKind.SUSPENSION, number, suspension_form.suspension(data), data, by=by
        )
        papers.sign_for_agency(document, by)
        made = Suspension.objects.create(
            case=turn.case, ground=ground, explanation=explanation.strip(), tried=tried.strip(), start=start,
            expected_end=expected_end, document=document, by=by,
        )  # fmt: skip
        turn.note(ground=ground, explanation=explanation.strip(), start=start, document=number)
        turn.tell_enterprise("suspended", ground=ground, explanation=explanation.strip(), document=number)
        turn.tell_agency("suspended", ground=ground, explanation=explanation.strip(), document=number)
    return made


def _check(ground: str, explanation: str, start: date, expected_end: date | None, tried: str) -> None:
    if not explanation.strip():
        raise BadInput(_("Explain the ground: it is printed on the form."), field="explanation")
    if ground != SuspensionGround.ASKED and not tried.strip():
        raise BadInput(_("Say what was tried before: a suspension is the last resort."), field="tried")
    if start > timezone.localdate():
        raise BadInput(_("A suspension starts today or did so before."), field="start")
    if expected_end is not None and expected_end <= start:
        raise BadInput(_("The expected end must lie after the start."), field="expected_end")
    dates.refuse_far(expected_end, "expected_end")


def _check_start(case: Case, start: date) -> None:
    """Not before the agreement was signed, nor inside the last suspension."""
    if case.signed_at and start < paper_data.local(case.signed_at).date():
        raise BadInput(_("The service cannot have been suspended before the agreement was signed."), field="start")
    last = case.suspensions.exclude(end=None).order_by("-end").first()
    if last and last.end and start < last.end:
        raise BadInput(
            _("The last suspension ended on %(date)s; the next cannot begin before.") % {"date": date_words(last.end)},
            field="start",
        )


def resume(case: Case, *, on: date, by: User, version: int | None = None) -> Suspension:
    """Go on where the service stopped, with 《续办委托书》, which goes to the enterprise for its signature (domain A.3-4)."""
    if on > timezone.localdate():
        raise BadInput(_("Record the resumption on the day itself or later."), field="on")
    with moves.turn(case, Action.RESUME, by=by, version=version) as turn:
        pause = turn.case.suspensions.select_for_update(of=("self",)).get(end__isnull=True)
        if on < pause.start:
            raise BadInput(_("The service cannot resume before it was suspended."), field="on")
        _refuse_unpaid(turn.case, pause)
        number = papers.take_number(turn.case, DocumentKind.RESUMPTION)
        with translation.override("zh-hans"):
            ground = str(pause.get_ground_display())
        data = resumption_form.Resumption(
            number=number,
            project=paper_data.facts(turn.case),
            centre=paper_data.centre(turn.case),
            chief_agent=by.name,
            suspended_on=pause.start,
            ground=ground,
            resumed_on=on,
            contents=tuple(
                row.item.name_zh for row in turn.case.items.select_related("item") if row.status not in ITEM_DONE
            ),
            issued_at=timezone.localdate(),
            keeper=paper_data.form_words(turn.case)[1],
            agent_signature=paper_data.signed_by(by, timezone.localdate()),
            unit_signature=paper_data.unit_seal(turn.case, timezone.localdate()),
        )
        pause.resumption = papers.issue(
            turn.case, DocumentKind.RESUMPTION, number, resumption_form.resumption(data), data, by=by
        )
        papers.sign_for_agency(pause.resumption, by)
        pause.end, pause.resumed_by = on, by
        pause.save(update_fields=["end", "resumed_by", "resumption"])
        turn.note(on=on, document=number)
        turn.tell_enterprise("resumed", document=number)
        turn.tell_agency("resumed", document=number)
    return pause


def _refuse_unpaid(case: Case, pause: Suspension) -> None:
    """A pause for charges that were not paid ends when they are: the form says that its ground is gone (P-073)."""
    if pause.ground != SuspensionGround.UNPAID:
        return
    late = [
        line.fee for line in fees.lines(case) if line.owed and line.fee.due and line.fee.due <= timezone.localdate()
    ]
    if late:
        said = {"charges": listed(fee.name for fee in late)}
        raise CaseError(_("Not paid yet: %(charges)s. Record the payment first, then resume the service.") % said)


def terminate(case: Case, *, reason: str, by: User, version: int | None = None) -> Case:
    """End the service for good, with the reason; the enterprise may apply again."""
    if not reason.strip():
        raise BadInput(_("Give the reason: the enterprise reads it."), field="reason")
    with moves.turn(case, Action.TERMINATE, by=by, version=version) as turn:
        if finishing.undelivered(turn.case):
            raise CaseError(_("Hand over the results that are ready before you terminate the service."))
        turn.case.suspensions.filter(end__isnull=True).update(end=timezone.localdate())
        turn.note(reason=reason.strip())
        turn.tell_enterprise("terminated", reason=reason.strip())
        turn.tell_agency("terminated", reason=reason.strip())
    return case
