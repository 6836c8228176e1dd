"""Weekly reports: who owes one, for which time, who approves it, who may read it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import CaseStatus, PostRole
from cases.enums_work import ReportLevel, ReportStatus
from cases.listwords import listed
from cases.models import Case, Post, Region, ServiceScheme, User, WeeklyReport, WorkGroup
from cases.models.organisation import DISPATCHING
from cases.permissions import NO_VOICE
from cases.queries import calendars, cases, tree, weeks
from cases.worktime import WorkCalendar

REPORTING = (PostRole.GROUP_AGENT, PostRole.UNIT_AGENT)
READERS = (PostRole.CHIEF_AGENT, PostRole.GROUP_AGENT, PostRole.OVERALL_MANAGER, PostRole.WORK_SUPERVISOR)
RUNNING = (
    CaseStatus.SIGNED, CaseStatus.NOTIFIED, CaseStatus.UNDERWAY, CaseStatus.SUSPENDED, CaseStatus.DELIVERING, CaseStatus.COMPLETION
)  # fmt: skip
DONE = (ReportStatus.APPROVED, ReportStatus.SENT)
PARTS = ("author", "unit", "group", "region", "approved_by")  # what a row of a list and a page show of a report


@dataclass(frozen=True)
class Owed:
    """A report that is owed: it covers ``since`` to ``until``; ``due`` is the oldest report day of the ``weeks`` that were missed."""

    post: Post
    region: Region
    level: ReportLevel
    since: date
    until: date
    due: date
    weeks: int


def region_of(post: Post) -> Region | None:
    """The region whose scheme the post serves: its group's, or the nearest above its unit that has one."""
    region: Region | None = post.group.region if post.group else post.unit.region
    while region is not None and region.scheme_id is None:
        region = region.parent
    return region


def dispatch_group(region: Region) -> WorkGroup | None:
    """The group that joins the reports (P-068)."""
    found = WorkGroup.objects.filter(DISPATCHING, region=region)
    return found.select_related("lead", "region__scheme").order_by("order").first()


def scope(post: Post, user: User) -> QuerySet[Case]:
    """Running cases of which this post reports."""
    found = cases.visible_to(user).filter(status__in=RUNNING)
    if post.role == PostRole.GROUP_AGENT:
        return found.filter(Q(flow_tables__group=post.group_id) | Q(items__group=post.group_id)).distinct()
    return found.filter(Q(items__unit=post.unit_id) | Q(items__agent=user)).distinct()


def owed_by(user: User, today: date | None = None, *, handed_in: bool = False) -> list[Owed]:
    """What this person owes today: the report of each post, and for the dispatch group the one to the government.

    ``handed_in``: a draft that nobody has handed in covers no week.
    """
    today = today or timezone.localdate()
    found: list[Owed] = []
    for post in user.active_posts:
        region = region_of(post) if post.role in REPORTING else None
        if region is None or region.scheme is None:
            continue
        levels = [ReportLevel.AGENT]
        group = dispatch_group(region)
        if group and post.group_id == group.pk:
            levels.append(ReportLevel.GOVERNMENT)
        found += [one for level in levels if (one := _owed(user, post, region, region.scheme, level, today, handed_in))]
    return found


def coming(user: User, today: date | None = None) -> list[tuple[ReportLevel, date]]:
    """The next report days of this person, for the calendar; nobody reports while nothing runs."""
    today = today or timezone.localdate()
    cal, found = calendars.current(), dict[ReportLevel, date]()
    for post in user.active_posts:
        region = region_of(post) if post.role in REPORTING else None
        if region is None or region.scheme is None or not scope(post, user).exists():
            continue
        day = weeks.next_due(today, region.scheme.report_weekday, cal)
        group = dispatch_group(region)
        joint = [ReportLevel.GOVERNMENT] if group and post.group_id == group.pk else []
        found |= {level: day for level in [ReportLevel.AGENT, *joint] if day}
    return sorted(found.items(), key=lambda one: one[1])


def _owed(
    user: User, post: Post, region: Region, scheme: ServiceScheme, level: ReportLevel, today: date, handed_in: bool
) -> Owed | None:
    cal, weekday = calendars.current(), scheme.report_weekday
    until = weeks.last_due(today, weekday, cal)
    if until is None:
        return None
    made = reports_of(user, post, region, level)
    if handed_in:
        made = made.exclude(status=ReportStatus.DRAFT, submitted_at=None)
    last = made.order_by("-until").values_list("until", flat=True).first()
    if (last and last >= until) or not scope(post, user).exists():
        return None
    since = last + timedelta(days=1) if last else _first_day(post, user)
    if since > until:
        return None
    due = _oldest(post, user, since, weekday, cal)
    return Owed(post, region, level, since, until, due or until, weeks.covered(since, until, weekday, cal))


def _oldest(post: Post, user: User, since: date, weekday: int, cal: WorkCalendar) -> date | None:
    """The first report day on which something ran: a post that had nothing to do owes nothing for that time."""
    first = weeks.next_due(since, weekday, cal)
    if first is None or scope(post, user).filter(signed_at__date__lte=first).exists():
        return first
    return weeks.next_due(max(since, _first_day(post, user)), weekday, cal)


