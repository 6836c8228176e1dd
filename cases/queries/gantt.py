"""The rows of the roadmap's chart: plan, first plan, what really happened, pauses, milestones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import BLZT, ItemStatus
from cases.models import CaseItem, Plan, PlanRow, Suspension
from cases.queries import clocks, lamps, roadmap, works
from cases.queries import milestones as days
from cases.scheduling import Schedule, Slot
from cases.transitions import ITEM_DONE
from cases.worktime import Pause


@dataclass(frozen=True)
class GanttRow:
    """A bar of the chart: an item, or a milestone whose day is ``end`` (``plan_end``: as the plan has it).

    ``why``: the facts behind the lamp of what is at hand.
    ``now_start``, ``now_end``: as things stand, where that is not as planned; ``now_waits``: what it has no day for.
    """

    code: str
    label: str
    group: str
    start: date | None
    end: date | None
    done: bool
    critical: bool
    lamp: str
    why: str = ""
    stage: str = ""
    before: bool = False
    baseline_start: date | None = None
    baseline_end: date | None = None
    actual_start: date | None = None
    actual_end: date | None = None
    now_start: date | None = None
    now_end: date | None = None
    now_waits: str = ""
    plan_end: date | None = None
    range_start: date | None = None
    range_end: date | None = None
    pauses: tuple[Pause, ...] = ()
    waits_for: str = ""
    bound_by: str = ""
    begun: bool = True
    days: int = 0
    slack: int | None = None
    unit: str = ""
    agent: str = ""
    milestone: bool = False
    works: bool = False

    @property
    def title(self) -> str:
        """What the row is called: the code belongs to items only."""
        return self.label if self.works else f"{self.code} {self.label}".strip()

    @property
    def waiting(self) -> str:
        """Why it has no dates, in words."""
        return _("waits for: %(what)s") % {"what": self.waits_for} if self.waits_for else ""

    @property
    def now_waiting(self) -> str:
        """Why it has no day as things stand although the plan has one, in words."""
        said = _("as things stand there is no day: it waits for %(what)s")
        return said % {"what": self.now_waits} if self.now_waits else ""


def event_word(code: str) -> str:
    """An event outside the plan in words: 工程竣工."""
    return {
        roadmap.WORKS_COMPLETED: _("Works completed"),
        roadmap.RESUMED: _("the service goes on"),
    }.get(code, code)


def works_word() -> str:
    """The works as a row among the items."""
    return _("Works")


def first_of(plan: Plan) -> Plan | None:
    """The baseline: the first version, if this is a later one."""
    return plan.case.plans.filter(version=1).first() if plan.version > 1 else None


def rows_for_gantt(plan: Plan, against: Plan | None = None, items: Sequence[CaseItem] | None = None) -> list[GanttRow]:
    """A plan beside its first version (or ``against``), with lamps, facts and pauses from what happened.

    What was taken out of the service since is not drawn as if it were done; ``coverage`` names it. ``items``: every item of
    the case with its unit, as ``catalogue.items_of`` reads them, if the caller has them.
    """
    against = against or first_of(plan)
    base = {row.case_item_id: row for row in against.rows.all()} if against else {}
    every = _rows(plan) if items is None else roadmap.plan_rows(plan, items)
    rows = [row for row in every if row.case_item.status != ItemStatus.DROPPED]
    stops = list(plan.case.suspensions.all())
    found = [_row(plan, row, base.get(row.case_item_id), stops) for row in rows]
    return with_works(found, _works(plan, against))


def _rows(plan: Plan) -> QuerySet[PlanRow]:
    rows = plan.rows.select_related("case_item__item__stage", "case_item__unit", "agent")
    return rows.prefetch_related("case_item__facts")


def stirred(rows: Iterable[GanttRow]) -> bool:
    """Whether anything happened by which a day may move: something late, begun, done or paused. Before, nothing has to be counted."""
    today = timezone.localdate()
    late = ((row.end and row.end < today) or (row.start and row.start < today) for row in rows if not row.done)
    return any(late) or any(row.actual_start or row.pauses or row.done for row in rows)


def as_things_stand(rows: Iterable[GanttRow], now: Schedule) -> list[GanttRow]:
    """The rows with the days that open ones will have by ``now``, where these are others than the plan's."""
    return [row if row.done else _standing(row, now.slots.get(row.code)) for row in rows]


