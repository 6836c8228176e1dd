"""Words on a case: internal notes, and messages between the enterprise and the service."""

from django.utils.translation import gettext as _

from cases.actions import moves
from cases.enums import Action
from cases.exceptions import BadInput
from cases.models import Case, Note, User


def write(case: Case, *, text: str, internal: bool, by: User) -> Note:
    """Write; a message tells the other side."""
    if not text.strip():
        raise BadInput(_("Write something first."), field="text")
    action = Action.COMMENT if internal else Action.MESSAGE
    with moves.turn(case, action, by=by) as turn:
        made = Note.objects.create(case=turn.case, author=by, text=text.strip(), internal=internal)
        turn.public = not internal
        if not internal:
            if by.member_of.get(case.enterprise_id):
                turn.tell_agency("message", author=by.name, text=text.strip()[:200])
            else:
                turn.tell_enterprise("message", author=by.name, text=text.strip()[:200])
    return made
