"""The only writer of a case's status. Every act on a case goes through ``turn`` and has the same five beats.

Atomic; permission and table asked under the lock; compare and set on ``version``; one event with old and new; messages owed.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases import paperwords, permissions, transitions
from cases.actions import alert_ends, events, jobs, notices, transfer_team
from cases.enums import Action, CaseStatus, JobKind, JobState
from cases.exceptions import NotAllowed, Stale, StepNotAllowed
from cases.models import Case, CaseItem, Job, Transfer, User
from cases.queries import deadlines, people
from cases.worktime import WorkCalendar

# Not worth a new package every day: whatever follows them brings them along.
UNFILED = frozenset({Action.URGE, Action.ACKNOWLEDGE})
_pokes: list[Callable[[], None]] = []


def poke_after_commit(poke: Callable[[], None]) -> None:
    """Register what wakes the mail worker (``tasks`` does, so that actions need not know huey)."""
    _pokes.append(poke)


def wake() -> None:
    """Wake the mail worker once what is owed stands in the database."""
    for poke in _pokes:
        transaction.on_commit(poke)


@dataclass
class Turn:
    """What one act changes: the locked case, columns to set, what the log says, whom to tell."""

    case: Case
    step: transitions.Step
    action: Action
    fields: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    public: bool = True
    target: str = ""
    told: list[tuple[list[User], str, dict[str, Any]]] = field(default_factory=list)
    afterwards: list[Callable[["Turn"], None]] = field(default_factory=list)

    def set(self, **columns: Any) -> None:
        """Columns of the case written together with the status."""
        self.fields |= columns

    def note(self, **facts: Any) -> None:
        """Facts for the log."""
        self.data |= facts

    def tell(self, recipients: Iterable[User], kind: str, **data: Any) -> None:
        """Owe a message."""
        self.told.append((list(recipients), kind, data))

    def tell_enterprise(self, kind: str, **data: Any) -> None:
        self.tell(people.of_enterprise(self.case), kind, **data)

    def tell_agency(self, kind: str, **data: Any) -> None:
        self.tell(people.of_agency(self.case), kind, **data)

    def look(self, afterwards: Callable[["Turn"], None]) -> None:
        """Call this once when everything of the act stands, however many of its parts ask for it."""
        if afterwards not in self.afterwards:
            self.afterwards.append(afterwards)

    def stay(self) -> None:
        """The step does not leave its status yet (the other side still has to act)."""
        self.target = self.case.status


def _refuse(
    case: Case, action: Action, version: int | None, user: User | None, item: CaseItem | Transfer | None, asked: bool
) -> transitions.Step:
    if version is not None and version != case.version:
        raise Stale(
            _(
                "Somebody else changed this case while you were working on it. "
                "What you typed is kept: check it against the new state and send it again."
            )
        )
    said = paperwords.act(action, case.scheme.agreement_kind)
    step = transitions.step(case.status, action)
    if step is None or not permissions.in_scheme(step, case):
        raise StepNotAllowed(
            _("“%(action)s” is not possible while the case is “%(status)s”.")
            % {"action": said, "status": case.get_status_display()}
        )
    if user is not None and not asked and not permissions.may(user, action, case, item):
        raise NotAllowed(_("“%(action)s” belongs to %(who)s.") % {"action": said, "who": step.who.label})
    return step


@contextmanager
def turn(
    case: Case,
    action: Action,
    *,
    by: User | None,
    version: int | None = None,
    item: CaseItem | Transfer | None = None,
    asked: bool = False,
) -> Iterator[Turn]:
    """Lock, check, let the caller change, then write status, version, event and messages. Any refusal undoes all.

    ``by=None`` means the clock, which may do whatever the table allows. ``asked``: the caller has asked for another
    permission than the table's (the agency completes a signature that the enterprise began on paper).
    """
    with transaction.atomic():
        locked = (
            Case.objects.select_for_update(of=("self",)).select_related("scheme", "project", "region").get(pk=case.pk)
        )
        step = _refuse(locked, action, version, by, item, asked)
        current = Turn(locked, step, action)
        yield current
        for look in current.afterwards:
            look(current)
        _write(current, by)
    case.refresh_from_db()
    wake()


def _write(turn: Turn, by: User | None) -> None:
    case, old = turn.case, turn.case.status
    new = turn.target or (case.suspended_from if turn.step.target is None else turn.step.target)
    columns = turn.fields | {"status": new, "version": case.version + 1}
    if CaseStatus.SUSPENDED in (old, new) and old != new:
        columns["suspended_from"] = old if new == CaseStatus.SUSPENDED else ""
    if not Case.objects.filter(pk=case.pk, version=case.version, status=old).update(**columns):
        raise Stale(_("Somebody else changed this case at the same moment. Nothing was saved; look at it again."))
    case.refresh_from_db()
    if new in transitions.FINAL and new != old:
        transfer_team.close_with(case)
    events.record(case, turn.action, by=by, old=old, new=new, data=turn.data, public=turn.public)
    if new == CaseStatus.ARCHIVED and turn.action not in UNFILED:
        pack_anew(case, by)
    keep_next_due(case)  # reads events, so it comes after this one
    alert_ends.settle(case)
    for recipients, kind, data in turn.told:
        told = [user for user in recipients if by is None or user.pk != by.pk]
        # What the clock says can wait for the rest of what it says; what a person did is told at once.
        notices.owe(told, kind, case, data, gather=by is None)


def pack_anew(case: Case, by: User | None) -> None:
    """What is archived has its package made, and made anew after every later act; one that waits already will tell this too."""
    if not Job.objects.filter(kind=JobKind.ARCHIVE_PACKAGE, state=JobState.WAITING, data__case=case.pk).exists():
        jobs.start(JobKind.ARCHIVE_PACKAGE, {"case": case.pk}, by=by)


def keep_next_due(case: Case, cal: WorkCalendar | None = None) -> bool:
    """Write the soonest open date beside the case; whether it is another one than before."""
    found = deadlines.next_for(case, cal)
    date, what = (found.date, found.what) if found else (None, "")
    if (case.next_due, case.next_what) == (date, what):
        return False
    Case.objects.filter(pk=case.pk).update(next_due=date, next_what=what)
    return True