def _standing(row: GanttRow, slot: Slot | None) -> GanttRow:
    if slot is None or slot.end == row.end:
        return row
    if slot.end is None:  # planned once, and without a day now: while the service rests nobody knows it
        return replace(row, now_waits=event_word(slot.waits_for))
    return replace(row, now_start=slot.start, now_end=slot.end)


def with_works(rows: list[GanttRow], works: GanttRow | None) -> list[GanttRow]:
    """The works between the items before them and those that wait for them."""
    if works is None:
        return rows
    later = [row for row in rows if row.start and works.end and row.start >= works.end]
    place = min((rows.index(row) for row in later), default=len(rows))
    return [*rows[:place], works, *rows[place:]]


def works_bar(slot: Slot | None, was: Slot | None) -> GanttRow | None:
    """The works of a schedule over those of another."""
    if slot is None:
        return None
    return GanttRow(
        code=roadmap.WORKS_COMPLETED,
        label=works_word(),
        group=works_word(),
        start=slot.start,
        end=slot.end,
        done=False,
        critical=slot.critical,
        lamp="grey",
        baseline_start=was.start if was else None,
        baseline_end=was.end if was else None,
        bound_by=slot.bound_by or "",
        begun=False,
        days=slot.days,
        works=True,
    )


def _works(plan: Plan, against: Plan | None) -> GanttRow | None:
    """The works as promised, and what really happened of them."""
    if plan.works_start is None or plan.works_completed is None:
        return None
    known = works.of_case(plan.case)
    late = not known.completed and plan.works_completed < timezone.localdate()
    return GanttRow(
        code=roadmap.WORKS_COMPLETED,
        label=works_word(),
        group=works_word(),
        start=plan.works_start,
        end=plan.works_completed,
        done=known.completed is not None,
        critical=plan.works_critical,
        lamp="blue" if known.completed else "red" if late else "green" if known.started else "grey",
        baseline_start=against.works_start if against else None,
        baseline_end=against.works_completed if against else None,
        actual_start=known.started,
        actual_end=known.completed,
        bound_by=plan.works_bound_by,
        begun=known.started is not None,
        days=plan.works_days or 0,
        works=True,
    )


def _row(plan: Plan, row: PlanRow, was: PlanRow | None, stops: Iterable[Suspension]) -> GanttRow:
    item = row.case_item
    done = item.status in ITEM_DONE
    facts = clocks.valid_facts(item)
    return GanttRow(
        code=item.item.code,
        label=item.item.name,
        group=item.item.stage.name,
        stage=item.item.stage.code,
        start=row.start,
        end=row.end,
        done=done,
        critical=row.critical,
        lamp=lamp(item, row.end),
        why="" if done or item.status == ItemStatus.CONFIRMED else why(item, row.end),
        begun=item.status != ItemStatus.CONFIRMED,
        baseline_start=was.start if was else None,
        baseline_end=was.end if was else None,
        actual_start=facts[0].on if facts else None,
        actual_end=(clocks.finished_on(item) or item.done_on) if facts and done else None,
        pauses=pauses(item, row, stops),
        before=item.status == ItemStatus.DONE_BEFORE and row.end is not None and row.end < plan.start,
        waits_for=event_word(row.waits_for),
        bound_by=row.bound_by,
        days=row.days,
        slack=row.slack,
        unit=item.unit.name if item.unit else "",
        agent=row.agent.name if row.agent else "",
    )


