"""Whether a roadmap still covers the items of its case, and the days on which somebody works on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from cases import transitions
from cases.enums import Action, ItemStatus
from cases.models import CaseItem, Plan
from cases.queries import roadmap


@dataclass(frozen=True)
class Coverage:
    """Items that came in or were taken out since the roadmap was set, and the day on which the service went on after a rest."""

    added: list[CaseItem]
    left: list[CaseItem]
    resumed: date | None = None

    @property
    def complete(self) -> bool:
        return not self.added and not self.left and self.resumed is None


def of(plan: Plan, items: Sequence[CaseItem] | None = None) -> Coverage:
    """What the roadmap lacks, and what it shows although it is no longer part of the service; in the order of the catalogue.

    ``items``: every item of the case, if the caller has them; the rows of the plan and the suspensions are at hand then too.
    """
    if items is None:
        planned = set(plan.rows.values_list("case_item_id", flat=True))
        items = list(plan.case.items.select_related("item"))
    else:
        planned = {row.case_item_id for row in roadmap.plan_rows(plan, items)}
    rows = [row for row in items if row.status != ItemStatus.PROPOSED]
    return Coverage(
        added=[row for row in rows if row.pk not in planned and row.status not in transitions.ITEM_DONE],
        left=[row for row in rows if row.pk in planned and row.status == ItemStatus.DROPPED],
        resumed=_resumed(plan),
    )


def _resumed(plan: Plan) -> date | None:
    """The day on which the service last went on, if that was after the roadmap was set and days were lost."""
    if not any(row.end and row.end > row.start for row in plan.case.suspensions.all()):
        return None
    rested = plan.case.suspensions.filter(end__gt=F("start"), resumption__issued_at__gt=plan.made_at)
    return rested.order_by("-end").values_list("end", flat=True).first()


def owed(plan: Plan, items: Sequence[CaseItem] | None = None) -> Coverage | None:
    """The same, as long as a roadmap can still be set for the case; None when it covers everything or is no longer of use."""
    if transitions.step(plan.case.status, Action.SET_PLAN) is None:
        return None
    found = of(plan, items)
    return None if found.complete else found
