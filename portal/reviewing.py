"""Pages kept true: what is due for review, whom to remind, and the figures that editors read (W-066, W-067)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.contrib.auth.models import Group
from django.db.models import Count, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, WorkflowState

from cases.actions import reminders
from cases.enums_ladder import Watch
from cases.enums_letters import LetterKind
from cases.models import PublicLetter, User
from cases.queries.reference import Difference
from cases.queries.watched import Watched
from cases.queries.watched_outside import supervisors_of
from home.models import BrokenLink, MissedSearch, PageFeedback, PublicPage
from portal import keeping, withdrawing
from portal.editorial import PROMOTERS, REVIEWERS
from portal.models import DirectAnswer, QuestionPage, WithdrawalProposal, WordsCheck

AHEAD = timedelta(days=14)  # a reminder comes so long before
PERIOD = timedelta(days=90)  # of the figures
SHOWN = 15
PUBLISHED = "wagtail.publish"
TURNS = (PUBLISHED, "wagtail.unpublish")


def live_pages() -> list[PublicPage]:
    """Every published page with a review date, the most urgent first."""
    pages = (page for page in Page.objects.live().specific() if isinstance(page, PublicPage) and page.review_by)
    return sorted(pages, key=lambda page: (page.review_by or date.max, page.pk))


def due(pages: Iterable[PublicPage], today: date) -> list[PublicPage]:
    """Those to be reviewed within the time of the reminder, or late."""
    return [page for page in pages if page.review_by and page.review_by <= today + AHEAD]


def remind(today: date | None = None) -> int:
    """On Mondays: one message per person with all pages that are due; pages without a keeper go to every promoter."""
    today = today or timezone.localdate()
    if today.weekday() != 0:
        return 0
    promoters = list(_members(PROMOTERS))
    owed: dict[int, tuple[User, list[PublicPage]]] = {}
    for page in due(live_pages(), today):
        keeper = page.keeper if page.keeper and page.keeper.is_active else None
        for user in [keeper] if keeper else promoters:
            owed.setdefault(user.pk, (user, []))[1].append(page)
    for user, pages in owed.values():
        reminders.pages_due(user, [(page.title, page.review_by) for page in pages if page.review_by])
    return len(owed)


def watched(today: date) -> Iterable[Watched]:
    """Pages past their review date, for the ladder of urging: the keeper, or every promoter; then the reviewers and supervision."""
    late = [page for page in live_pages() if page.review_by and page.review_by < today]
    if not late:
        return
    promoters, reviewers = (tuple(_members(group)) for group in (PROMOTERS, REVIEWERS))
    for page in late:
        keeper = (page.keeper,) if page.keeper and page.keeper.is_active else promoters
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        day = page.review_by or today
        over = supervisors_of(keeper)
        yield Watched(Watch.PAGE, str(page.pk), day, keeper, partial(str, page.title), reviewers, over, edit)


def _members(group: str) -> QuerySet[User]:
    return User.objects.filter(groups__in=Group.objects.filter(name=group), is_active=True).distinct()


@dataclass(frozen=True)
class Rate:
    """A share with what it is made of; None where there is nothing to share."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.part / self.whole) if self.whole else None


def direct_rate(since: date, until: date = date.max) -> Rate:
    """Questions answered directly from the knowledge base, of all questions (直办率, W-067)."""
    direct, asked = (
        rows.order_by().annotate(of=Value(name)).values_list("of").annotate(Count("pk"))
        for name, rows in (("direct", direct_answers(since, until)), ("asked", questions(since, until)))
    )
    counted = dict(direct.union(asked))  # one question for both
    return Rate(counted.get("direct", 0), sum(counted.values()))


def direct_answers(since: date, until: date = date.max) -> QuerySet[DirectAnswer]:
    """Questions that an entry answered."""
    return DirectAnswer.objects.filter(at__date__range=(since, until))


def questions(since: date, until: date = date.max) -> QuerySet[PublicLetter]:
    """Questions that were sent because no entry answered them."""
    return PublicLetter.objects.filter(kind=LetterKind.QUESTION, sent_at__date__range=(since, until))


@dataclass(frozen=True)
class Stood:
    """A published entry with the review date that it had on a day."""

    page: QuestionPage
    review_by: date | None

    def in_time(self, day: date) -> bool:
        return self.review_by is not None and self.review_by >= day


