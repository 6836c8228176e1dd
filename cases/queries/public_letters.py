"""Letters of the public: who answers which, who may read which, what a writer with the code reads, and figures without names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import checkcodes, permissions
from cases.enums import PostRole, UnitKind
from cases.enums_letters import DESK_ROLES, WAY, LetterDesk, LetterKind
from cases.models import ApprovalItem, Case, Post, PublicLetter, Region, ServiceScheme, TeamMember, Unit, User
from cases.queries import agencies, chief_contacts, tree


def find(number: str, code: str) -> PublicLetter | None:
    """The letter of this number, for whoever has its code; in the same time whether there is one or not."""
    wanted = number.strip().upper()[:40]
    found = PublicLetter.objects.filter(number=wanted).select_related("region", "unit", "item").first()
    right = checkcodes.same(found.code if found else "-" * checkcodes.LENGTH, code)
    return found if right else None


def visible_to(user: User) -> QuerySet[PublicLetter]:
    """What the posts of a person give to read: never a complaint about the person, the own unit or a case of one's own."""
    wanted = Q(pk__in=[])
    for post in user.active_posts:
        for desk, roles in DESK_ROLES.items():
            if post.role in roles:
                wanted |= Q(desk=desk, desk_region=post.unit.region_id)
    own = Q(assigned_to=user) if user.active_posts else Q(pk__in=[])
    return _not_about(user).filter(wanted | own)


def looked_over(user: User) -> QuerySet[PublicLetter]:
    """Letters of the places that a person looks over, of which number and day may be known: of complaints to supervision alone."""
    supervised = [post.unit.region.path for post in user.active_posts if post.role == PostRole.WORK_SUPERVISOR]
    questions = Q(kind=LetterKind.QUESTION) & tree.within(permissions.supervised_paths(user), "desk_region__path")
    return _not_about(user).filter(questions | tree.within(supervised, "desk_region__path"))


def _not_about(user: User) -> QuerySet[PublicLetter]:
    """Without complaints and suggestions about the person, the own unit or a case of one's own."""
    units = {post.unit_id for post in user.active_posts}
    concerned = Q(unit__in=units) | Q(case__handling_unit__in=units) | Q(case__first_unit__in=units)
    questions = Q(kind=LetterKind.QUESTION)
    allowed = questions | ~Q(pk__in=PublicLetter.objects.filter(concerned).values("pk"))
    hidden = PublicLetter.hidden_from.through.objects.filter(user=user.pk).values("publicletter")
    return PublicLetter.objects.filter(allowed).exclude(pk__in=hidden)


def waiting_for(user: User) -> QuerySet[PublicLetter]:
    """Letters that this person may answer and nobody has, the most urgent first."""
    return visible_to(user).filter(answered_at=None).select_related("region").order_by("due", "pk")


@dataclass(frozen=True)
class Concerned:
    """Whom a letter is about: units that must not judge in their own matter, people who must not read it."""

    units: frozenset[int]
    people: frozenset[int]


def concerned(*, case: Case | None, unit: Unit | None, person: str) -> Concerned:
    """The unit named, the agencies of the case, its team, and everybody of the service who bears the name."""
    units = {unit.pk} if unit else set()
    people: set[int] = set()
    if case is not None:
        units |= {case.handling_unit_id, case.first_unit_id}
        people |= set(TeamMember.objects.filter(case=case).values_list("user", flat=True))
    if len(person.strip()) > 1:
        named = User.objects.filter(name__startswith=person.strip(), posts__in=Post.objects.active())
        people |= set(named.values_list("pk", flat=True))
    return Concerned(frozenset(pk for pk in units if pk), frozenset(people))


def people_at(desk: str, region: Region, about: Concerned) -> QuerySet[User]:
    """Who sits at a desk of a place and is not concerned."""
    posts = Post.objects.active().filter(role__in=DESK_ROLES[LetterDesk(desk)], unit__region=region)
    inside = Post.objects.active().filter(unit__in=about.units).values("user")
    found = User.objects.filter(posts__in=posts, is_active=True).exclude(pk__in=about.people).exclude(pk__in=inside)
    return found.distinct().order_by("pk")


