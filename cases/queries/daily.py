"""What an officer owes beside the steps of the cases: answers, accounts, acknowledgements. For My day."""

from dataclasses import dataclass
from datetime import date

from cases.enums_work import ReportStatus
from cases.models import Case, Note, User, WeeklyReport
from cases.queries import cases, problems, progress, sentences_work, urging, weekly
from cases.transitions import FINAL


@dataclass(frozen=True)
class Duty:
    """One thing owed. ``kind`` and ``pk`` say where it is done; ``case`` is None for what belongs to no case."""

    kind: str
    sentence: str
    due: date | None
    case: Case | None = None
    pk: int | None = None


def enquiries(user: User) -> list[Note]:
    """Enquiries of enterprises that this person has to answer, the most urgent first."""
    visible = cases.visible_to(user).filter(progress.mine(user)).exclude(status__in=FINAL)
    found = Note.objects.filter(due__isnull=False, answered_at__isnull=True, case__in=visible)
    return list(found.select_related("case__project", "case__enterprise", "author").order_by("due", "pk"))


def duties(user: User) -> list[Duty]:
    """Everything owed, the most urgent first."""
    found = [
        Duty("enquiry", sentences_work.answer_enquiry(note.author.name), note.due, note.case, note.pk)
        for note in enquiries(user)
    ]
    found += [
        Duty("urge", sentences_work.acknowledge(row.what, row.label), row.due, row.case, row.pk)
        for row in urging.open_for(user)
    ]
    found += [Duty("progress", sentences_work.tell_progress(), owed.due, owed.case) for owed in progress.owed_by(user)]
    found += [
        Duty("problem", sentences_work.handle_problem(row.kind, row.raised_by.name), None, row.case, row.pk)
        for row in problems.waiting_for(user)
    ]
    found += [
        Duty(
            f"report_{owed.level.value}",
            sentences_work.write_report(owed.level, owed.weeks),
            owed.until,
            None,
            owed.post.pk,
        )
        for owed in weekly.owed_by(user)
    ]
    found += [
        Duty("approval", sentences_work.approve_report(report.author.name), report.due, None, report.pk)
        for report in weekly.to_approve(user)
    ]
    found += [
        Duty("draft", sentences_work.finish_report(report.level), report.due, None, report.pk)
        for report in WeeklyReport.objects.filter(author=user, status=ReportStatus.DRAFT)
    ]
    return sorted(found, key=lambda duty: duty.due or date.max)
