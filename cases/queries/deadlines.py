"""What is due next in a case, computed from its facts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Value
from django.utils import timezone
from django.utils.translation import get_language

from cases import worktime
from cases.enums import CaseStatus, ItemStatus, MeetingKind, OpenDate
from cases.enums_easier import CommitmentStatus, GapStatus, PreApprovalStatus
from cases.enums_finish import RectificationStatus
from cases.enums_work import OrderStatus
from cases.models import (
    Case,
    CommitmentStatement,
    DeferredMaterial,
    FlowTable,
    Meeting,
    MissingCondition,
    PlanRow,
)
from cases.queries import calendars, clocks, fees, lamps
from cases.routes import TransferStatus
from cases.transitions import FINAL, ITEM_DONE


@dataclass(frozen=True)
class Deadline:
    """A date with what is due then: correction, answer, meeting, flow_table, plan, item, special, promised, delivery, resume,
    gap, condition, inspection, fee, follow_up, rectification, order, transfer.

    ``ref`` tells dates of one kind apart: the primary key of what each belongs to. ``inside``: between units and people of the
    service; the enterprise does not read it.
    """

    date: date
    what: str
    label: str = ""
    ref: str = ""
    inside: bool = False


# When nothing is left to do for the enterprise: what is due then is the service's own.
ENDED = frozenset({CaseStatus.CLOSED, CaseStatus.ARCHIVED, CaseStatus.TERMINATED})


def second_meeting_due(case: Case, cal: worktime.WorkCalendar | None = None) -> worktime.Due | None:
    """Last day for the second generation meeting: 15 working days after the first (P-024)."""
    first = case.meetings.filter(kind=MeetingKind.GENERATION, number=1, held_on__isnull=False).first()
    if first is None or first.held_on is None:
        return None
    return worktime.due(first.held_on, case.term("meeting_interval_wd"), "wd", cal or calendars.current())


def flow_tables_due(case: Case, cal: worktime.WorkCalendar | None = None) -> worktime.Due | None:
    """Last day for the groups' flow tables: 15 working days after signing (P-063)."""
    if case.signed_at is None or not case.scheme.flow_tables:
        return None
    signed = timezone.localtime(case.signed_at).date()
    return worktime.due(signed, case.term("flow_table_wd"), "wd", cal or calendars.current())


def all_for(
    case: Case,
    cal: worktime.WorkCalendar | None = None,
    *,
    inside: bool = True,
    statuses: Collection[str] | None = None,
) -> list[Deadline]:
    """Every open date of the case by a calendar (None: the one in force), soonest first; without those that stay
    ``inside`` the service, what units owe one another is not even read. ``statuses``: of its items, if the caller has them."""
    found: list[Deadline] = []
    status = case.status
    if status == CaseStatus.CORRECTING:
        found += [
            Deadline(c.due, "correction", ref=str(c.pk)) for c in case.corrections.filter(answered_at__isnull=True)
        ]
    if status == CaseStatus.GENERATION:
        found += [_meeting(m) for m in case.meetings.all() if m.is_ahead]
        second = second_meeting_due(case, cal)
        if second and not case.meetings.filter(kind=MeetingKind.GENERATION, number=2, held_on__isnull=False).exists():
            found.append(Deadline(second.date, "second_meeting"))
    if status in {CaseStatus.SIGNED, CaseStatus.UNDERWAY} and case.has("meeting"):
        found += [_meeting(m) for m in case.meetings.all() if m.is_ahead]
    if status in {CaseStatus.SIGNED, CaseStatus.NOTIFIED}:
        found += [_flow_table(t) for t in case.flow_tables.filter(filed_at__isnull=True)]
    if status == CaseStatus.UNDERWAY:
        found += _items(case)
        if statuses is None or ItemStatus.SPECIAL in statuses:
            found += _at_authorities(case, [ItemStatus.SPECIAL], cal)
    if status == CaseStatus.SUSPENDED:
        found += _at_authorities(case, [ItemStatus.HANDLING, ItemStatus.SPECIAL], cal)
        found += [
            Deadline(s.expected_end, "resume", ref=str(s.pk))
            for s in case.suspensions.filter(end=None)
            if s.expected_end
        ]
    if status == CaseStatus.DELIVERING:
        found += _delivery(case, cal)
    if status in {CaseStatus.UNDERWAY, CaseStatus.SUSPENDED, CaseStatus.DELIVERING, CaseStatus.COMPLETION}:
        found += _promised(case)
        found += _fees(case)
    found += _enquiry(case)
    if status in ENDED:
        found += _aftercare(case)
    elif inside:
        found += _between_units(case)
    return sorted((row for row in found if inside or not row.inside), key=lambda deadline: deadline.date)


def _enquiry(case: Case) -> list[Deadline]:
    """The first enquiry of the enterprise that waits for an answer (P-072)."""
    if case.status in FINAL:
        return []
    first = case.notes.filter(due__isnull=False, answered_at__isnull=True).order_by("due").first()
    return [Deadline(first.due, "answer")] if first and first.due else []


def _fees(case: Case) -> list[Deadline]:
    """Charges with a day that the enterprise still has to pay."""
    rows = fees.owed_by_day(case).values_list("due", "name", "pk")
    return [Deadline(due, "fee", name, str(pk)) for due, name, pk in rows if due]


