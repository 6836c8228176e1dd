"""The clocks of an item, computed from its dated facts: promised, legal, special procedure, correction (domain C.1)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import worktime
from cases.enums import BLZT, ItemStatus, ItemType, OpenDate, Watched
from cases.models import CaseItem, ItemFact
from cases.queries import calendars, lamps, warnings
from cases.transitions import ITEM_DONE, ITEM_TABLE

READ = "facts_read"  # where ``remember`` leaves what it read
LIT = (OpenDate.PROMISED, OpenDate.SPECIAL)  # the clocks that a lamp may burn by
FINISHING = {BLZT.PASSED, BLZT.PASSED_WITH_GAP, BLZT.NOT_PASSED, BLZT.RETRACTED, BLZT.WITHDRAWN}


@dataclass(frozen=True)
class ItemClock:
    """What the facts of an item say about time. Working days, unless the law counts in calendar days."""

    promised: worktime.Clock | None
    statutory: worktime.Clock | None
    special: worktime.Clock | None
    lamp: worktime.Lamp
    read_by: Watched
    why: str
    correction_days: int
    special_days: int
    accepted_on: date | None
    finished_on: date | None

    @property
    def special_past(self) -> str:
        """That the lamp burns for the special procedure and not for the promise, in words; else empty."""
        if self.special is None or self.read_by != Watched.SPECIAL:
            return ""
        said = {"day": self.special.used, "limit": self.special.limit}
        return _("Special procedure past its own limit: working day %(day)s of %(limit)s") % said


class Fact(NamedTuple):
    """What the clocks read of an ``ItemFact``, at a tenth of its price. The names are its fields."""

    pk: int
    case_item_id: int
    code: int
    on: date
    limit_days: int | None
    filed: str
    way: str
    corrects_id: int | None


AnyFact = TypeVar("AnyFact", ItemFact, Fact)


def remember(items: Iterable[CaseItem]) -> list[CaseItem]:
    """The items with their facts, for counts of thousands: a prefetched manager and full rows would cost several times as much."""
    rows = list(items)
    return with_facts(rows, _facts(ItemFact.objects.filter(case_item__in=[row.pk for row in rows])))


def with_facts(rows: list[CaseItem], facts: Mapping[int, list[Fact]]) -> list[CaseItem]:
    """The same from facts that were read before."""
    for row in rows:
        setattr(row, READ, facts.get(row.pk, []))
    return rows


def facts_of_cases(keys: Iterable[int]) -> dict[int, list[Fact]]:
    """By case item: everything recorded in these cases, in no order. A list of their items would be twenty times as long."""
    return _facts(ItemFact.objects.filter(case_item__case__in=list(keys)))


def _facts(rows: QuerySet[ItemFact]) -> dict[int, list[Fact]]:
    found: dict[int, list[Fact]] = defaultdict(list)
    for fact in map(Fact._make, rows.order_by().values_list(*Fact._fields).iterator()):
        found[fact.case_item_id].append(fact)
    return found


def valid_facts(item: CaseItem) -> list[ItemFact]:
    """Facts in order, without those that a later fact corrects."""
    known: list[ItemFact] | None = item.__dict__.get(READ)  # of a count: they have what the clocks ask for
    return in_force(item.facts.all() if known is None else known)


def in_force(facts: Iterable[AnyFact]) -> list[AnyFact]:
    """These facts of one item in order, without those that a later one corrects."""
    rows = sorted(facts, key=lambda fact: fact.pk or 0)
    wrong = {fact.corrects_id for fact in rows if fact.corrects_id}
    if not wrong:
        return rows
    # A correction stands where the entry stood that it corrects: on one day the order of recording is all there is.
    place: dict[int, int] = {}
    for fact in rows:
        place[fact.pk] = place[fact.corrects_id] if fact.corrects_id else fact.pk
    return sorted((fact for fact in rows if fact.pk not in wrong), key=lambda fact: place[fact.pk])


def pairs(facts: list[ItemFact], first: BLZT, last: BLZT, kind: str) -> list[worktime.Pause]:
    """Spans between a start fact and its end fact; an open one has no end."""
    found: list[worktime.Pause] = []
    begun: date | None = None
    for fact in facts:
        if fact.code == first:
            begun = fact.on
        elif fact.code == last and begun is not None:
            found.append(worktime.Pause(begun, max(begun, fact.on), kind))
            begun = None
    if begun is not None:
        found.append(worktime.Pause(begun, None, kind))
    return found


def _last(facts: list[ItemFact], *codes: int) -> ItemFact | None:
    return next((fact for fact in reversed(facts) if fact.code in codes), None)


@dataclass(frozen=True)
class Limit:
    """What a clock of an item is read from: the day it began, its length, its pauses and the day it stopped (None: runs)."""

    what: OpenDate
    start: date
    days: int
    unit: str
    pauses: tuple[worktime.Pause, ...]
    stopped: date | None

    def read(self, today: date, cal: worktime.WorkCalendar) -> worktime.Clock:
        """The clock on a day; a day before its beginning counts as that beginning."""
        now = max(today, self.start)
        return worktime.clock(self.start, self.days, self.unit, self.pauses, cal, stopped=self.stopped, today=now)

    def last_day(self, today: date, cal: worktime.WorkCalendar) -> date:
        """Until when, as it stands on ``today``: the date of ``read`` without the rest."""
        now = max(today, self.start)
        return worktime.last_day(self.start, self.days, self.unit, self.pauses, cal, now=now).date


def turns_yellow(limit: Limit, today: date, cal: worktime.WorkCalendar) -> date:
    """The first day of its yellow lamp, by the rule in force: so much of the limit is used that no more is left than the rule says."""
    rule = warnings.rule(Watched(limit.what.value))
    left = max(rule.days, limit.days * rule.percent // 100)
    return replace(limit, days=max(0, limit.days - left)).last_day(today, cal)


Stop = tuple[date, date | None, date | None]


def stops(facts: list[ItemFact], cal: worktime.WorkCalendar) -> tuple[Stop, ...]:
    """Special procedures: the first day, the last one, and the last day of their own limit, where they have one."""
    limits_ = {fact.on: fact.limit_days for fact in facts if fact.code == BLZT.SPECIAL_START}
    found = pairs(facts, BLZT.SPECIAL_START, BLZT.SPECIAL_END, "special")
    ends = [worktime.due(one.start, days, "wd", cal).date if (days := limits_[one.start]) else None for one in found]
    return tuple((one.start, one.end, last) for one, last in zip(found, ends, strict=True))


def stood_still(limit: Limit, since: date, today: date) -> int:
    """Working days after ``since`` on which special procedures stopped the clock of a limit (行政许可法 §45)."""
    return worktime.paused_days(limit.pauses, since, today, calendars.current()) if since < today else 0


def _special(facts: list[ItemFact]) -> Limit | None:
    begun = _last(facts, BLZT.SPECIAL_START)
    if begun is None or not begun.limit_days:
        return None
    after = facts[facts.index(begun) + 1 :]
    ended = next((fact.on for fact in after if fact.code == BLZT.SPECIAL_END), None)
    return Limit(OpenDate.SPECIAL, begun.on, begun.limit_days, "wd", (), ended)


def _round(facts: list[ItemFact]) -> list[ItemFact]:
    """What has happened since the last filing: after a refusal an item begins anew, and so do its clocks."""
    filed = _last(facts, BLZT.RECEIVED)
    return facts[facts.index(filed) :] if filed else facts


def running_round(item: CaseItem) -> list[ItemFact]:
    """The facts of an item in force since its last filing."""
    return _round(valid_facts(item))


def _accepted(facts: list[ItemFact]) -> tuple[ItemFact | None, date | None]:
    """The last acceptance, and the first decision after it: with “passed with a gap” the authority is done, whenever
    the gap is filled."""
    facts = _round(facts)
    accepted = _last(facts, BLZT.ACCEPTED)
    since = facts[facts.index(accepted) :] if accepted else facts
    return accepted, next((fact.on for fact in since if fact.code in FINISHING), None)


def finished_on(item: CaseItem) -> date | None:
    """The day of the first decision of the running round."""
    return _accepted(valid_facts(item))[1]


def since_acceptance(facts: list[ItemFact]) -> list[ItemFact]:
    """The facts of the running round from its acceptance on; none before it."""
    facts = _round(facts)
    accepted = _last(facts, BLZT.ACCEPTED)
    return facts[facts.index(accepted) :] if accepted else []


def foreseen_pauses(facts: list[ItemFact], today: date, cal: worktime.WorkCalendar) -> tuple[worktime.Pause, ...]:
    """The special procedures since the last acceptance; one that is open ends with its limit, or, past that, today at
    the earliest. One without a limit stays open: nobody has said when it will end.
    """
    accepted = _last(facts, BLZT.ACCEPTED)
    begun = _last(facts, BLZT.SPECIAL_START)
    pauses = pairs(facts, BLZT.SPECIAL_START, BLZT.SPECIAL_END, "special")
    inside = [pause for pause in pauses if accepted and (pause.end is None or pause.end >= accepted.on)]
    if inside and inside[-1].end is None and begun and begun.limit_days:
        end = worktime.due(begun.on, begun.limit_days, "wd", cal).date
        inside[-1] = worktime.Pause(begun.on, max(end, today), "special")
    return tuple(inside)


def extension(facts: list[ItemFact]) -> int:
    """Days by which the legal limit was extended, in its unit (行政许可法 §42)."""
    decided = _last(since_acceptance(facts), BLZT.EXTENDED)
    return decided.limit_days or 0 if decided else 0


def limits(item: CaseItem, facts: list[ItemFact] | None = None) -> dict[OpenDate, Limit]:
    """Every limit that has begun: promised, legal, special procedure. A clock runs from acceptance (行政许可法 §32, §45)."""
    facts = valid_facts(item) if facts is None else facts
    accepted, finished = _accepted(facts)
    found: dict[OpenDate, Limit] = {}
    if accepted is not None:
        end = max(finished, accepted.on) if finished else None
        pauses = pairs(facts, BLZT.SPECIAL_START, BLZT.SPECIAL_END, "special")
        inside = tuple(pause for pause in pauses if pause.end is None or pause.end >= accepted.on)
        unit, more = item.statutory_unit or "wd", extension(facts)
        if item.promised_days is not None:
            # A promise in working days is only lengthened by a decision that counts the same days.
            days = item.promised_days + (more if unit == "wd" else 0)
            found[OpenDate.PROMISED] = Limit(OpenDate.PROMISED, accepted.on, days, "wd", inside, end)
        if item.statutory_days is not None:
            days = item.statutory_days + more
            found[OpenDate.STATUTORY] = Limit(OpenDate.STATUTORY, accepted.on, days, unit, inside, end)
    special = _special(facts)
    return found | {OpenDate.SPECIAL: special} if special else found


def readings(item: CaseItem, today: date | None = None) -> dict[Watched, worktime.Clock]:
    """Every clock that has begun, by the rule that watches it."""
    today, cal = today or timezone.localdate(), calendars.current()
    return {Watched(what): limit.read(today, cal) for what, limit in limits(item).items()}


def item_clock(item: CaseItem, today: date | None = None) -> ItemClock:
    """Read the clocks; corrections before acceptance are counted apart."""
    today = today or timezone.localdate()
    cal = calendars.current()
    facts = valid_facts(item)
    accepted, finished = _accepted(facts)
    read = {what: limit.read(today, cal) for what, limit in limits(item, facts).items()}
    pauses = pairs(facts, BLZT.SPECIAL_START, BLZT.SPECIAL_END, "special")
    corrections = pairs(facts, BLZT.CORRECTION_START, BLZT.CORRECTION_END, "correction")
    promised = read.get(OpenDate.PROMISED)
    first = min(facts[0].on if facts else today, today)
    lamp, read_by = _lamp(item, read)
    return ItemClock(
        promised=promised,
        statutory=read.get(OpenDate.STATUTORY),
        special=read.get(OpenDate.SPECIAL),
        lamp=lamp,
        read_by=read_by,
        why=lamps.why(read.get(OpenDate(read_by.value)), read_by),
        correction_days=worktime.paused_days(corrections, first, today, cal),
        special_days=worktime.paused_days(pauses, first, today, cal),
        accepted_on=accepted.on if accepted else None,
        finished_on=finished,
    )


def colour(item: CaseItem) -> str:
    """The colour of ``item_clock`` alone, for lists that show nothing else of it."""
    today, cal = timezone.localdate(), calendars.current()
    found = limits(item)
    return _lamp(item, {what: found[what].read(today, cal) for what in LIT if what in found})[0].colour


def _lamp(item: CaseItem, read: Mapping[OpenDate, worktime.Clock]) -> tuple[worktime.Lamp, Watched]:
    """The lamp, and the clock by which it burns."""
    promised, special = read.get(OpenDate.PROMISED), read.get(OpenDate.SPECIAL)
    lamp, read_by = lamps.lamp_of(promised, Watched.PROMISED), Watched.PROMISED
    if item.status == ItemStatus.SPECIAL and special and special.overdue and lamp.colour != "red":
        # The promise stands, but what it stands for is past its own limit.
        lamp, read_by = lamps.lamp_of(special, Watched.SPECIAL), Watched.SPECIAL
    if item.status in {ItemStatus.NOT_PASSED, ItemStatus.STOPPED}:
        # Ended, but not done: what was kept is no longer of use.
        lamp = worktime.Lamp("grey", lamp.used, lamp.limit, lamp.remaining)
    if item.status in ITEM_DONE and promised is None:
        lamp = worktime.Lamp("blue", 0, item.promised_days or 0, 0)
    return lamp, read_by


GENERAL_EXTENSION = 10


def longest_extension(item: CaseItem) -> int:
    """By how many days (in its unit) the legal limit may be extended; 0: the law knows no extension (行政许可法 §42)."""
    if item.statutory_days is None:
        return 0
    special = item.item.extension_days
    if special is not None:
        return special
    return GENERAL_EXTENSION if item.item.kind == ItemType.LICENCE else 0


def allowed_codes(item: CaseItem) -> list[BLZT]:
    """Codes that may be recorded next; an extension only where the law knows one."""
    codes = ITEM_TABLE.get(ItemStatus(item.status), {})
    return [code for code in codes if code != BLZT.EXTENDED or longest_extension(item)]
