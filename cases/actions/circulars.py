"""Notices of praise (通报表扬) and criticism (通报曝光): written, approved by another person, issued, withdrawn (W-095, P-092)."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, fields

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import findings, permissions
from cases.actions import alert_ends, moves, notices, numbers, rowsteps
from cases.actions.rowsteps import Step
from cases.documents import circular as form
from cases.documents.render import Rendered
from cases.enums_findings import Audience, CircularAct, CircularKind, CircularStatus
from cases.enums_ladder import Watch
from cases.exceptions import BadInput, CaseError, NotAllowed, Stale
from cases.listwords import listed
from cases.models import Circular, CircularStep, Finding, Region, Unit, User
from cases.queries import circulars as readers
from cases.queries import people

LETTERS = {CircularKind.PRAISE: "TB", CircularKind.CRITICISM: "TP"}  # 通报表扬、通报批评
A = CircularAct


@dataclass(frozen=True)
class Facts:
    """What a notice says and about whom. ``names_person``: the person may be named in it."""

    kind: str
    audience: str
    region: Region
    unit: Unit
    title: str
    text: str
    finding: Finding | None = None
    person: User | None = None
    names_person: bool = False


def write(facts: Facts, *, by: User) -> Circular:
    """A draft; whoever may approve it is told."""
    if not permissions.looks_over(by, facts.region):
        raise NotAllowed(_("Notices are written by those who look over the place."))
    with transaction.atomic():
        row = Circular(written_by=by, written_at=timezone.now())
        _fill(row, facts, by)
        row.save()
        _log(row, A.WRITE, by)
        _tell_approvers(row)
    return row


def change(circular: Circular, facts: Facts, *, by: User) -> Circular:
    """Write the draft anew; whoever may approve it is told again when it had come back."""
    with step(circular, A.CHANGE, by=by) as now:
        returned = now.old == CircularStatus.RETURNED
        _fill(now.row, facts, by)
        if returned:
            _tell_approvers(now.row)
    return circular


def _fill(row: Circular, facts: Facts, by: User) -> None:
    for one in fields(facts):
        value = getattr(facts, one.name)
        setattr(row, one.name, value.strip() if isinstance(value, str) else value)
    _check(row)
    if row.finding and not readers.bases(by).filter(pk=row.finding.pk).exists():
        raise BadInput(_("Criticism rests on a confirmed finding."), field="finding")


def _check(row: Circular) -> None:
    """What must hold of a draft, and again on the day it is issued."""
    if row.kind not in CircularKind.values or row.audience not in Audience.values:
        raise BadInput(_("Choose what kind of notice it is and who reads it."), field="kind")
    if not row.title:
        raise BadInput(_("Give it a title."), field="title")
    if not row.text:
        raise BadInput(_("Say what happened."), field="text")
    if row.kind == CircularKind.CRITICISM and row.finding is None:
        raise BadInput(_("Criticism rests on a confirmed finding."), field="finding")
    if row.kind == CircularKind.PRAISE and row.finding:
        raise BadInput(_("Praise rests on no finding of misconduct."), field="finding")
    if row.finding and row.finding.unit_id != row.unit_id:
        raise BadInput(_("The finding is about another unit."), field="unit")
    if not row.region.holds(row.unit.region):
        raise BadInput(_("The unit does not belong to this place."), field="unit")
    if row.names_person and row.person is None:
        raise BadInput(_("Choose the person who is named."), field="person")
    if row.person and not people.in_posts(row.unit).filter(pk=row.person.pk).exists():
        raise BadInput(_("The person holds no post in this unit."), field="person")
    unsaid = readers.unsaid(row) if row.audience == Audience.PUBLIC else []
    if unsaid:
        raise BadInput(_("A public notice must not say: %(what)s") % {"what": listed(unsaid)}, field="text")


def step(circular: Circular, act: CircularAct, *, by: User) -> AbstractContextManager[Step[Circular]]:
    """One act on a notice; see ``rowsteps.step``."""
    return rowsteps.step(COURSE, circular, act, by=by)


def _log(row: Circular, act: CircularAct, by: User, text: str = "") -> None:
    CircularStep.objects.create(circular=row, act=act, by=by, at=timezone.now(), text=text)


COURSE = rowsteps.Course(
    parts=readers.PARTS,
    target=findings.circular_step,
    may=permissions.may_on_circular,
    impossible=readers.IMPOSSIBLE,
    refusal=readers.barred,
    log=lambda now, act, by: _log(now.row, act, by, now.text),
)


def _unchanged(row: Circular, read: Circular, seen: str | None) -> None:
    """The locked row says what was read: ``seen`` is its ``queries.circulars.wording``; without it, what ``read`` says."""
    if readers.wording(row) != (readers.wording(read) if seen is None else seen):
        raise Stale(_("The notice was changed meanwhile. Read it again."))


def approve(circular: Circular, *, by: User, seen: str | None = None) -> Circular:
    """Another person agrees to what he has read (``seen``), also that a person is named: it gets its number and goes out."""
    with transaction.atomic():
        _issue(circular, by, seen)
        if circular.audience == Audience.PUBLIC:
            alert_ends.another(Watch.CIRCULAR)
    return circular


def _issue(circular: Circular, by: User, seen: str | None) -> None:
    with step(circular, A.APPROVE, by=by) as now:
        row = now.row
        _unchanged(row, circular, seen)
        _check(row)
        if row.finding and row.finding.status not in findings.STANDS:
            raise CaseError(_("The finding does not stand."))
        row.number = numbers.document_number(
            LETTERS[CircularKind(row.kind)], row.region.code, timezone.localdate().year
        )
        row.approved_by, row.issued_at, now.text = by, timezone.now(), row.number
        told = {
            user.pk: user
            for user in [*people.of_units([row.unit]), row.written_by, *([row.person] if row.person else [])]
        }
        told.pop(by.pk, None)
        notices.owe(told.values(), "circular_issued", None, _facts(row))


def send_back(circular: Circular, *, reason: str, by: User, seen: str | None = None) -> Circular:
    """The writer has to change what was read (``seen``), for this reason."""
    if not reason.strip():
        raise BadInput(_("Say what has to be changed."), field="reason")
    with step(circular, A.SEND_BACK, by=by) as now:
        _unchanged(now.row, circular, seen)
        now.text = reason.strip()
        notices.owe([now.row.written_by], "circular_returned", None, _facts(now.row) | {"reason": now.text[:200]})
    return circular


def withdraw(circular: Circular, *, reason: str, by: User) -> Circular:
    """It no longer stands: the portal says only that it was withdrawn; what it said stays on record."""
    if not reason.strip():
        raise BadInput(_("Say why the notice is withdrawn."), field="reason")
    with step(circular, A.WITHDRAW, by=by) as now:
        row = now.row
        row.withdrawn_at, row.withdrawn_why, now.text = timezone.now(), reason.strip()[:300], reason.strip()
        if now.old == CircularStatus.ISSUED:
            told = {user.pk: user for user in [*people.of_units([row.unit]), row.written_by] if user.pk != by.pk}
            notices.owe(told.values(), "circular_withdrawn", None, _facts(row) | {"reason": row.withdrawn_why[:200]})
    return circular


def _facts(row: Circular) -> dict[str, str]:
    opens = f"praise-and-criticism/{row.pk}"
    return {"circular": row.number or "", "title": row.title, "kind": row.kind, "unit": row.unit.code, "opens": opens}


def _tell_approvers(row: Circular) -> None:
    notices.owe(readers.approvers(row), "circular_to_approve", None, _facts(row))
    moves.wake()


def print_it(circular: Circular) -> Rendered:
    """The notice as a sheet, from what stands on record; the same bytes every time."""
    if circular.number is None or circular.issued_at is None:
        raise CaseError(_("This notice is not issued yet."))
    data = form.Circular(
        number=circular.number, kind=str(circular.kind), public=circular.audience == Audience.PUBLIC, region=circular.region.name_zh,
        unit=circular.unit.name_zh, person=circular.person.name if circular.person and circular.names_person else "",
        title=circular.title, text=circular.text, finding=circular.finding.number if circular.finding else "",
        issued_at=timezone.localdate(circular.issued_at),
        withdrawn_at=timezone.localdate(circular.withdrawn_at) if circular.withdrawn_at else None,
    )  # fmt: skip
    return form.circular(data)