def _aftercare(case: Case) -> list[Deadline]:
    """After the end: the follow-up visit that is owed, and a bad evaluation to be put right (P-070, C.5)."""
    visits = case.follow_ups.filter(on__isnull=True, due__isnull=False)
    bad = case.rectifications.exclude(status=RectificationStatus.CLOSED)
    found = [Deadline(row.due, "follow_up", ref=str(row.pk)) for row in visits if row.due]
    return found + [Deadline(row.due, "rectification", ref=str(row.pk), inside=True) for row in bad]


def _between_units(case: Case) -> list[Deadline]:
    """Answers that units owe one another: to supervision orders and to transfers."""
    if case.status in FINAL:
        return []
    found = list[Deadline]()
    if case.has("order"):
        orders = case.orders.filter(status=OrderStatus.ISSUED).select_related("unit")
        found += [Deadline(row.due, "order", row.unit.name, str(row.pk), inside=True) for row in orders]
    if case.has("transfer"):
        offers = [row for row in case.transfers.all() if row.status == TransferStatus.OFFERED]
        found += [Deadline(row.due, "transfer", row.to_unit.name, str(row.pk), inside=True) for row in offers]
    return found


def _items(case: Case) -> list[Deadline]:
    """Planned ends; while an item stands in a special procedure its days do not count (行政许可法 §45).

    ``_at_authorities`` says what is due then."""
    name = "case_item__item__name_en" if (get_language() or "").startswith("en") else "case_item__item__name_zh"
    rows = (
        PlanRow.objects.filter(plan__case=case, plan__current=True, end__isnull=False)
        .exclude(case_item__status__in=[*ITEM_DONE, ItemStatus.SPECIAL])
        .order_by("end", "case_item__item__stage__order", "case_item__item__code")
    )
    found = rows.values_list("end", name, "case_item")
    return [Deadline(end, "item", label, str(item)) for end, label, item in found if end]


def _at_authorities(case: Case, statuses: list[ItemStatus], cal: worktime.WorkCalendar | None) -> list[Deadline]:
    """Until when an authority has promised what was accepted; while the service is suspended its clock goes on (P-073).

    In a special procedure it is due by the limit of that; a promise that was broken before it began stays broken.
    """
    cal, today = cal or calendars.current(), timezone.localdate()
    found = []
    for row in case.items.filter(status__in=statuses).select_related("item").prefetch_related("facts"):
        limits, stands = clocks.limits(row), row.status == ItemStatus.SPECIAL
        promised, special = limits.get(OpenDate.PROMISED), limits.get(OpenDate.SPECIAL)
        reading = promised.read(today, cal) if promised else None
        if reading and (reading.overdue or not stands):
            found.append(Deadline(reading.due, "promised", row.item.name, str(row.pk)))
        if special and stands:
            found.append(Deadline(special.last_day(today, cal), "special", row.item.name, str(row.pk)))
    return found


def _promised(case: Case) -> list[Deadline]:
    """Late papers, missing conditions of pre-approvals and inspections that are ahead, in one query."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    kinds = (
        ("gap", DeferredMaterial.objects.filter(status=GapStatus.PROMISED), "due", "case_item"),
        (
            "condition",
            MissingCondition.objects.filter(met_on__isnull=True, preapproval__status=PreApprovalStatus.ISSUED),
            "due",
            "preapproval__case_item",
        ),
        ("inspection", CommitmentStatement.objects.filter(status=CommitmentStatus.GRANTED), "inspect_by", "case_item"),
    )
    first, *others = (
        rows.filter(**{f"{item}__case": case})
        .order_by()
        .values_list(day, Value(what), f"{item}__item__name_{language}", "pk")
        for what, rows, day, item in kinds
    )
    return [Deadline(day, what, label, str(pk)) for day, what, label, pk in first.union(*others)]


def _meeting(row: Meeting) -> Deadline:
    return Deadline(row.planned_on, "meeting", str(row), str(row.pk))


def _flow_table(row: FlowTable) -> Deadline:
    return Deadline(row.due, "flow_table", str(row.group), str(row.pk))


def _delivery(case: Case, cal: worktime.WorkCalendar | None) -> list[Deadline]:
    last = case.events.filter(action="start_delivery").order_by("-seq").first()
    if last is None:
        return []
    start = timezone.localtime(last.at).date()
    due = worktime.due(start, case.term("delivery_wd"), "wd", cal or calendars.current())
    return [Deadline(due.date, "delivery")]


def next_for(case: Case, cal: worktime.WorkCalendar | None = None) -> Deadline | None:
    """The soonest open date that everybody of the case may read; after the end, when the service is among itself, any.

    While the service is suspended, what goes on at the authorities comes before what stands still.
    """
    found = [row for row in all_for(case, cal) if not row.inside or case.status in ENDED]
    if case.status == CaseStatus.SUSPENDED:
        found = [row for row in found if row.what in lamps.GOES_ON] or found
    return found[0] if found else None


def for_enterprise(case: Case) -> list[Deadline]:
    """What the enterprise reads of it."""
    return all_for(case, inside=False)
