"""Two versions of a roadmap side by side, in words and rows: what moves, which promises break, how the days that count shift."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cases import whatif
from cases.enums import ItemStatus
from cases.models import ApprovalItem, CaseItem, Plan
from cases.queries import calendars, clocks, gantt, milestones, moved, roadmap
from cases.queries import strategies as ways
from cases.queries.milestones import PLANNED_START
from cases.queries.trials import Bench, Trial, saved
from cases.scheduling import Schedule
from cases.transitions import ITEM_DONE
from cases.whatif import Change
from cases.worktime import WorkCalendar, in_working_days


@dataclass(frozen=True)
class Moved:
    """An item whose dates differ; ``days`` signed working days of its end, ``own`` those that this change alone makes.

    None where an end is not known.
    """

    code: str
    name: str
    old_start: date | None
    old_end: date | None
    new_start: date | None
    new_end: date | None
    days: int | None
    own: int | None
    critical: bool


@dataclass(frozen=True)
class Promise:
    """A promised day that is not kept; ``newly``: without the change it is. ``worse``: working days that the change adds."""

    name: str
    promised: date
    old: date | None
    new: date | None
    late_by: int | None
    newly: bool
    worse: int | None = None


@dataclass(frozen=True)
class Day:
    """A milestone: in the old version, as things stand without a change, in the new one; ``own``: made by the change."""

    code: str
    name: str
    old: date | None
    now: date | None
    new: date | None
    days: int | None
    own: int | None


@dataclass(frozen=True)
class Step:
    """An item of a critical path; ``stays``: it is on both."""

    code: str
    name: str
    stays: bool


@dataclass(frozen=True)
class Limit:
    """An item that would take longer than promised, or than the law allows (``legal``), in working days."""

    code: str
    name: str
    days: int
    allowed: int
    legal: bool


@dataclass(frozen=True)
class Lacking:
    """An item that needs what the change leaves out: it is counted as if that were held already."""

    name: str
    needs: list[str]


@dataclass(frozen=True)
class Changed:
    """Everything that a page shows of a change. ``still``: it moves nothing that would not move without it."""

    change: Change
    moved: list[Moved]
    entered: list[str]
    left: list[str]
    broken: list[Promise]
    mended: list[str]
    days: list[Day]
    old_path: list[Step]
    new_path: list[Step]
    bars: list[gantt.GanttRow]
    over: list[Limit] = field(default_factory=list)
    lacking: list[Lacking] = field(default_factory=list)

    still: bool = False

    @property
    def newly(self) -> list[Promise]:
        """What this change breaks, or breaks further."""
        return [one for one in self.broken if one.newly or (one.worse or 0) > 0]

    @property
    def already(self) -> list[Promise]:
        """What is broken without it, as things stand."""
        return [one for one in self.broken if one not in self.newly]


def of_trial(bench: Bench, trial: Trial) -> Changed:
    """What becomes of the roadmap in force if the trial is saved. Without one, everything is new."""
    after = bench.schedule(trial)
    now = after if trial == bench.in_force else bench.schedule(bench.in_force)
    before = saved(bench.plan, bench.plan_rows) if bench.plan else Schedule({}, None, (), (), (), ())
    catalogue = {item.code: item for item in bench.basis.items} | bench.catalogue(trial)
    groups = ways.milestones_of(bench.basis_for(trial))
    return _changed(
        (before, now, after),
        bench.calendar(trial),
        names=_names(catalogue),
        groups=groups,
        promises=_promises(bench, before, groups),
        bars=_bars(catalogue, bench.items, before, after),
        done=_done(bench.items),
        over=list(_over(bench, trial)),
        lacking=_lacking(now, after, _names(catalogue)),
    )


def of_versions(old: Plan, new: Plan, items: Mapping[str, CaseItem]) -> Changed:
    """The difference between two versions as they were set."""
    before, after = saved(old), saved(new)
    catalogue = {code: row.item for code, row in items.items()}
    groups = _groups(catalogue)
    day = {name: moved.last(before, codes) for name, codes in groups.items()}
    return _changed(
        (before, before, after),
        calendars.current(),
        names=_names(catalogue),
        groups=groups,
        promises={name: end for name, end in day.items() if end},
        bars=_bars(catalogue, items, before, after),
        done=_done(items),
    )


def _done(items: Mapping[str, CaseItem]) -> set[str]:
    return {code for code, item in items.items() if item.status in ITEM_DONE}


def _names(catalogue: Mapping[str, ApprovalItem]) -> dict[str, str]:
    return {code: item.name for code, item in catalogue.items()} | {roadmap.WORKS_COMPLETED: gantt.works_word()}


def _code(code: str) -> str:
    """The works have none that people know."""
    return "" if code == roadmap.WORKS_COMPLETED else code


def _groups(catalogue: Mapping[str, ApprovalItem]) -> dict[str, tuple[str, ...]]:
    inside = {*catalogue, roadmap.WORKS_COMPLETED}
    found = {name: codes for name, codes in milestones.ENDS.items() if set(codes) <= inside}
    return found | {milestones.END: tuple(catalogue)}


def _changed(
    schedules: tuple[Schedule, Schedule, Schedule],
    cal: WorkCalendar,
    *,
    names: Mapping[str, str],
    groups: Mapping[str, tuple[str, ...]],
    promises: Mapping[str, date],
    bars: list[gantt.GanttRow],
    done: Collection[str],
    over: Sequence[Limit] = (),
    lacking: Sequence[Lacking] = (),
) -> Changed:
    """``schedules``: the version that is left, the same as things stand now, and what would be."""
    before, now, after = schedules
    known = {**groups, PLANNED_START: groups.get("START", ())}
    change, own = whatif.compare(before, after, cal), whatif.compare(now, after, cal, promises, known)
    owed = {move.code: move.days for move in own.moved}

    def named(code: str) -> str:
        return f"{_code(code)} {names[code]}".strip() if code in names else milestones.word(code)

    rows = [
        Moved(
            _code(m.code), names.get(m.code, m.code), m.old_start, m.old_end, m.new_start, m.new_end, m.days,
            owed.get(m.code, 0), after.slots[m.code].critical,
        )
        for m in change.moved
        if m.days or m.code not in done  # of what is done only the day of its end is told anew
    ]  # fmt: skip
    return Changed(
        change=change,
        moved=sorted(rows, key=lambda row: row.new_end or date.max),
        entered=[named(code) for code in change.entered] if before.slots else [],
        left=[named(code) for code in change.left],
        broken=[
            Promise(
                named(b.code), b.promised, b.old_end, b.new_end, b.late_by, b.newly, _apart(b.old_end, b.new_end, cal)
            )
            for b in own.broken
        ],
        mended=[named(code) for code in own.mended],
        days=[_day(name, codes, schedules, cal) for name, codes in groups.items()],
        old_path=[Step(_code(c), names.get(c, c), c in change.new_path) for c in change.old_path],
        new_path=[Step(_code(c), names.get(c, c), c in change.old_path) for c in change.new_path],
        bars=bars,
        over=list(over),
        lacking=list(lacking),
        still=own.nothing,
    )


def _day(name: str, codes: Iterable[str], schedules: tuple[Schedule, Schedule, Schedule], cal: WorkCalendar) -> Day:
    old, now, new = (moved.last(schedule, codes) for schedule in schedules)
    return Day(name, milestones.word(name), old, now, new, _apart(old, new, cal), _apart(now, new, cal))


def _apart(one: date | None, other: date | None, cal: WorkCalendar) -> int | None:
    """Signed working days between two days that are both known."""
    return whatif.signed(one, other, cal) if one and other else None


def _promises(bench: Bench, before: Schedule, groups: Mapping[str, tuple[str, ...]]) -> dict[str, date]:
    """What people count on: the milestones of the roadmap in force, the start that the enterprise plans, running limits."""
    found = {name: day for name, codes in groups.items() if (day := moved.last(before, codes))}
    if bench.case.project.planned_start and "START" in groups:
        found[PLANNED_START] = bench.case.project.planned_start
    for code, item in bench.items.items():
        # While the clock stands in a special procedure no day of its own is promised (行政许可法 §45).
        clock = clocks.item_clock(item).promised if item.status in roadmap.RUNNING else None
        if clock and clock.state != "paused":
            found[code] = clock.due
    return found


def _lacking(now: Schedule, after: Schedule, names: Mapping[str, str]) -> list[Lacking]:
    """What counts as held with the change and did not without it."""
    found = []
    for code, slot in after.slots.items():
        known = now.slots[code].assumed if code in now.slots else ()
        gone = [one for group in slot.assumed if group not in known for one in group if one in now.slots]
        if gone:
            found.append(Lacking(f"{code} {names.get(code, '')}", [f"{one} {names.get(one, '')}" for one in gone]))
    return found


def _over(bench: Bench, trial: Trial) -> Iterable[Limit]:
    """Durations beyond a limit, where the plan in force had none."""
    lengths = bench.lengths(trial)
    for code, item in bench.items.items():
        days, was = lengths.get(code), bench.in_force.days.get(code)
        if days is None or days == was or item.status in ITEM_DONE or code in trial.dropped:
            continue
        legal = in_working_days(item.statutory_days, item.statutory_unit) if item.statutory_days is not None else None
        if legal is not None and days > legal:
            yield Limit(code, item.item.name, days, legal, legal=True)
        elif item.promised_days is not None and days > item.promised_days:
            yield Limit(code, item.item.name, days, item.promised_days, legal=False)


def _bars(
    catalogue: Mapping[str, ApprovalItem], items: Mapping[str, CaseItem], before: Schedule, after: Schedule
) -> list[gantt.GanttRow]:
    """The new dates over the old ones, in the order of the catalogue."""
    rows = [_bar(catalogue[code], items.get(code), before, after) for code in after.slots if code in catalogue]
    order = {code: n for n, code in enumerate(sorted(catalogue, key=lambda c: (catalogue[c].stage.order, c)))}
    rows.sort(key=lambda row: order[row.code])
    works = gantt.works_bar(after.slots.get(roadmap.WORKS_COMPLETED), before.slots.get(roadmap.WORKS_COMPLETED))
    return [*gantt.milestones(rows), *gantt.with_works(rows, works)]


def _bar(item: ApprovalItem, row: CaseItem | None, before: Schedule, after: Schedule) -> gantt.GanttRow:
    slot, old = after.slots[item.code], before.slots.get(item.code)
    done = row is not None and row.status in ITEM_DONE
    return gantt.GanttRow(
        code=item.code,
        label=item.name,
        group=item.stage.name,
        stage=item.stage.code,
        start=slot.start,
        end=slot.end,
        done=done,
        critical=slot.critical,
        lamp="blue" if done else "grey",
        begun=False,
        before=row is not None and row.status == ItemStatus.DONE_BEFORE,
        baseline_start=old.start if old else None,
        baseline_end=old.end if old else None,
        waits_for=gantt.event_word(slot.waits_for),
        bound_by=slot.bound_by or "",
        days=slot.days,
        slack=slot.slack_days,
    )


def items_of(plans: Iterable[Plan]) -> dict[str, CaseItem]:
    """The items of these versions, whatever became of them since."""
    found = CaseItem.objects.filter(plan_rows__plan__in=list(plans)).select_related("item__stage").distinct()
    return {row.item.code: row for row in found}
