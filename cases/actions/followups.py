"""Follow-up visits: owed some working days after the end, asked by whatever way, printed (P-070); call-backs the same (C.5)."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import worktime
from cases.actions import dates, moves, paper_data, papers
from cases.documents import followup as form
from cases.enums import Action, DocumentKind
from cases.enums_finish import FollowUpKind, FollowUpOutcome, FollowUpWay, RectificationStatus, StepKind
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import Case, FollowUp, IssuedDocument, Rectification, User
from cases.queries import aftercare, calendars, people

TOLD = 200
WAYS = {FollowUpWay.PHONE: "电话回访", FollowUpWay.VISIT: "上门回访", FollowUpWay.ONLINE: "线上回访"}
OUTCOMES = {FollowUpOutcome.SETTLED: "无遗留问题", FollowUpOutcome.LEFT: "有待跟进事项"}


@dataclass(frozen=True)
class Answer:
    """Who was asked, when, by which way, and what was said."""

    way: str
    on: date
    person: str
    said: str
    outcome: str
    left: str = ""


def owe(case: Case) -> FollowUp:
    """The case is finished: the visit is owed in so many working days of the scheme."""
    days, now = case.term("follow_up_wd"), timezone.now()
    due = worktime.due(timezone.localdate(now), days, "wd", calendars.current()).date
    made, _new = FollowUp.objects.get_or_create(
        case=case, kind=FollowUpKind.CLOSING, defaults={"owed_at": now, "days": days, "due": due}
    )
    return made


def record(case: Case, answer: Answer, *, call_back: bool = False, by: User, version: int | None = None) -> FollowUp:
    """What the enterprise said; the record is printed. What is left to do is told to the agency and its heads."""
    _check(answer)
    with moves.turn(case, Action.CALL_BACK if call_back else Action.FOLLOW_UP, by=by, version=version) as turn:
        if case.closed_at and answer.on < timezone.localdate(case.closed_at):
            raise BadInput(_("The case was finished later than this day."), field="on")
        row = _call(turn.case, answer, by) if call_back else _visit(turn.case)
        for name in ("way", "on", "outcome"):
            setattr(row, name, getattr(answer, name))
        row.person, row.said, row.left = answer.person.strip()[:60], answer.said.strip(), answer.left.strip()[:500]
        row.by, row.at = by, timezone.now()
        row.document = _print(turn.case, row, by)
        row.save()
        number = row.document.number
        turn.note(follow_up=row.kind, on=row.on, outcome=row.outcome, document=number)
        if row.rectification:
            turn.tell(aftercare.who_checks(row.rectification), "rectification_called", author=by.name, document=number)
        if row.outcome == FollowUpOutcome.LEFT:
            told = [*people.of_agency(turn.case), *people.chiefs(turn.case)]
            turn.tell(dict.fromkeys(told), "follow_up_left", document=number, text=row.left[:TOLD], author=by.name)
    return row


def _check(answer: Answer) -> None:
    if answer.way not in FollowUpWay.values:
        raise BadInput(_("Choose by which way it was asked."), field="way")
    if answer.outcome not in FollowUpOutcome.values:
        raise BadInput(_("Choose the outcome."), field="outcome")
    if not answer.person.strip():
        raise BadInput(_("Name whom you asked."), field="person")
    if not answer.said.strip():
        raise BadInput(_("Write down what the enterprise said; nothing is filled in for silence."), field="said")
    if answer.outcome == FollowUpOutcome.LEFT and not answer.left.strip():
        raise BadInput(_("Say what is left to do."), field="left")
    dates.refuse_far(answer.on, "on")
    if answer.on > timezone.localdate():
        raise BadInput(_("Something that has happened cannot lie in the future."), field="on")


def _visit(case: Case) -> FollowUp:
    """The visit that is owed; of a case that was closed before visits were kept, a new one."""
    row = FollowUp.objects.select_for_update().filter(case=case, kind=FollowUpKind.CLOSING).first()
    if row and row.on:
        raise CaseError(_("The follow-up visit of this case is on record already."))
    return row or FollowUp(case=case, kind=FollowUpKind.CLOSING, owed_at=timezone.now())


def _call(case: Case, answer: Answer, by: User) -> FollowUp:
    """After the reply of a rectification that is not closed, by somebody who had no part in it; then it is checked (C.5)."""
    row = Rectification.objects.select_for_update().filter(case=case).first()
    if row is None or row.status == RectificationStatus.CLOSED:
        raise CaseError(_("There is no rectification that waits for a call-back."))
    if not aftercare.may_call_back(by, row):
        words = _(
            "Whoever served the enterprise or had a part in putting it right does not call the enterprise back. Who can: %(names)s."
        )
        raise NotAllowed(words % people.named(aftercare.who_calls_back(row)))
    reply = row.steps.filter(kind=StepKind.REPLY).last()
    if reply is None:
        raise CaseError(_("Answer the enterprise first; then call it back."))
    if answer.on < timezone.localdate(reply.at):
        raise BadInput(_("The call-back comes after the reply."), field="on")
    row.status = RectificationStatus.CALLED
    row.save(update_fields=["status"])
    return FollowUp(case=case, kind=FollowUpKind.CALL_BACK, rectification=row, owed_at=timezone.now())


def _print(case: Case, row: FollowUp, by: User) -> IssuedDocument:
    today = timezone.localdate()
    number = papers.take_number(case, DocumentKind.FOLLOW_UP)
    data = form.FollowUpRecord(
        number=number,
        case_number=case.number or "",
        project=paper_data.facts(case),
        unit=case.handling_unit.name_zh,
        occasion="办结回访" if row.kind == FollowUpKind.CLOSING else "整改回访",
        way=WAYS[FollowUpWay(row.way)],
        on=row.on or today,
        person=row.person,
        asked_by=by.name,
        said=row.said,
        outcome=OUTCOMES[FollowUpOutcome(row.outcome)],
        left=row.left,
        issued_at=today,
        agent_signature=paper_data.signed_by(by, today),
    )
    made = papers.issue(case, DocumentKind.FOLLOW_UP, number, form.follow_up(data), data, by=by)
    papers.sign_for_agency(made, by)
    return made
