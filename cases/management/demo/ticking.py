"""Checklists that an enterprise has ticked: one is shown to the agent of a running case, one is still its own."""

from django.utils import timezone

from cases import ticks
from cases.actions import checklists as lists
from cases.management.demo.clock import acting_on
from cases.management.demo.people import Cast
from cases.models import Case, TickedList
from cases.queries import calendars, checklists

PERMIT = "C05"


def build(cast: Cast, running: Case) -> None:
    """Of the category of the case, two papers in three ticked and shared; of the construction permit, half, for oneself."""
    with acting_on(calendars.current().previous_workday(timezone.localdate()), 16):
        kept = _keep(running.project.category.code, (2, 3), cast, running)
        lists.share(kept, running, by=cast.wang)
        _keep(PERMIT, (1, 2), cast, running)


def _keep(code: str, share: tuple[int, int], cast: Cast, case: Case) -> TickedList:
    sheet = checklists.read(code)
    assert sheet is not None  # shipped with the catalogue
    lines = [line for part in sheet.parts if part.taken for line in part.lines]
    some, of = share
    have = frozenset(line.code for place, line in enumerate(lines) if place % of < some)
    return lists.save(code, ticks.write(ticks.Ticks(have)), by=cast.wang, enterprise=case.enterprise)
