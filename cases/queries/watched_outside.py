"""Dates outside cases that climb the ladder: weekly reports, letters of the public, statements, answers to inspections (C.7, P-070).

What a finding or a letter is about is not everybody's to know, even where it belongs to a case: its alert belongs to none, and is
seen by those who may know of it (``guarded``).
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from django.db.models import Q
from django.utils.translation import gettext as _

from cases import permissions
from cases.enums import PostRole
from cases.enums_findings import FindingStatus
from cases.enums_inspections import InspectionStatus
from cases.enums_ladder import Watch
from cases.enums_letters import LetterKind
from cases.models import Finding, Inspection, Post, PublicLetter, Region, User
from cases.queries import circulars, findings, inspections, people, public_letters, weekly
from cases.queries.watched import Source, Watched


def reports(today: date) -> Iterator[Watched]:
    """Weekly reports that are owed, each by its author."""
    posts = Post.objects.active().filter(role__in=weekly.REPORTING)
    for user in User.objects.filter(posts__in=posts, is_active=True).distinct().order_by("pk"):
        yield from reports_of(user, today)


def reports_of(user: User, today: date) -> Iterator[Watched]:
    """Those of one person: each stands on the oldest week owed, until a report that was handed in covers it."""
    for owed in weekly.owed_by(user, today, handed_in=True):
        place = owed.post.unit.region
        yield Watched(
            Watch.REPORT, f"{owed.post.pk}-{owed.level}", owed.due, (user,), partial(_report, owed, user),
            heads=_heads(place), over=tuple(people.supervisors(place)), address="/office/reports/",
        )  # fmt: skip


def _report(owed: weekly.Owed, user: User) -> str:
    return _("%(level)s: %(name)s") % {"level": owed.level.label, "name": user.name}


def _heads(region: Region) -> tuple[User, ...]:
    """Heads of the agencies of a place and of those above it."""
    return tuple(people.over(region, permissions.CHIEF_ROLES))


def letters(today: date) -> Iterator[Watched]:
    """Letters of the public that wait for their answer: by those at the desk, over them whoever is not concerned."""
    rows = PublicLetter.objects.filter(answered_at=None).prefetch_related("hidden_from")
    for row in rows.select_related("case", "unit", "desk_region", "assigned_to").order_by("pk"):
        # A complaint is supervision's: heads of agencies are told of questions only.
        heads = _heads(row.desk_region) if row.kind == LetterKind.QUESTION else ()
        doing, above, over = (
            tuple(public_letters.unconcerned(row, users))
            for users in (public_letters.readers(row), heads, people.supervisors(row.desk_region))
        )
        yield Watched(
            Watch.LETTER, row.number, row.due, doing, partial(_letter, row), above, over, f"/office/letters/{row.pk}/"
        )  # fmt: skip


def _letter(row: PublicLetter) -> str:
    return _("%(about)s of the public: %(letter)s") % {"about": row.get_kind_display(), "letter": row.number}


def statements(today: date) -> Iterator[Watched]:
    """Statements that units owe on findings; whoever decides about the finding is told when none comes."""
    rows = Finding.objects.filter(status=FindingStatus.HEARING, hearing_due__isnull=False)
    for row in rows.select_related("case__region", "case__handling_unit", "unit", "person").order_by("pk"):
        assert row.hearing_due is not None
        yield Watched(
            Watch.STATEMENT, row.number, row.hearing_due, tuple(findings.heard(row)), partial(_statement, row),
            heads=tuple(findings.judges(row)), address=f"/office/findings/{row.pk}/",
        )  # fmt: skip


def _statement(row: Finding) -> str:
    return _("Statement on finding %(number)s (%(kind)s)") % {"number": row.number, "kind": row.get_kind_display()}


def inspection_replies(today: date) -> Iterator[Watched]:
    """Answers that units owe to reports of special inspections."""
    rows = Inspection.objects.filter(status=InspectionStatus.REPORTED, answered_at=None, answer_due__isnull=False)
    for row in rows.select_related("unit", "region").order_by("pk"):
        assert row.answer_due is not None
        yield Watched(
            Watch.INSPECTION_REPLY, row.number or "", row.answer_due, tuple(people.of_units([row.unit])),
            partial(_reply, row), heads=_heads(row.region), over=tuple(people.supervisors(row.region)),
            address=f"/office/inspections/{row.pk}/",
        )  # fmt: skip


def _reply(row: Inspection) -> str:
    return _("Answer to special inspection %(number)s: %(unit)s") % {"number": row.number, "unit": row.unit.name}


def public_notices(today: date) -> Iterator[Watched]:
    """Public notices of praise and criticism that a place owes by the rhythm of its scheme (P-092): by those who supervise it."""
    write = "/office/praise-and-criticism/write/?audience=public&region="
    for one in circulars.schedule():
        heads = _heads(one.region)
        yield Watched(
            Watch.CIRCULAR, one.region.code, one.due, tuple(people.over(one.region, permissions.SUPERVISING)) or heads,
            partial(_public_notice, one.region), heads, address=f"{write}{one.region.pk}",
        )  # fmt: skip


def _public_notice(region: Region) -> str:
    return _("Public notice of praise or criticism: %(place)s") % {"place": region.name}


SOURCES: dict[Watch, Source] = {
    Watch.REPORT: reports,
    Watch.LETTER: letters,
    Watch.STATEMENT: statements,
    Watch.INSPECTION_REPLY: inspection_replies,
    Watch.CIRCULAR: public_notices,
}
GUARDED = (Watch.LETTER, Watch.STATEMENT, Watch.INSPECTION_REPLY)


def guarded(user: User) -> Q:
    """Alerts about what not everybody may know of, as far as this person may."""
    letters = public_letters.visible_to(user) | public_letters.looked_over(user)
    return (
        Q(what=Watch.LETTER, label__in=letters.values("number"))
        | Q(what=Watch.STATEMENT, label__in=findings.visible_to(user).values("number"))
        | Q(what=Watch.INSPECTION_REPLY, label__in=inspections.visible_to(user).filter(number__isnull=False).values("number"))
    )  # fmt: skip


def supervisors_of(users: Iterable[User]) -> tuple[User, ...]:
    """The work supervisors over the places where these people work."""
    regions = Region.objects.filter(units__posts__in=Post.objects.active().filter(user__in=[user.pk for user in users]))
    codes = {code for path in regions.values_list("path", flat=True) for code in path.split("/")}
    posts = Post.objects.active().filter(role=PostRole.WORK_SUPERVISOR, unit__region__code__in=codes)
    return tuple(User.objects.filter(posts__in=posts, is_active=True).distinct().order_by("pk"))
