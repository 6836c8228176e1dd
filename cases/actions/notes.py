"""Words on a case: internal notes, and messages between the enterprise and the service."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import worktime
from cases.actions import moves
from cases.enums import Action
from cases.exceptions import BadInput, CaseError
from cases.models import Case, Note, User
from cases.queries import calendars


def write(case: Case, *, text: str, internal: bool, by: User) -> Note:
    """Write; a message tells the other side.

    What the enterprise writes is to be answered within the scheme's days (P-072); a message of the service answers it.
    """
    if not text.strip():
        raise BadInput(_("Write something first."), field="text")
    action = Action.COMMENT if internal else Action.MESSAGE
    with moves.turn(case, action, by=by) as turn:
        theirs = not internal and case.enterprise_id in by.member_of
        made = Note.objects.create(
            case=turn.case,
            author=by,
            text=text.strip(),
            internal=internal,
            due=answer_by(turn.case) if theirs else None,
        )
        turn.public = not internal
        if theirs:
            turn.tell_agency("message", author=by.name, text=text.strip()[:200])
        elif not internal:
            open_enquiries(turn.case).update(answered_at=timezone.now(), answer=made)
            turn.tell_enterprise("message", author=by.name, text=text.strip()[:200])
    return made


def take_enquiry(case: Case, *, text: str, hotline: str, on: date, by: User) -> Note:
    """An enquiry that came in by the 12345 hotline (W-061): owed an answer like one that the enterprise wrote here."""
    if not text.strip():
        raise BadInput(_("Write something first."), field="text")
    if on > timezone.localdate():
        raise BadInput(_("Something that has happened cannot lie in the future."), field="on")
    with moves.turn(case, Action.MESSAGE, by=by) as turn:
        made = Note.objects.create(
            case=turn.case, author=by, text=text.strip(), internal=False, hotline=hotline, due=answer_by(turn.case, on)
        )
        turn.note(hotline=hotline)
        turn.tell_agency("message", author="12345", text=text.strip()[:200])
    return made


def open_enquiries(case: Case) -> QuerySet[Note]:
    """What the enterprise asked and nobody answered."""
    return Note.objects.filter(case=case, due__isnull=False, answered_at__isnull=True)


def answer_by(case: Case, asked: date | None = None) -> date:
    """The day by which an enquiry is answered."""
    return worktime.due(asked or timezone.localdate(), case.term("answer_wd"), "wd", calendars.current()).date


def close_enquiry(note: Note, *, why: str, by: User) -> Note:
    """A message that needs no answer (a word of thanks, something settled by telephone): say why."""
    if not why.strip():
        raise BadInput(_("Say why no answer is needed, or how it was given."), field="why")
    with moves.turn(note.case, Action.COMMENT, by=by) as turn:
        if (
            not open_enquiries(turn.case)
            .filter(pk=note.pk)
            .update(answered_at=timezone.now(), settled=why.strip()[:500])
        ):
            raise CaseError(_("This enquiry has been answered already."))
        turn.public = False
        turn.note(reason=why.strip())
    note.refresh_from_db()
    return note


def tell_progress(case: Case, *, text: str, by: User, version: int | None = None) -> Note:
    """The regular account of the progress (P-072): the enterprise reads it on its page and gets it by mail."""
    if not text.strip():
        raise BadInput(_("Write something first."), field="text")
    with moves.turn(case, Action.TELL_PROGRESS, by=by, version=version) as turn:
        made = Note.objects.create(case=turn.case, author=by, text=text.strip(), internal=False, progress=True)
        turn.tell_enterprise("progress", text=text.strip())
    return made