def stood(day: date, today: date) -> list[Stood]:
    """The entries that were published on a day, as they stood then: a past day is read from the log of publications."""
    pages = list(QuestionPage.objects.order_by("pk"))
    if day >= today:
        return [Stood(page, page.review_by) for page in pages if page.live]
    if not pages:
        return []
    log = PageLogEntry.objects.filter(page__in=pages, action__in=TURNS, timestamp__date__lte=day)
    last = {row.page_id: row for row in log.select_related("revision").order_by("timestamp", "pk")}
    found = [(page, last.get(page.pk)) for page in pages]
    return [Stood(page, _review_day(page, row)) for page, row in found if _was_live(page, row, day)]


def _was_live(page: QuestionPage, row: PageLogEntry | None, day: date) -> bool:
    """Pages that were shipped have no entry in the log."""
    if row is not None:
        return bool(row.action == PUBLISHED)
    first = page.first_published_at
    return bool(page.live and first and timezone.localdate(first) <= day)


def _review_day(page: QuestionPage, row: PageLogEntry | None) -> date | None:
    """What the version said that was out; where none was kept, what the page says."""
    if row is None or row.revision is None:
        return page.review_by
    said = row.revision.content.get("review_by")
    return date.fromisoformat(said) if said else None


def reviewed_rate(day: date, today: date | None = None) -> Rate:
    """Entries of the knowledge base that were within their review date on a day (知识库更新率)."""
    rows = stood(day, today or day)
    return Rate(sum(row.in_time(day) for row in rows), len(rows))


@dataclass(frozen=True)
class Dashboard:
    """What a promoter finds in the morning."""

    direct: Rate
    reviewed: Rate
    reviews: list[WorkflowState]
    sent_back: list[WorkflowState]
    drafts: list[QuestionPage]
    due: list[PublicPage]
    missed: list[MissedSearch]
    unhelpful: list[tuple[PublicPage, int, int, list[str]]]
    links: list[BrokenLink]
    open_questions: int
    withdrawals: list[WithdrawalProposal]
    words: list[tuple[WordsCheck, PublicPage, list[Difference]]]


def dashboard(today: date | None = None) -> Dashboard:
    """What waits, what ages, what readers look for and do not find."""
    today = today or timezone.localdate()
    return Dashboard(
        direct=direct_rate(today - PERIOD),
        reviewed=reviewed_rate(today),
        reviews=_under_way(WorkflowState.STATUS_IN_PROGRESS),
        sent_back=_under_way(WorkflowState.STATUS_NEEDS_CHANGES),
        drafts=list(QuestionPage.objects.filter(source__isnull=False, live=False, first_published_at=None)[:SHOWN]),
        due=due(live_pages(), today)[:SHOWN],
        missed=list(MissedSearch.objects.all()[:SHOWN]),
        unhelpful=_unhelpful(today - PERIOD),
        links=list(BrokenLink.objects.select_related("page")[:SHOWN]),
        open_questions=PublicLetter.objects.filter(kind=LetterKind.QUESTION, answered_at=None).count(),
        withdrawals=list(withdrawing.waiting()[:SHOWN]),
        words=_words(),
    )


def _under_way(status: str) -> list[WorkflowState]:
    """Approvals that stand like this, the longest first, with the page and the last word of the reviewer."""
    rows = WorkflowState.objects.filter(status=status).select_related("requested_by", "current_task_state")
    return list(rows.prefetch_related("content_object").order_by("created_at")[:SHOWN])


def _words() -> list[tuple[WordsCheck, PublicPage, list[Difference]]]:
    """Words to check because the record has changed: the task, its page, what the record says anew."""
    tasks = list(keeping.to_check()[:SHOWN])
    pages = {page.pk: page for page in Page.objects.filter(pk__in=[task.page_id for task in tasks]).specific()}
    return [(task, pages[task.page_id], keeping.changed(task)) for task in tasks]


def _unhelpful(since: date) -> list[tuple[PublicPage, int, int, list[str]]]:
    """Pages that most readers did not find useful: page, no, all, the last words about what was missing."""
    said = PageFeedback.objects.filter(at__date__gte=since).order_by().values("page")
    rows = (
        said.annotate(no=Count("pk", filter=Q(useful=False)), total=Count("pk"))
        .filter(no__gt=0)
        .order_by("-no")[:SHOWN]
    )
    pages = {page.pk: page for page in Page.objects.filter(pk__in=[row["page"] for row in rows]).specific()}
    found = []
    for row in rows:
        words = PageFeedback.objects.filter(page=row["page"], useful=False).exclude(comment="")
        found.append((pages[row["page"]], row["no"], row["total"], list(words.values_list("comment", flat=True)[:3])))
    return found
