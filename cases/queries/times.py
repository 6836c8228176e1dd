"""How long the work on a case has taken, and where the time went: per item, department, level, stage and for the service.

All in working days (domain C.1). The statutory clock of an item knows special procedures only; the agency's service clock
runs from the signing and stands in suspensions, which no approval does (P-073, domain A.3-5).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cases import spans
from cases.enums import BLZT, ItemStatus, Level
from cases.models import Case, CaseItem, ItemFact
from cases.queries import calendars, clocks
from cases.spans import Span
from cases.worktime import WorkCalendar

ENDING = clocks.FINISHING | {BLZT.NOT_HANDLED, BLZT.NOT_ACCEPTED}


@dataclass(frozen=True)
class Course:
    """The days of one item: from its first filing to its end, with its authority, in corrections, in special procedures."""

    elapsed: tuple[Span, ...] = ()
    approval: tuple[Span, ...] = ()
    correction: tuple[Span, ...] = ()
    special: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Times:
    """Working days. ``approval``: on the authority's own clock; ``elapsed``: everything from first filing to end (跨度用时);
    ``waiting``: what is neither approval nor correction nor special procedure."""

    elapsed: int
    approval: int
    correction: int
    special: int
    waiting: int


@dataclass(frozen=True)
class Row:
    """One line of a table. ``items`` is how many items went into it."""

    label: str
    times: Times
    items: int = 1
    item: CaseItem | None = None
    ended: bool = False


@dataclass(frozen=True)
class Service:
    """The agency's own clock: working days since signing that it worked, and those in which it was suspended."""

    since: date
    until: date | None
    worked: int
    suspended: int
    standing: bool


@dataclass(frozen=True)
class CaseTimes:
    """All tables of the time section. In sums a day counts once, however many items used it."""

    items: list[Row]
    departments: list[Row]
    levels: list[Row]
    stages: list[Row]
    whole: Row | None
    service: Service | None


def course(facts: list[ItemFact], today: date) -> Course:
    """Read the days from valid facts in their order; an item may be filed again after it was refused."""
    if not facts:
        return Course()
    elapsed, approval = _rounds(facts, today)
    special = spans.within(
        (spans.of_pause(p, today) for p in clocks.pairs(facts, BLZT.SPECIAL_START, BLZT.SPECIAL_END, "special")),
        approval,  # counted like the clock: only since acceptance, without its day
    )
    correction = spans.within(
        (
            spans.of_pause(p, today)
            for p in clocks.pairs(facts, BLZT.CORRECTION_START, BLZT.CORRECTION_END, "correction")
        ),
        elapsed,
    )
    return Course(
        tuple(elapsed),
        tuple(spans.without(approval, [*special, *correction])),
        tuple(spans.without(correction, special)),
        tuple(special),
    )


def _rounds(facts: list[ItemFact], today: date) -> tuple[list[Span], list[Span]]:
    """From each filing to its end, and from each acceptance to its decision; what is open lasts until today."""
    elapsed, approval = [], []
    filed: date | None = None
    accepted: date | None = None
    for fact in facts:
        filed = filed or fact.on
        if fact.code == BLZT.ACCEPTED:
            accepted = fact.on
        if fact.code in ENDING or fact.code == BLZT.WITHDRAWN:
            elapsed.append(spans.after(filed, fact.on))
            approval += [spans.after(accepted, fact.on)] if accepted else []
            # With “passed with a gap” the authority is done, whenever the gap is filled.
            filed = accepted = None
            if fact.code in {BLZT.PASSED, BLZT.PASSED_WITH_GAP}:
                break
    elapsed += [spans.after(filed, today)] if filed else []
    approval += [spans.after(accepted, today)] if accepted else []
    return spans.merge(elapsed), spans.merge(approval)


def together(courses: Iterable[Course], cal: WorkCalendar) -> Times:
    """Working days of several items: what overlaps counts once in every column."""
    rows = list(courses)

    def all_of(part: Callable[[Course], tuple[Span, ...]]) -> list[Span]:
        return spans.merge(span for row in rows for span in part(row))

    elapsed, approval = all_of(lambda row: row.elapsed), all_of(lambda row: row.approval)
    correction, special = all_of(lambda row: row.correction), all_of(lambda row: row.special)
    waiting = spans.without(elapsed, [*approval, *correction, *special])
    return Times(*(spans.working_days(part, cal) for part in (elapsed, approval, correction, special, waiting)))


def of_item(item: CaseItem, today: date | None = None) -> Times | None:
    """The times of one item, None before its first step."""
    facts = clocks.valid_facts(item)
    found = course(facts, today or timezone.localdate())
    return together([found], calendars.current()) if facts else None


def of_case(case: Case, today: date | None = None) -> CaseTimes:
    """Every table; the same number of queries however many items there are."""
    today, cal = today or timezone.localdate(), calendars.current()
    rows = case.items.exclude(status__in=[ItemStatus.PROPOSED, ItemStatus.DROPPED, ItemStatus.DONE_BEFORE])
    begun: list[tuple[CaseItem, Course]] = []
    for item in rows.select_related("item__stage", "item__department", "unit").prefetch_related("facts"):
        facts = clocks.valid_facts(item)
        if facts:
            begun.append((item, course(facts, today)))

    def by(label: Callable[[CaseItem], str]) -> list[Row]:
        groups: dict[str, list[Course]] = {}
        for item, one in begun:
            groups.setdefault(label(item), []).append(one)
        return [Row(name, together(group, cal), len(group)) for name, group in groups.items()]

    return CaseTimes(
        items=[Row(i.item.name, together([one], cal), item=i, ended=i.done_on is not None) for i, one in begun],
        departments=by(lambda item: item.unit.name if item.unit else item.item.department.name),
        levels=by(lambda item: str(Level(item.item.level).label)),
        stages=by(lambda item: item.item.stage.name),
        whole=Row("", together((one for _item, one in begun), cal), len(begun)) if begun else None,
        service=service(case, today, cal),
    )


def service(case: Case, today: date, cal: WorkCalendar) -> Service | None:
    """The agency's service clock, None before the signing. Suspensions that overlap or touch count once."""
    if case.signed_at is None:
        return None
    since = timezone.localtime(case.signed_at).date()
    ended = timezone.localtime(case.closed_at).date() if case.closed_at else None
    until = max(since, ended or today)
    paused = list(case.suspensions.all())
    whole = [spans.after(since, until)]
    suspended = spans.within((Span(row.start, row.end or until) for row in paused), whole)
    worked = spans.working_days(spans.without(whole, suspended), cal)
    standing = ended is None and any(row.end is None for row in paused)
    return Service(since, ended, worked, spans.working_days(suspended, cal), standing)
