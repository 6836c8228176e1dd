"""What an officer owes beside the steps of the cases: answers, accounts, acknowledgements. For My day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from cases.enums_work import OrderStatus
from cases.models import Case, Note, User
from cases.queries import (
    aftercare,
    appraisals,
    cases,
    circulars,
    easier,
    findings,
    groups,
    meetings,
    problems,
    progress,
    public_letters,
    sentences_easier,
    sentences_finish,
    sentences_work,
    stopped,
    supervision,
    urging,
    weekly,
)
from cases.transitions import FINAL


@dataclass(frozen=True)
class Duty:
    """One thing owed. ``kind`` and ``pk`` say where it is done; ``case`` is None for what belongs to no case."""

    kind: str
    sentence: str
    due: date | None
    case: Case | None = None
    pk: int | None = None


def enquiries(user: User) -> QuerySet[Note]:
    """Enquiries of enterprises that this person has to answer, the most urgent first."""
    visible = cases.visible_to(user).filter(progress.mine(user)).exclude(status__in=FINAL)
    found = Note.objects.filter(due__isnull=False, answered_at__isnull=True, case__in=visible)
    return found.select_related("case__project", "case__enterprise", "author").order_by("due", "pk")


def _reports(user: User) -> list[Duty]:
    """Weekly reports to write, to approve, to finish."""
    found = [
        Duty(
            f"report_{owed.level.value}",
            sentences_work.write_report(owed.level, owed.weeks),
            owed.due,
            None,
            owed.post.pk,
        )
        for owed in weekly.owed_by(user)
    ]
    return found + [
        Duty("draft", sentences_work.finish_report(report.level), report.due, None, report.pk)
        if report.author_id == user.pk
        else Duty("approval", sentences_work.approve_report(report.author.name), report.due, None, report.pk)
        for report in weekly.to_do(user)
    ]


def _letters(user: User, limit: int | None) -> list[Duty]:
    """Letters of the public to answer."""
    return [
        Duty("letter", sentences_work.answer_letter(row.get_kind_display(), row.number), row.due, None, row.pk)
        for row in public_letters.waiting_for(user)[:limit]
    ]


def _supervision(user: User) -> list[Duty]:
    """Findings on which a statement or a decision is owed, and notices that wait for approval (W-095), appraisals to decide (P-092)."""
    found = [Duty("finding", findings.duty(row), findings.due(row), row.case, row.pk) for row in findings.owed(user)]
    found += [Duty("circular", circulars.duty(row), None, None, row.pk) for row in circulars.owed(user)]
    objections, ready = appraisals.owed(user)
    found += [Duty("appraisal_decide", appraisals.duty(row), None, None, row.pk) for row in objections]
    return found + [Duty("appraisal", appraisals.duty(row), row.objections_due, None, row.pk) for row in ready]


def _after(user: User, limit: int | None) -> list[Duty]:
    """Visits, bad evaluations and benefits that somebody looks after when the case has gone on."""
    found = [
        Duty("follow_up", sentences_finish.follow_up(), row.due, row.case, row.pk)
        for row in aftercare.owed_visits(user)[:limit]
    ]
    found += [
        Duty("rectification", sentences_finish.rectification(row, user), row.due, row.case, row.pk)
        for row in aftercare.owed_rectifications(user)[:limit]
    ]
    found += [
        Duty("benefit", sentences_finish.benefit(row.policy), row.due, row.case, row.pk)
        for row in aftercare.asked_benefits(user)[:limit]
    ]
    return found


def _groups(user: User, limit: int | None) -> list[Duty]:
    """Papers of a group to hand over or to take."""
    found = [
        Duty("group_hand", sentences_finish.hand_to_group(row.group.name), None, row.case)
        for row in groups.to_hand(user)[:limit]
    ]
    found += [
        Duty("group_take", sentences_finish.take_from_group(row.giver.name), row.on, row.case, row.pk)
        for row in groups.to_take(user)[:limit]
    ]
    return found


def duties(user: User, limit: int | None = None) -> list[Duty]:
    """Everything owed, the most urgent first; with ``limit`` only so many, and of each kind no more are read: each source is
    in the order of its days."""
    found = [
        Duty("enquiry", sentences_work.answer_enquiry(note.author.name), note.due, note.case, note.pk)
        for note in enquiries(user)[:limit]
    ]
    found += [
        Duty("urge", sentences_work.acknowledge(row.what, row.label), row.due, row.case, row.pk)
        for row in urging.open_for(user)[:limit]
    ]
    found += [
        Duty("progress", sentences_work.tell_progress(), owed.due, owed.case)
        for owed in progress.owed_by(user, limit=limit)
    ]
    found += [
        Duty("problem", sentences_work.handle_problem(row.kind, row.raised_by.name), None, row.case, row.pk)
        for row in problems.waiting_for(user)[:limit]
    ]
    found += [
        Duty("order", sentences_work.answer_order(str(row)), row.due, row.case, row.pk)
        if row.status == OrderStatus.ISSUED
        else Duty("order_check", sentences_work.check_order(str(row)), None, row.case, row.pk)
        for row in supervision.owed(user)[:limit]
    ]
    found += [
        Duty("late_paper", sentences_easier.compare(row.material.name), row.due, row.case_item.case, row.pk)
        for row in easier.to_compare(user)[:limit]
    ]
    found += [Duty("ended_item", stopped.duty(row), None, row.case, row.pk) for row in stopped.owed(user)[:limit]]
    found += [
        Duty("meeting_task", sentences_work.meeting_task(row.text), row.due, row.meeting.case, row.pk)
        for row in meetings.tasks_of(user)[:limit]
    ]
    found += _after(user, limit) + _groups(user, limit) + _reports(user) + _letters(user, limit) + _supervision(user)
    return sorted(found, key=lambda duty: duty.due or date.max)[:limit]