def lamp(item: CaseItem, end: date | None) -> str:
    """Red when the planned end has passed, unless the item's own clock stands; otherwise that clock's colour."""
    standing = item.status == ItemStatus.SPECIAL
    if item.status not in ITEM_DONE and not standing and end is not None and end < timezone.localdate():
        return "red"
    return clocks.colour(item)


def why(item: CaseItem, end: date | None) -> str:
    """The sentence behind ``lamp``."""
    clock = clocks.item_clock(item)
    by_plan = clock.lamp.colour != "red" and lamp(item, end) == "red"
    return lamps.why_date(end) if by_plan else clock.why


def pauses(item: CaseItem, row: PlanRow, stops: Iterable[Suspension] = ()) -> tuple[Pause, ...]:
    """Corrections and special procedures of an item, and the service's suspensions while it had not been filed.

    What is filed goes on while the service rests (P-073), so a suspension touches only what the agency still owes.
    """
    facts = clocks.valid_facts(item)
    found = clocks.pairs(facts, BLZT.CORRECTION_START, BLZT.CORRECTION_END, "correction")
    found += clocks.pairs(facts, BLZT.SPECIAL_START, BLZT.SPECIAL_END, "special")
    if row.start and row.end and item.status != ItemStatus.DONE_BEFORE:
        begun = facts[0].on if facts else row.end
        for stop in stops:
            start, end = max(stop.start, row.start), min(stop.end or stop.expected_end or begun, row.end, begun)
            if start <= end:
                found.append(Pause(start, end, "suspension"))
    return tuple(sorted(found, key=lambda pause: pause.start))


def milestones(rows: list[GanttRow]) -> list[GanttRow]:
    """The days that people wait for, and the end, as rows of their own over the items they are read from."""
    by_code = {row.code: row for row in rows}
    known = [(name, by_code[code]) for name, code in days.ITEMS.items() if code in by_code]
    found = [_milestone(row, days.word(name)) for name, row in known]
    ends = [row for row in rows if row.end]
    if ends and not any(row.waits_for for row in rows):
        open_ones = [row for row in ends if not row.done] or ends
        last = max(open_ones, key=lambda row: (row.actual_end if row.done else row.end) or row.end or date.min)
        was = max((row.baseline_end for row in rows if row.baseline_end), default=None)
        now = max((row.now_end or row.end for row in open_ones if row.end), default=None)
        waits = next((row.now_waits for row in open_ones if row.now_waits), "")
        last = replace(last, baseline_end=was, now_end=now if now != last.end else None, now_waits=waits)
        planned = max((row.end for row in ends if row.end), default=None)
        found.append(replace(_milestone(last, days.word(days.END), stage=""), plan_end=planned))
    return found


def _milestone(row: GanttRow, name: str, stage: str | None = None) -> GanttRow:
    return GanttRow(
        code="",
        label=name,
        group=_("Milestones"),
        stage=row.stage if stage is None else stage,
        start=None,
        end=row.actual_end or row.end,
        done=row.done,
        critical=False,
        lamp="",
        baseline_end=row.baseline_end,
        now_end=row.now_end,
        now_waits=row.now_waits,
        plan_end=row.end,
        waits_for=row.waits_for,
        milestone=True,
    )


@dataclass(frozen=True)
class StageLink:
    """A stage that the chart can be narrowed to, with the number of its items."""

    code: str
    label: str
    count: int


def stages_of(rows: list[GanttRow]) -> list[StageLink]:
    """The stages of the rows, in their order."""
    counts: dict[tuple[str, str], int] = {}
    for row in (row for row in rows if not row.works):
        counts[row.stage, row.group] = counts.get((row.stage, row.group), 0) + 1
    return [StageLink(code, label, count) for (code, label), count in counts.items()]


def chart(rows: list[GanttRow], stage: str = "") -> list[GanttRow]:
    """What is drawn: milestones over the items; of one stage only, if it has rows."""
    every = [*milestones(rows), *rows]
    narrowed = [row for row in every if row.stage == stage]
    return narrowed if stage and narrowed else every
