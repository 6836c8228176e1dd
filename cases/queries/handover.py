"""The open work of a person, piece by piece, with who could take it and why: before a leave, or on the way out (P-091)."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cases import listwords
from cases.enums_finish import RectificationStatus
from cases.enums_work import ProblemStatus
from cases.models import (
    Case,
    CaseItem,
    ChiefContact,
    Post,
    Problem,
    PublicLetter,
    Rectification,
    TeamMember,
    Transfer,
    User,
)
from cases.permissions import NO_VOICE
from cases.queries import staffing
from cases.routes import OPEN
from cases.transitions import FINAL, ITEM_DONE


@dataclass(frozen=True)
class Receiver:
    """Somebody who could take a piece, with why, the best fitting first."""

    user: User
    why: str


@dataclass(frozen=True)
class Piece:
    """One piece of open work. ``key`` names it in a form; ``row`` is what changes hands."""

    key: str
    label: str
    case: Case | None
    row: TeamMember | CaseItem | ChiefContact | Transfer | Rectification | Problem | PublicLetter
    receivers: list[Receiver] = field(default_factory=list)


def pieces(person: User) -> list[Piece]:
    """Everything that somebody else must take: places on teams, items, what chief contacts answer for, transfers,
    bad evaluations, problems, letters of the public."""
    found = [*_cases(person), *_duties(person)]
    pool = _pool(person)
    return [Piece(one.key, one.label, one.case, one.row, _ranked(one, person, pool)) for one in found]


def _cases(person: User) -> list[Piece]:
    lent = Transfer.objects.filter(to_user=person, status__in=OPEN).exclude(case__status__in=FINAL)
    lent = lent.select_related("case__project", "case_item__item", "to_unit")
    places = TeamMember.objects.filter(user=person, until__isnull=True).exclude(case__status__in=FINAL)
    items = CaseItem.objects.filter(agent=person).exclude(status__in=ITEM_DONE).exclude(case__status__in=FINAL)
    items = items.exclude(pk__in=lent.filter(case_item__isnull=False).values("case_item"))
    made = [
        Piece(
            f"team-{row.pk}",
            _("First contact of the enterprise") if row.is_lead else _("Place on the team"),
            row.case,
            row,
        )
        for row in places.select_related("case__project").order_by("case__number")
    ]
    made += [
        Piece(f"item-{row.pk}", _("Agent of “%(item)s”") % {"item": row.item.name}, row.case, row)
        for row in items.select_related("case__project", "item__stage").order_by("case__number", "item__code")
    ]
    for row in lent.order_by("case__number", "pk"):
        what = row.case_item.item.name if row.case_item else _("the whole case")
        made.append(Piece(f"transfer-{row.pk}", _("Transfer of %(what)s") % {"what": what}, row.case, row))
    bad = Rectification.objects.filter(responsible=person).exclude(status=RectificationStatus.CLOSED)
    made += [
        Piece(f"rectification-{row.pk}", _("Bad evaluation to be put right"), row.case, row)
        for row in bad.select_related("case__project").order_by("due", "pk")
    ]
    taken = Problem.objects.filter(taken_by=person).exclude(status=ProblemStatus.SOLVED).exclude(case__status__in=FINAL)
    made += [
        Piece(f"problem-{row.pk}", _("Problem taken up: %(text)s") % {"text": row.text[:40]}, row.case, row)
        for row in taken.select_related("case__project").order_by("pk")
    ]
    return made


def _duties(person: User) -> list[Piece]:
    rows = ChiefContact.objects.filter(user=person, until__isnull=True).select_related(
        "item", "category", "region", "unit"
    )
    made = [
        Piece(f"contact-{row.pk}", _("Chief contact for “%(what)s”") % {"what": row.item or row.category}, None, row)
        for row in rows
    ]
    letters = PublicLetter.objects.filter(assigned_to=person, answered_at__isnull=True).order_by("due", "pk")
    return made + [
        Piece(f"letter-{row.pk}", _("Letter %(number)s") % {"number": row.number}, None, row) for row in letters
    ]


def _pool(person: User) -> list[tuple[Post, int]]:
    """(post, open work) of the colleagues in the person's units who are there and have a voice."""
    units = [post.unit_id for post in person.active_posts]
    posts = Post.objects.active().filter(unit__in=units, user__is_active=True).exclude(role__in=NO_VOICE)
    posts = posts.exclude(user=person).exclude(user__in=staffing.absent()).select_related("user", "unit")
    rows = list(posts.prefetch_related("categories", "stages", "items"))
    load = {row.user_id: _load(row.user) for row in rows}
    return [(row, load[row.user_id]) for row in rows]


def _load(user: User) -> int:
    items = CaseItem.objects.filter(agent=user).exclude(status__in=ITEM_DONE).count()
    return user.team_places.filter(until__isnull=True).exclude(case__status__in=FINAL).count() + items


def _ranked(piece: Piece, person: User, pool: list[tuple[Post, int]]) -> list[Receiver]:
    """The place is the same for all; speciality comes next, then who has least to do."""
    roles = {post.role for post in person.active_posts}
    best: dict[int, tuple[tuple[int, int, int], Receiver]] = {}
    for post, load in pool:
        fits = [_("works in %(unit)s, the agency of the place") % {"unit": post.unit.name}]
        rank = 1 if post.role in roles else 0
        if rank:
            fits.append(_("holds the same post"))
        if _special(piece, post):
            fits.append(_("trained for it"))
            rank += 2
        fits.append(_("has %(count)s open pieces of work") % {"count": load})
        place = (-rank, load, post.user_id)
        if post.user_id not in best or place < best[post.user_id][0]:
            best[post.user_id] = (place, Receiver(post.user, listwords.clauses(fits)))
    return [receiver for _place, receiver in sorted(best.values(), key=lambda pair: pair[0])]


def _special(piece: Piece, post: Post) -> bool:
    row = piece.row
    item = row if isinstance(row, CaseItem) else getattr(row, "case_item", None)
    if item is not None:
        stages = {one.pk for one in post.stages.all()}
        return item.item.stage_id in stages or item.item_id in {one.pk for one in post.items.all()}
    category = piece.case.project.category_id if piece.case else getattr(row, "category_id", None)
    return category is not None and category in {one.pk for one in post.categories.all()}


def may(by: User, person: User) -> bool:
    """The person, or a head of the place; an administrator looks after people and sees no case."""
    return by.pk == person.pk or staffing.colleagues(by, heads_only=True).filter(pk=person.pk).exists()
