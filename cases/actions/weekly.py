"""Weekly reports: drafted from what happened, corrected by a person, approved, sent, joined for the government (P-067, P-068).

They belong to no case; a report's own ``version`` keeps two hands apart. Approved words are never changed.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import checkcodes
from cases.actions import alert_ends, moves, notices, numbers
from cases.documents import mark
from cases.documents import weekly as weekly_form
from cases.documents.weekly_docx import DOCX, weekly_docx
from cases.enums import PostRole
from cases.enums_work import ReportLevel, ReportStatus
from cases.exceptions import BadInput, CaseError, NotAllowed, Stale
from cases.models import Post, ReportFile, User, WeeklyReport
from cases.queries import weekly, weekly_draft

PDF = "application/pdf"
PARTS = ("progress", "problems", "suggestions")
LETTERS = "HB"  # 汇报; reports of before have the letters of the transfer slips


def draft(post_id: int, level: str, *, by: User) -> WeeklyReport:
    """Draft what this person owes for one post; a second press finds the first draft. What was missed is covered."""
    with transaction.atomic():
        Post.objects.select_for_update().filter(pk=post_id, user=by).first()
        owed = next((one for one in weekly.owed_by(by) if one.post.pk == post_id and one.level == level), None)
        if owed is None:
            return _drafted_already(post_id, level, by)
        join = list(weekly.to_join(owed.region, owed.until)) if level == ReportLevel.GOVERNMENT else []
        parts = weekly_draft.joined(join) if join else weekly_draft.draft(owed, by)
        made = WeeklyReport.objects.create(
            level=level, region=owed.region, unit=owed.post.unit, group=owed.post.group, author=by, since=owed.since,
            until=owed.until, due=owed.until, weeks=owed.weeks, progress=parts.progress, problems=parts.problems,
            suggestions=parts.suggestions, drafted_at=timezone.now(),
        )  # fmt: skip
        made.sources.set(join)
        return made


def _drafted_already(post_id: int, level: str, by: User) -> WeeklyReport:
    unit = Post.objects.filter(pk=post_id, user=by).values("unit")
    found = WeeklyReport.objects.filter(author=by, level=level, unit__in=unit, status=ReportStatus.DRAFT).first()
    if found is None:
        raise NotAllowed(_("You owe no such report now."))
    return found


def correct(
    report: WeeklyReport, *, progress: str, problems: str, suggestions: str, by: User, version: int | None = None
) -> WeeklyReport:
    """The author corrects the draft; all three parts must say something (P-068)."""
    typed = dict(zip(PARTS, (progress.strip(), problems.strip(), suggestions.strip()), strict=True))
    for name, text in typed.items():
        if not text:
            raise BadInput(
                _("Each of the three parts says something; write “none” where there is nothing."), field=name
            )
    with _locked(report, version) as row:
        _author(row, by)
        for name, text in typed.items():
            setattr(row, name, text)
        row.save(update_fields=[*PARTS, "version"])
    return row


def submit(report: WeeklyReport, *, by: User, version: int | None = None) -> WeeklyReport:
    """Hand it in: whoever approves is told."""
    with _locked(report, version) as row:
        _author(row, by)
        row.status, row.submitted_at, row.returned_why = ReportStatus.SUBMITTED, timezone.now(), ""
        row.save(update_fields=["status", "submitted_at", "returned_why", "version"])
        notices.owe(
            weekly.approvers(row), "report_submitted", None, _opens(row) | {"author": by.name, "until": str(row.until)}
        )
        alert_ends.reported(by)
    moves.wake()
    return row


def _opens(row: WeeklyReport) -> dict[str, str]:
    """Where a message about it leads."""
    return {"opens": f"reports/{row.pk}"}


def send_back(report: WeeklyReport, *, why: str, by: User, version: int | None = None) -> WeeklyReport:
    """Return it to its author with the reason."""
    if not why.strip():
        raise BadInput(_("Say what has to be changed."), field="why")
    with _locked(report, version) as row:
        _approver(row, by)
        row.status, row.returned_why = ReportStatus.DRAFT, why.strip()
        row.save(update_fields=["status", "returned_why", "version"])
        notices.owe([row.author], "report_returned", None, _opens(row) | {"author": by.name, "text": why.strip()})
    moves.wake()
    return row


def approve(report: WeeklyReport, *, by: User, version: int | None = None) -> WeeklyReport:
    """Approve it: an agent's goes to the dispatch group, the joint one to the government with a copy to the office.

    ``version``: as it was read; words that were corrected since are nobody's to approve unread."""
    with _locked(report, version) as row:
        _approver(row, by)
        now = timezone.now()
        row.approved_by, row.approved_at, row.sent_at = by, now, now
        row.status = ReportStatus.APPROVED
        until, author = str(row.until), row.author.name
        if row.level == ReportLevel.GOVERNMENT:
            row.status, row.number = ReportStatus.SENT, _number(row, timezone.localdate())
            _print(row)
            notices.owe(_office(row), "report_sent", None, _opens(row) | {"until": until, "number": row.number})
        else:
            notices.owe(_dispatchers(row), "report_approved", None, _opens(row) | {"until": until, "author": author})
        row.save(update_fields=["approved_by", "approved_at", "sent_at", "status", "number", "version"])
    moves.wake()
    return row


