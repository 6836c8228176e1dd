"""What a calendar subscription shows: due dates, meetings and the milestones of the roadmap, to whoever may see them now."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from cases import permissions
from cases.daywords import date_words
from cases.enums import CaseStatus, ItemStatus, MeetingKind
from cases.exceptions import CaseError
from cases.ics import Entry
from cases.models import CalendarFeed, Case, CaseItem, Meeting, PlanRow, TeamMember, User
from cases.queries import (
    calendars,
    cases,
    deadlines,
    milestones,
    movable,
    moved,
    public_letters,
    sentences,
    sentences_dates,
    sentences_work,
    weekly,
)
from cases.queries.trials import Bench
from cases.transitions import FINAL

MOST_CASES = 100


def find(token_hash: str) -> CalendarFeed | None:
    """The open subscription behind an address."""
    rows = CalendarFeed.objects.filter(token_hash=token_hash, revoked_at__isnull=True)
    return rows.select_related("user", "case__project").first()


def of(user: User, case: Case | None) -> CalendarFeed | None:
    """The person's open subscription to a case, or to everything."""
    return CalendarFeed.objects.filter(user=user, case=case, revoked_at__isnull=True).first()


def title(feed: CalendarFeed) -> str:
    """What a calendar program calls it."""
    if feed.case is None:
        return _("Assisted approval: my dates")
    if not shown(feed).exists():
        return _("Assisted approval")
    return feed.case.project.name


def shown(feed: CalendarFeed) -> QuerySet[Case]:
    """The cases that the owner may see at this moment; the soonest first, at most a hundred."""
    user = feed.user
    if not user.is_active:
        return Case.objects.none()
    seen = cases.visible_to(user).exclude(status=CaseStatus.DRAFT)
    # What was filed is over, unless a visit or a rectification is still owed.
    seen = seen.exclude(status__in=FINAL, next_due__isnull=True)
    if feed.case_id is not None:
        return seen.filter(pk=feed.case_id)
    own = Q(enterprise__in=list(user.member_of))
    own |= Q(pk__in=TeamMember.objects.filter(user=user, until__isnull=True).values("case"))
    own |= Q(pk__in=CaseItem.objects.filter(agent=user).values("case"))
    units = permissions.opinion_units(user)
    if units:
        asked = Meeting.objects.filter(units__in=units, held_on__isnull=True, cancelled_at__isnull=True)
        own |= Q(pk__in=asked.values("case"))
    return seen.filter(own).order_by(F("next_due").asc(nulls_last=True), "pk")[:MOST_CASES]


def entries(feed: CalendarFeed, base_url: str) -> list[Entry]:
    """Everything in the active language; nothing that a mail would not say."""
    found: list[Entry] = []
    keys = list(shown(feed).values_list("pk", flat=True))
    standing = _standing(keys)
    for case in Case.objects.filter(pk__in=keys).select_related("project", "scheme").prefetch_related("meetings"):
        found += _of_case(case, feed.user, base_url, standing.get(case.pk))
    if feed.case_id is None and feed.user.is_active:
        found += [*_reports(feed.user, base_url), *_letters(feed.user, base_url)]
    return found


def _reports(user: User, base_url: str) -> Iterator[Entry]:
    """The next weekly reports that the person owes (P-067, P-068)."""
    url = f"{base_url}/office/reports/"
    for level, day in weekly.coming(user):
        words = _("Weekly report: %(level)s") % {"level": level.label}
        uid = f"report-{level.value}-{day}-{user.pk}@bangdaiban"
        yield Entry(uid=uid, day=day, summary=words, description=url, location="", url=url)


def _letters(user: User, base_url: str) -> Iterator[Entry]:
    """Letters of the public that the person has to answer (P-093): number and kind, nothing of the writer."""
    for row in public_letters.waiting_for(user):
        url = f"{base_url}/office/letters/{row.pk}/"
        words = sentences_work.answer_letter(row.get_kind_display(), row.number)
        uid = f"letter-{row.pk}-{user.pk}@bangdaiban"
        yield Entry(uid=uid, day=row.due, summary=words, description=url, location="", url=url)


def _of_case(case: Case, user: User, base_url: str, standing: moved.Days | None) -> Iterator[Entry]:
    applicant = permissions.is_applicant(user, case)
    url = f"{base_url}/{'my' if applicant else 'office'}/cases/{case.uuid}/"
    places = {str(row.pk): row.place for row in case.meetings.all() if not applicant or _public(row)}

    cal = calendars.current()

    def entry(what: str, ref: str, day: date, words: str, more: str = "") -> Entry:
        told, unsure = [more], what != "meeting" and cal.is_provisional(day)  # a meeting's day was chosen, not counted
        if unsure:
            words = sentences_dates.provisional(words)
            told.append(_("The holidays of this year are not published yet: the day may still move."))
        return Entry(
            uid=f"{what}-{ref or 0}-{case.uuid}@bangdaiban",
            day=day,
            summary=_("%(project)s: %(what)s") % {"project": case.project.name, "what": words},
            description="\n".join(line for line in (*told, case.number or "", url) if line),
            location=places.get(ref, "") if what == "meeting" else "",
            url=url,
        )

    for row in deadlines.for_enterprise(case) if applicant else deadlines.all_for(case):
        yield entry(row.what, row.ref, row.date, sentences.deadline(row.what, row.label))
    for name, day in _milestones(case):
        now = day if standing is None else standing.get(name, day)
        yield entry("milestone", name, now or day, *_milestone_words(milestones.word(name), day, now))


def _milestone_words(name: str, planned: date, now: date | None) -> tuple[str, str]:
    """A milestone in the calendar, and what its description adds where it is another day than the roadmap says (P-065)."""
    if now == planned:
        return _("%(name)s by the roadmap") % {"name": name}, ""
    by_plan = _("By the roadmap: %(day)s.") % {"day": date_words(planned)}
    if now is None:
        return _("%(name)s by the roadmap; no date as things stand") % {"name": name}, by_plan
    return _("%(name)s as things stand") % {"name": name}, by_plan


def _standing(keys: Iterable[int]) -> dict[int, moved.Days]:
    """The milestones of running cases as things stand, by case; in as many questions for a hundred as for one."""
    running = Case.objects.filter(pk__in=keys, status__in=moved.MOVES, plans__current=True).values_list("pk", flat=True)
    found: dict[int, moved.Days] = {}
    for one in movable.cases(running, movable.Catalogue()) if running else ():
        bench = Bench(one.case, known=one.known)
        try:
            found[one.case.pk] = moved.days(moved.waited_for(bench), bench.now)
        except CaseError:
            continue  # what cannot be counted any more is said on the roadmap's own pages
    return found


def _public(meeting: Meeting) -> bool:
    """Whether the enterprise is told where the meeting is: of the units' own meetings it only knows the day."""
    return meeting.kind == MeetingKind.JOINT_REVIEW


def _milestones(case: Case) -> list[tuple[str, date]]:
    """Those of the roadmap in force that are still ahead of their items."""
    rows = PlanRow.objects.filter(plan__case=case, plan__current=True, case_item__done_on__isnull=True)
    rows = rows.exclude(case_item__status=ItemStatus.DROPPED)
    known = rows.values_list("case_item__item__code", "end")
    ends = {code: end for code, end in known if end is not None}
    found = [(name, ends[code]) for name, code in milestones.ITEMS.items() if code in ends]
    # While an item waits for an event without a date nobody knows the end.
    if ends and len(ends) == len(known):
        found.append((milestones.END, max(ends.values())))
    return found
