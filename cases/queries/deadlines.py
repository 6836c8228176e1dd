"""What is due next in a case, computed from its facts."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language

from cases import worktime
from cases.enums import CaseStatus, MeetingKind
from cases.models import Case, FlowTable, Meeting, PlanRow
from cases.queries import calendars
from cases.transitions import FINAL, ITEM_DONE


@dataclass(frozen=True)
class Deadline:
    """A date with what is due then: correction, answer, meeting, flow_table, plan, item, delivery, resume.

    ``ref`` tells dates of one kind apart: the primary key of what each belongs to.
    """

    date: date
    what: str
    label: str = ""
    ref: str = ""


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


def all_for(case: Case, cal: worktime.WorkCalendar | None = None) -> list[Deadline]:
    """Every open date of the case by a calendar (None: the one in force), soonest first."""
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
    if status in {CaseStatus.SIGNED, CaseStatus.UNDERWAY}:
        found += [_meeting(m) for m in case.meetings.all() if m.is_ahead]
    if status in {CaseStatus.SIGNED, CaseStatus.NOTIFIED}:
        found += [_flow_table(t) for t in case.flow_tables.filter(filed_at__isnull=True)]
    if status == CaseStatus.UNDERWAY:
        found += _items(case)
    if status == CaseStatus.SUSPENDED:
        found += [
            Deadline(s.expected_end, "resume", ref=str(s.pk))
            for s in case.suspensions.filter(end=None)
            if s.expected_end
        ]
    if status == CaseStatus.DELIVERING:
        found += _delivery(case, cal)
    found += _enquiry(case)
    return sorted(found, key=lambda deadline: deadline.date)


def _enquiry(case: Case) -> list[Deadline]:
    """The first enquiry of the enterprise that waits for an answer (P-072)."""
    if case.status in FINAL:
        return []
    first = case.notes.filter(due__isnull=False, answered_at__isnull=True).order_by("due").first()
    return [Deadline(first.due, "answer")] if first and first.due else []


def _items(case: Case) -> list[Deadline]:
    name = "case_item__item__name_en" if (get_language() or "").startswith("en") else "case_item__item__name_zh"
    rows = (
        PlanRow.objects.filter(plan__case=case, plan__current=True, end__isnull=False)
        .exclude(case_item__status__in=ITEM_DONE)
        .order_by("end", "case_item__item__stage__order", "case_item__item__code")
    )
    found = rows.values_list("end", name, "case_item")
    return [Deadline(end, "item", label, str(item)) for end, label, item in found if end]


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
    """The soonest open date."""
    found = all_for(case, cal)
    return found[0] if found else None
