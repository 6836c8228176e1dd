"""What can be urged in a case, what of it is past its date, and whose it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases import ladder as law
from cases.enums import CaseStatus, ItemStatus, OpenDate, PostRole
from cases.enums_finish import AFTER_THE_END, FOLLOW_UP, RECTIFICATION
from cases.enums_ladder import Rung
from cases.enums_work import OrderStatus
from cases.models import Case, CaseItem, FlowTable, PlanRow, Post, SupervisionOrder, Urge, User
from cases.queries import aftercare, calendars, clocks, deadlines, ladder, people, sentences_work
from cases.transitions import ITEM_DONE

SPECIAL = "special"
# A suspended service keeps none of its own dates, but what was filed goes on (P-073).
SERVED = (CaseStatus.SIGNED, CaseStatus.NOTIFIED, CaseStatus.UNDERWAY, CaseStatus.SUSPENDED, CaseStatus.DELIVERING)
# What can be urged has a message of its own, which asks for an answer.
URGED = frozenset({"item", SPECIAL, "flow_table", "answer", "delivery", "order", FOLLOW_UP, RECTIFICATION})
QUIET = {*ITEM_DONE, ItemStatus.PROPOSED, ItemStatus.STOPPED}


@dataclass(frozen=True)
class Matter:
    """Something that can be urged: what it is, by when it was due, who has to do it.

    ``rested``: working days since then on which a special procedure stopped its clock; ``stands``: one does now, so the broken
    promise stays a fact and nobody is urged to it (行政许可法 §45).
    """

    what: str
    label: str
    due: date | None
    people: tuple[User, ...]
    rested: int = 0
    stands: bool = False

    @property
    def key(self) -> str:
        return f"{self.what}:{self.label}"

    @property
    def name(self) -> str:
        return sentences_work.urged(self.what, self.label)


def matters(case: Case, today: date | None = None) -> list[Matter]:
    """Everything open in the case that somebody has to do, whatever its date; after the end only what is late."""
    return [matter for matter in everything(case, today) if not matter.stands]


def everything(case: Case, today: date | None = None) -> list[Matter]:
    """The same with the broken promises whose clock stands still."""
    today = today or timezone.localdate()
    if case.status in deadlines.ENDED:
        return [matter for matter in _after(case, today) if matter.people]
    team = tuple(people.of_agency(case))
    found = [*_items(case, team, today), *(_table(table) for table in _tables(case))]
    coming = {row.what: row.date for row in deadlines.all_for(case)}
    if "answer" in coming:
        found.append(Matter("answer", "", coming["answer"], team))
    if case.status == CaseStatus.DELIVERING:
        found.append(Matter("delivery", "", coming.get("delivery"), team))
    found += [_order(row) for row in case.orders.filter(status=OrderStatus.ISSUED).select_related("unit", "document")]
    if case.status in {CaseStatus.SIGNED, CaseStatus.NOTIFIED}:
        found.append(Matter("turn", "", None, team))
    return [matter for matter in found if matter.people]


def overdue(case: Case, today: date | None = None) -> list[Matter]:
    """What is past its date on ``today``."""
    today = today or timezone.localdate()
    return [matter for matter in everything(case, today) if matter.due is not None and matter.due < today]


def to_urge(case: Case, today: date) -> list[Matter]:
    """What the ladder says is to be urged by now, without what was acknowledged or put off (P-070)."""
    rules, cal, still = ladder.rules(), calendars.current(), ladder.silent(case, today)
    return [
        matter
        for matter in overdue(case, today)
        if matter.due
        and not matter.stands
        and (matter.what, matter.label, matter.due) not in still
        and law.climb(
            [r for r in rules if r.rung == Rung.URGE], matter.what, matter.due, today, cal, rested=matter.rested
        )
    ]


def open_items(case: Case) -> list[CaseItem]:
    """Items that are to be kept in time."""
    if case.status not in {CaseStatus.UNDERWAY, CaseStatus.SUSPENDED}:
        return []
    rows = case.items.exclude(status__in=QUIET).select_related("item", "unit", "agent").prefetch_related("facts")
    return list(rows)


def _items(case: Case, team: tuple[User, ...], today: date) -> Iterator[Matter]:
    """Each by its clock once it runs, by its special procedure while that is on, else by the roadmap."""
    rows = open_items(case)
    ends = (
        dict(PlanRow.objects.filter(plan__case=case, plan__current=True).values_list("case_item", "end"))
        if rows
        else {}
    )
    for row in rows:
        # A suspended service keeps no dates of the roadmap; a clock that runs at an authority goes on (P-073).
        planned = None if case.status == CaseStatus.SUSPENDED else ends.get(row.pk)
        yield from _item(row, planned, doers(row) or team, today)


def _item(row: CaseItem, planned: date | None, doing: tuple[User, ...], today: date) -> Iterator[Matter]:
    read, code, special = clocks.limits(row), row.item.code, row.status == ItemStatus.SPECIAL
    own, promised = read.get(OpenDate.SPECIAL), read.get(OpenDate.PROMISED)
    if special:
        # Its days do not count, and it has its own limit (行政许可法 §45).
        yield Matter(SPECIAL, code, own.last_day(today, calendars.current()) if own else None, doing)
    if promised is None:
        if not special:
            yield Matter("item", code, planned, doing)
        return
    due = promised.last_day(today, calendars.current())
    if due < today or not special:
        yield Matter("item", code, due, doing, clocks.stood_still(promised, due, today), special)


def doers(row: CaseItem) -> tuple[User, ...]:
    """The agent of the item, else the unit agents of the deciding unit."""
    found: tuple[User, ...] = (row.agent,) if row.agent and row.agent.is_active else ()
    if not found and row.unit:
        found = tuple(people.in_posts(row.unit, frozenset({PostRole.UNIT_AGENT})))
    return found


def _tables(case: Case) -> Iterable[FlowTable]:
    if case.status not in {CaseStatus.SIGNED, CaseStatus.NOTIFIED}:
        return []
    return case.flow_tables.filter(filed_at__isnull=True).select_related("group")


def _table(table: FlowTable) -> Matter:
    posts = Post.objects.active().filter(group=table.group, role=PostRole.GROUP_AGENT)
    agents = User.objects.filter(posts__in=posts, is_active=True).distinct()
    return Matter("flow_table", table.group.code, table.due, tuple(agents))


def _order(row: SupervisionOrder) -> Matter:
    """The unit that the order is addressed to."""
    return Matter("order", row.number, row.due, tuple(people.of_units([row.unit])))


def _after(case: Case, today: date) -> Iterable[Matter]:
    """The follow-up visit, and the bad evaluation to be put right (P-070, C.5)."""
    visit, bad = aftercare.late(case, today)
    if visit:
        yield Matter(FOLLOW_UP, "", visit.due, tuple(people.of_agency(case)))
    if bad:
        yield Matter(RECTIFICATION, "", bad.due, tuple(aftercare.who_puts_right(bad)))


def late_cases(today: date) -> list[int]:
    """Served and ended cases with a date that has passed, or with items at an authority: those the rule looks into."""
    running = CaseItem.objects.filter(status__in=[ItemStatus.HANDLING, ItemStatus.RECEIVED]).values("case")
    ordered = SupervisionOrder.objects.filter(status=OrderStatus.ISSUED, due__lt=today).values("case")
    served = Q(status__in=SERVED) & (Q(next_due__lt=today) | Q(pk__in=running) | Q(pk__in=ordered))
    found = Case.objects.filter(served | Q(status__in=deadlines.ENDED, next_due__lt=today))
    return list(found.order_by("pk").values_list("pk", flat=True))


def urged_today(case: Case, today: date) -> set[tuple[str, int]]:
    """(key of the matter, person) of everything that was urged on the day."""
    rows = Urge.objects.filter(case=case, on=today).values_list("what", "label", "to")
    return {(f"{what}:{label}", user) for what, label, user in rows}


def open_for(user: User) -> QuerySet[Urge]:
    """Urgings of this person that wait for an acknowledgement."""
    served = Q(case__status__in=SERVED)
    after = Q(case__status__in=deadlines.ENDED, what__in=AFTER_THE_END)
    return Urge.objects.filter(served | after, to=user, acknowledged_at__isnull=True)
