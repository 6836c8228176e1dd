"""Steps of rows that are no cases (findings, notices): lock, ask law and permission, let the caller change, write status and log."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cases import worktime
from cases.actions import moves
from cases.exceptions import BadInput, NotAllowed, StepNotAllowed
from cases.models import User
from cases.queries import calendars

R = TypeVar("R", bound=Model)
MOST_DAYS = 30  # working days to answer in


@dataclass
class Step(Generic[R]):
    """What one act changes: the locked row, where it stood, and what the log says."""

    row: R
    old: str
    text: str = ""


@dataclass(frozen=True)
class Course(Generic[R]):
    """How rows of one kind go on. ``parts``: what is read with the row; ``target``: where an act leads from a status, None if
    the law knows no such step; ``impossible``: the sentence then, with %(act)s and %(status)s; ``refusal``: why it is not theirs.
    """

    parts: tuple[str, ...]
    target: Callable[[str, Any], str | None]
    may: Callable[[User, Any, R], bool]
    impossible: str | Promise
    refusal: Callable[[Any, R, User], str]
    log: Callable[[Step[R], Any, User], None]


@contextmanager
def step(course: Course[R], row: R, act: Any, *, by: User) -> Iterator[Step[R]]:
    """The row under its lock if law and posts let ``act`` follow; afterwards it stands where the law says. A refusal undoes all."""
    kind = type(row)._default_manager
    with transaction.atomic():
        locked: Any = kind.select_for_update(of=("self",)).select_related(*course.parts).get(pk=row.pk)
        target = course.target(locked.status, act)
        if target is None:
            said = {"act": act.label, "status": locked.get_status_display()}
            raise StepNotAllowed(str(course.impossible) % said)
        if not course.may(by, act, locked):
            raise NotAllowed(course.refusal(act, locked, by))
        now: Step[R] = Step(locked, locked.status)
        locked.status = target
        yield now
        locked.save()
        course.log(now, act, by)
    row.refresh_from_db()
    moves.wake()


def said(words: str, sentence: str, field: str) -> str:
    """What somebody wrote, without the blanks around it; refused with ``sentence`` at ``field`` where it is nothing."""
    if not words.strip():
        raise BadInput(sentence, field=field)
    return words.strip()


def answer_due(days: int) -> date:
    """The day by which a unit answers that is asked today, ``days`` working days on."""
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(_("Between 1 and %(most)s working days.") % {"most": MOST_DAYS}, field="days")
    return worktime.due(timezone.localdate(), days, "wd", calendars.current()).date