def missed(owed: Owed) -> list[date]:
    """The report days that an owed report makes up for, the oldest first."""
    weekday = owed.region.scheme.report_weekday if owed.region.scheme else 0
    return weeks.days(owed.due, owed.until, weekday, calendars.current())


def oldest_case(post: Post, user: User) -> Case | None:
    """Of the running cases that a post reports of, the one signed first."""
    found = scope(post, user).exclude(signed_at=None).order_by("signed_at", "pk")
    return found.select_related("region", "handling_unit").first()


def reports_of(user: User, post: Post, region: Region, level: ReportLevel) -> QuerySet[WeeklyReport]:
    """Reports before: of this person in this unit, or of the region to the government."""
    if level == ReportLevel.GOVERNMENT:
        return WeeklyReport.objects.filter(region=region, level=level)
    return WeeklyReport.objects.filter(author=user, unit=post.unit_id, level=level)


def _first_day(post: Post, user: User) -> date:
    """The first report goes back to the signing of the first case, and never before the person took the post."""
    signed = scope(post, user).exclude(signed_at=None).order_by("signed_at").values_list("signed_at", flat=True).first()
    return max(timezone.localtime(signed).date(), post.since) if signed else post.since


def visible_to(user: User) -> QuerySet[WeeklyReport]:
    """One's own; what others handed in for those who coordinate the region. Nobody else any."""
    if not user.is_authenticated or not user.active_posts:
        return WeeklyReport.objects.none()
    wanted = Q(author=user)
    for post in user.active_posts:
        region = region_of(post)
        if post.role in READERS and region is not None:
            wanted |= tree.inside(region) & ~Q(status=ReportStatus.DRAFT)
    return WeeklyReport.objects.filter(wanted).select_related(*PARTS)


def approvers(report: WeeklyReport) -> QuerySet[User]:
    """Who approves: the group agent over a unit agent, the chief agent, for the government also the lead unit's others."""
    posts = Post.objects.active().exclude(role__in=NO_VOICE)
    wanted = Q(role=PostRole.CHIEF_AGENT, unit__region=report.region)
    if report.level == ReportLevel.GOVERNMENT:
        wanted |= Q(unit=report.unit)
    elif report.group_id is None:
        groups = WorkGroup.objects.filter(Q(lead=report.unit) | Q(members=report.unit), region=report.region)
        wanted |= Q(role=PostRole.GROUP_AGENT, group__in=groups)
    found = User.objects.filter(posts__in=posts.filter(wanted), is_active=True).exclude(pk=report.author_id)
    return found.distinct()


def may_approve(user: User, report: WeeklyReport) -> bool:
    """Never one's own."""
    return report.status == ReportStatus.SUBMITTED and approvers(report).filter(pk=user.pk).exists()


def why_not(report: WeeklyReport) -> str:
    """Why somebody cannot approve it, and who can."""
    if report.status != ReportStatus.SUBMITTED:
        return _("This report does not wait for approval.")
    told = {"author": report.author.name, "names": listed(user.name for user in approvers(report).order_by("pk"))}
    return _("Never approved by its author (%(author)s). Who can: %(names)s.") % told


def to_do(user: User) -> list[WeeklyReport]:
    """One's own drafts to finish, and reports of others that wait for this person's approval."""
    draft, handed_in = Q(status=ReportStatus.DRAFT, author=user), Q(status=ReportStatus.SUBMITTED) & ~Q(author=user)
    keys = list(visible_to(user).filter(draft | handed_in).order_by().values_list("pk", flat=True))
    if not keys:  # as for most people on most days: then nothing is joined
        return []
    found = WeeklyReport.objects.filter(pk__in=keys).select_related(*PARTS).order_by("due")
    return [report for report in found if report.author_id == user.pk or may_approve(user, report)]


def to_join(region: Region, until: date) -> QuerySet[WeeklyReport]:
    """Approved reports of agents that no report to the government has taken up yet."""
    found = WeeklyReport.objects.filter(region=region, level=ReportLevel.AGENT, status=ReportStatus.APPROVED)
    return found.filter(joined_in__isnull=True, until__lte=until).select_related("author", "unit", "group")


def dispatched(user: User) -> list[Region]:
    """Places whose joint report the person's group writes (P-068)."""
    groups = (post.group for post in user.active_posts if post.group is not None and post.dispatches)
    return list(dict.fromkeys(group.region for group in groups))


def to_join_for(user: User) -> QuerySet[WeeklyReport]:
    """The same for the person's own dispatch group, whatever the week."""
    found = WeeklyReport.objects.filter(region__in=dispatched(user), level=ReportLevel.AGENT)
    return found.filter(status=ReportStatus.APPROVED, joined_in__isnull=True)


def joint_due(user: User, today: date | None = None) -> date | None:
    """The day of the next joint report: one that is owed already, else the next report day."""
    owed = [one.until for one in owed_by(user, today) if one.level == ReportLevel.GOVERNMENT]
    ahead = [day for level, day in coming(user, today) if level == ReportLevel.GOVERNMENT]
    return min([*owed, *ahead], default=None)
