"""The liaison officer of an enterprise (服务企业专员, W-002), and which cases are pilot projects (W-081)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import moves
from cases.enums import Action
from cases.exceptions import BadInput
from cases.models import Case, User
from cases.queries import people


def name_officer(
    case: Case, *, name: str, unit: str, post: str = "", phone: str, by: User, version: int | None = None
) -> Case:
    """Who of the authorities looks after the enterprise; either side enters it and the other is told."""
    given = {"name": name.strip(), "unit": unit.strip(), "post": post.strip(), "phone": phone.strip()}
    for field in ("name", "unit", "phone"):
        if not given[field]:
            raise BadInput(_("Name the officer with unit and phone."), field=field)
    with moves.turn(case, Action.NAME_OFFICER, by=by, version=version) as turn:
        turn.set(**{f"officer_{field}": value for field, value in given.items()})
        turn.note(officer=given["name"], officer_unit=given["unit"])
        theirs = permissions.is_applicant(by, turn.case)
        others = people.of_agency(turn.case) if theirs else people.of_enterprise(turn.case)
        if turn.case.number:
            turn.tell(others, "officer_named", officer=given["name"], officer_unit=given["unit"], phone=given["phone"])
    return case


def set_pilot(case: Case, *, pilot: bool, reason: str, by: User, version: int | None = None) -> Case:
    """Take the case into the trial, or out of it, with the reason."""
    if not reason.strip():
        raise BadInput(_("Say why: the reason is kept in the log."), field="reason")
    with moves.turn(case, Action.SET_PILOT, by=by, version=version) as turn:
        if pilot == bool(turn.case.pilot_since):
            raise BadInput(_("This is so already."), field="pilot")
        turn.set(pilot_since=timezone.localdate() if pilot else None)
        turn.public = False
        turn.note(pilot=pilot, reason=reason.strip())
    return case
