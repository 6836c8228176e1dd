"""Notices of praise and criticism: who reads which, what the public reads, and what a public one must not say (W-095, P-092)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import findings, permissions
from cases.enums_findings import Audience, CircularAct, CircularStatus
from cases.models import Case, Circular, Enterprise, Finding, Membership, Post, Region, Unit, User
from cases.queries import findings as readers
from cases.queries import people, tree
from cases.queries.people import named
from cases.redaction import WIDE, without_numbers
from cases.rhythms import after_months

MOST = 50
PARTS = ("region", "unit", "person", "finding", "written_by", "approved_by")
SAYS = ("kind", "audience", "region_id", "unit_id", "finding_id", "person_id", "names_person", "title", "text")

IMPOSSIBLE = gettext_lazy("“%(act)s” is not possible: this notice is “%(status)s”.")


def visible_to(user: User) -> QuerySet[Circular]:
    """Whoever looks over the place reads all of it; every officer of the place and above or below what is issued there."""
    wanted = tree.within(permissions.supervised_paths(user))
    codes = {code for post in user.active_posts for code in post.unit.region.path.split("/")}
    issued = Q(status=CircularStatus.ISSUED, region__code__in=codes)
    return Circular.objects.filter(wanted | issued).select_related(*PARTS)


def published(limit: int = MOST) -> list[Circular]:
    """What the public reads, the newest first: issued, for the public, not withdrawn."""
    found = Circular.objects.filter(audience=Audience.PUBLIC, status=CircularStatus.ISSUED).select_related(
        "region", "unit", "person"
    )
    return list(found.order_by("-issued_at", "-pk")[:limit])


def public_one(number: str) -> Circular | None:
    """A notice by its number; also a withdrawn one, of which only that is told."""
    found = Circular.objects.filter(number=number, audience=Audience.PUBLIC).select_related("region", "unit", "person")
    return found.first()


@dataclass(frozen=True)
class Due:
    """When a place last issued a public notice, and by when it does again."""

    region: Region
    last: date | None
    due: date


def schedule(user: User | None = None) -> list[Due]:
    """Places whose scheme wants public notices regularly (P-092), the one that waits longest first; with ``user`` those he
    looks over.

    Counted from the last one that stands, of the place or of one in it; before there is any, from the first case that was
    accepted: without cases there is nothing to tell.
    """
    places = Region.objects.filter(scheme__notice_months__gt=0).select_related("scheme")
    # Places inside that follow the same scheme need no rhythm of their own.
    found = [_due(place) for place in places.exclude(parent__scheme=F("scheme"))]
    waiting = [one for one in found if one and (user is None or permissions.looks_over(user, one.region))]
    return sorted(waiting, key=lambda one: (one.due, one.region.code))


def _due(place: Region) -> Due | None:
    assert place.scheme is not None
    issued = Circular.objects.filter(tree.inside(place), audience=Audience.PUBLIC, status=CircularStatus.ISSUED)
    last = issued.aggregate(at=Max("issued_at"))["at"]
    first = Case.objects.filter(tree.inside(place)).aggregate(at=Min("accepted_at"))["at"]
    since = last or first
    if since is None:
        return None
    due = after_months(timezone.localdate(since), place.scheme.notice_months)
    return Due(place, timezone.localdate(last) if last else None, due)


def possible(user: User, circular: Circular) -> list[CircularAct]:
    """Acts that the person may do now."""
    return [act for act in CircularAct if permissions.may_on_circular(user, act, circular)]


def approvers(row: Circular) -> list[User]:
    """Who may approve a draft; nobody where all who look over the place wrote it or belong to the unit."""
    found = people.over(row.region, permissions.LOOKING_OVER).order_by("pk")
    return [user for user in found if permissions.may_on_circular(user, CircularAct.APPROVE, row)]


def who_approves(row: Circular) -> str:
    """The same in a sentence; where nobody can, what would help."""
    found = approvers(row)
    if found:
        return _("Who can approve: %(names)s.") % named(found)
    return _(
        "Nobody can approve this notice yet: somebody who looks over the place and does not belong to the unit "
        "has to be appointed."
    )


def barred(act: CircularAct, row: Circular, by: User) -> str:
    """Why the act is not this person's now, and who can approve; empty when it is."""
    if findings.circular_step(row.status, act) is None:
        return str(IMPOSSIBLE) % {"act": act.label, "status": row.get_status_display()}
    if permissions.may_on_circular(by, act, row):
        return ""
    looks_over = permissions.looks_over(by, row.region)
    if act not in {CircularAct.APPROVE, CircularAct.SEND_BACK}:
        if looks_over:
            return _("Nobody decides about a notice on the own person or unit, or changes what another wrote.")
        return _("Notices are written by those who look over the place.")
    who = {"who": who_approves(row)}
    if row.written_by_id == by.pk:
        return _("A notice is written by one person and approved by another. %(who)s") % who
    if looks_over:
        return _("Nobody approves a notice on the own person or unit. %(who)s") % who
    return _("Notices are approved by those who look over the place. %(who)s") % who


