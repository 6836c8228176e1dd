"""How long items really took: from acceptance to result, special procedures left out, in working days (domain C.10)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from statistics import median_low

from django.db.models import F, Prefetch, Window
from django.db.models.functions import RowNumber

from cases import worktime
from cases.enums import BLZT, ItemStatus
from cases.models import CaseItem, ItemFact
from cases.queries import calendars, clocks

# The last so many of each item: what was long ago says little, and a page has to be quick.
LATEST = 30


@dataclass(frozen=True)
class Taken:
    """Finished items of one kind: their lengths in working days, shortest first."""

    code: str
    days: tuple[int, ...]

    @property
    def count(self) -> int:
        return len(self.days)

    @property
    def median(self) -> int:
        """The middle one; of two middle ones the shorter, so that it is a length that occurred."""
        return median_low(self.days)


def taken(codes: Collection[str]) -> Mapping[str, Taken]:
    """For each item that was ever finished with dated facts, in whatever case: lengths only, nothing of the case is told."""
    rows = (
        CaseItem.objects.filter(
            item__code__in=codes, status__in=(ItemStatus.PASSED, ItemStatus.PASSED_WITH_GAP), done_on__isnull=False
        )
        .annotate(
            age=Window(RowNumber(), partition_by=[F("item_id")], order_by=[F("done_on").desc(), F("pk").desc()]),
        )
        .filter(age__lte=LATEST)
        .select_related("item")
        .prefetch_related(Prefetch("facts", ItemFact.objects.order_by("pk")))
    )
    cal = calendars.current()
    found: dict[str, list[int]] = {}
    for row in rows:
        days = length(row, cal)
        if days is not None:
            found.setdefault(row.item.code, []).append(days)
    return {code: Taken(code, tuple(sorted(days))) for code, days in found.items()}


def length(row: CaseItem, cal: worktime.WorkCalendar) -> int | None:
    """Working days from the last acceptance to the result without special procedures; None without an acceptance."""
    facts = clocks.valid_facts(row)
    accepted = next((fact.on for fact in reversed(facts) if fact.code == BLZT.ACCEPTED), None)
    if accepted is None or row.done_on is None or row.done_on < accepted:
        return None
    pauses = clocks.pairs(facts, BLZT.SPECIAL_START, BLZT.SPECIAL_END, "special")
    return worktime.used(accepted, row.done_on, cal) - worktime.paused_days(pauses, accepted, row.done_on, cal)