@contextmanager
def _locked(report: WeeklyReport, version: int | None) -> Iterator[WeeklyReport]:
    """The row under lock with its next version; a page that is older is refused."""
    with transaction.atomic():
        found = WeeklyReport.objects.select_for_update(of=("self",)).select_related("author", "unit", "group", "region")
        row = found.get(pk=report.pk)
        if version is not None and version != row.version:
            raise Stale(_("Somebody else changed this report meanwhile. Look at it again."))
        row.version += 1
        yield row


def _author(row: WeeklyReport, by: User) -> None:
    if row.author_id != by.pk:
        raise NotAllowed(_("Only its author writes a report."))
    if row.status != ReportStatus.DRAFT:
        raise CaseError(_("This report was handed in; its words stay as they are."))


def _approver(row: WeeklyReport, by: User) -> None:
    if row.status != ReportStatus.SUBMITTED:
        raise CaseError(_("This report does not wait for approval."))
    if not weekly.may_approve(by, row):
        raise NotAllowed(_("This report is approved by somebody else, and never by its author."))


def _number(row: WeeklyReport, today: date) -> str:
    return numbers.document_number(LETTERS, row.region.code, today.year)


def _dispatchers(row: WeeklyReport) -> list[User]:
    """The dispatch group's agents, and the author who wants to know."""
    group = weekly.dispatch_group(row.region)
    posts = Post.objects.active().filter(role=PostRole.GROUP_AGENT, group=group)
    return [row.author, *User.objects.filter(posts__in=posts, is_active=True).distinct()]


def _office(row: WeeklyReport) -> list[User]:
    """The office of the task force gets its copy: the chief agents of the region (P-013, P-068)."""
    posts = Post.objects.active().filter(role=PostRole.CHIEF_AGENT, unit__region=row.region)
    return [row.author, *User.objects.filter(posts__in=posts, is_active=True).distinct()]


def _print(row: WeeklyReport) -> None:
    """The written report as PDF and as DOCX, kept with their hashes."""
    data = weekly_form.data_of(row)
    head = mark.mark(row.number, checkcodes.grouped(row.check_code), settings.WAGTAILADMIN_BASE_URL)
    for name, kind, content in (
        (f"{data.title}-{row.number}.pdf", PDF, weekly_form.weekly(data).marked(head).pdf),
        (f"{data.title}-{row.number}.docx", DOCX, weekly_docx(data)),
    ):
        ReportFile.objects.create(
            report=row, name=name, content_type=kind, content=content, sha256=hashlib.sha256(content).hexdigest()
        )