def wording(row: Circular) -> str:
    """A fingerprint of all that the notice says: who approves it approves this, and nothing that was written since."""
    return hashlib.sha256(repr([str(getattr(row, name)) for name in SAYS]).encode()).hexdigest()


def owed(user: User) -> list[Circular]:
    """Drafts of others that wait for the person's approval, and own ones that came back; only who looks over a place writes them."""
    if not permissions.supervised_paths(user):
        return []
    waiting = visible_to(user).filter(status__in=(CircularStatus.DRAFT, CircularStatus.RETURNED)).order_by("written_at")
    wanted = {CircularStatus.DRAFT: CircularAct.APPROVE, CircularStatus.RETURNED: CircularAct.CHANGE}
    return [row for row in waiting if permissions.may_on_circular(user, wanted[CircularStatus(row.status)], row)]


def duty(row: Circular) -> str:
    """What is owed on a notice, in a sentence."""
    said = {"title": row.title}
    if row.status == CircularStatus.DRAFT:
        return _("Approve the notice “%(title)s”") % said
    return _("Change the notice “%(title)s”") % said


def places(user: User) -> QuerySet[Region]:
    """Places for which the person may write one."""
    wanted = tree.within(permissions.supervised_paths(user), "path")
    return Region.objects.filter(wanted, units__isnull=False).distinct().order_by("code")


def units(user: User) -> QuerySet[Unit]:
    """Units of these places."""
    return Unit.objects.filter(region__in=places(user).values("pk")).order_by("region__code", "code")


def bases(user: User) -> QuerySet[Finding]:
    """Findings that stand and that one may see: what criticism rests on."""
    return readers.visible_to(user).filter(status__in=findings.STANDS)


def unsaid(circular: Circular) -> list[str]:
    """What the words of a public notice say and must not: names of enterprises and of people, numbers by which to find them."""
    said = f"{circular.title}\n{circular.text}"
    allowed = bare(circular.person.name) if circular.person and circular.names_person else ""
    found = sorted({name for name in _names(circular.region) if len(name) > 1 and name in said and name != allowed})
    return found + ([_("numbers or addresses")] if without_numbers(said) != said.translate(WIDE) else [])


def bare(name: str) -> str:
    """A name without what stands behind it in brackets."""
    return name.partition("（")[0].strip()


def _names(region: Region) -> Iterator[str]:
    """Enterprises served in the place with their people, and the people of the service there and above."""
    served = Enterprise.objects.filter(pk__in=Case.objects.filter(tree.inside(region)).values("enterprise"))
    for name, head in served.values_list("name", "legal_representative"):
        yield name
        yield bare(head)
    members = Membership.objects.filter(enterprise__in=served.values("pk")).values_list("user__name", flat=True)
    posts = Post.objects.filter(
        Q(unit__region__path__startswith=region.path) | Q(unit__region__code__in=region.path.split("/"))
    )
    yield from map(bare, members)
    yield from map(bare, posts.values_list("user__name", flat=True).distinct())