def route(kind: str, region: Region, about: Concerned) -> tuple[LetterDesk, Region]:
    """The first desk of the kind's way, from the place upwards, with somebody who is not concerned; at last any administrator's."""
    places = agencies.upwards(region)
    nobody = Concerned(frozenset(), frozenset())
    for desk in WAY[LetterKind(kind)]:
        for place in places:
            if people_at(desk, place, nobody if kind == LetterKind.QUESTION else about).exists():
                return desk, place
    posts = Post.objects.active().filter(role=PostRole.ADMINISTRATOR, user__is_active=True)
    last = posts.exclude(user__in=about.people).select_related("unit__region").order_by("pk").first()
    return LetterDesk.ADMINISTRATION, last.unit.region if last else region


def best_person(item: ApprovalItem | None, region: Region) -> User | None:
    """Who answers a question about an item in a place: its chief contact there or above (W-032)."""
    if item is None:
        return None
    found = chief_contacts.for_items([item.pk], 0, region).get(item.pk)
    return found.user if found else None


def readers(letter: PublicLetter) -> list[User]:
    """Who is told of a letter: the person it is assigned to, else everybody of its desk who is not concerned."""
    if letter.assigned_to:
        return [letter.assigned_to]
    about = Concerned(frozenset(), frozenset())
    if letter.kind != LetterKind.QUESTION:
        about = concerned(case=letter.case, unit=letter.unit, person=letter.person)
    return list(people_at(letter.desk, letter.desk_region, about))


def unconcerned(letter: PublicLetter, users: Iterable[User]) -> list[User]:
    """Those of the people whom the letter is not about, now or when it came in."""
    hidden = {user.pk for user in letter.hidden_from.all()}
    left = {user.pk: user for user in users if user.pk not in hidden}
    if letter.kind == LetterKind.QUESTION or not left:
        return list(left.values())
    about = concerned(case=letter.case, unit=letter.unit, person=letter.person)
    inside = set(Post.objects.active().filter(unit__in=about.units, user__in=left).values_list("user", flat=True))
    return [user for pk, user in left.items() if pk not in inside | about.people]


def scheme_of(region: Region) -> ServiceScheme | None:
    """The scheme of the place, else of the nearest above."""
    return next((place.scheme for place in agencies.upwards(region) if place.scheme_id), None)


def days_for(kind: str, region: Region) -> int:
    """Working days to answer in, from the scheme of the place."""
    scheme = scheme_of(region) or ServiceScheme()
    return {
        LetterKind.QUESTION: scheme.answer_wd,
        LetterKind.SUGGESTION: scheme.suggestion_wd,
        LetterKind.COMPLAINT: scheme.complaint_wd,
    }[LetterKind(kind)]


def places() -> QuerySet[Region]:
    """Places to write to: those with an agency."""
    return Region.objects.filter(units__kind=UnitKind.AGENCY).distinct().order_by("code")


def about_words(letter: PublicLetter) -> list[tuple[str, str]]:
    """What the letter is about, as (label, value)."""
    rows = [
        (_("Case number"), letter.case_number),
        (_("Unit"), letter.unit.name if letter.unit else ""),
        (_("Item"), letter.item.name if letter.item else ""),
        (_("Page"), letter.page),
    ]
    return [(label, value) for label, value in rows if value]


@dataclass(frozen=True)
class Figures:
    """Letters of a kind in a time, counted; nothing about anybody."""

    kind: str
    label: str
    received: int
    answered: int
    in_time: int
    open: int
    late: int


def figures(letters: QuerySet[PublicLetter], since: date, until: date) -> list[Figures]:
    """Per kind, of the letters received from ``since`` to ``until``."""
    rows = list(
        letters.filter(sent_at__date__range=(since, until)).order_by().values_list("kind", "answered_at", "due")
    )
    return [_figures(kind, [row for row in rows if row[0] == kind]) for kind in LetterKind]


def _figures(kind: LetterKind, rows: Iterable[tuple[str, object, date]]) -> Figures:
    rows, today = list(rows), timezone.localdate()
    done = [(timezone.localtime(at).date(), due) for _kind, at, due in rows if at]  # type: ignore[arg-type]
    waiting = [due for _kind, at, due in rows if not at]
    return Figures(
        kind=kind.value,
        label=str(kind.label),
        received=len(rows),
        answered=len(done),
        in_time=sum(day <= due for day, due in done),
        open=len(waiting),
        late=sum(due < today for due in waiting) + sum(day > due for day, due in done),
    )
