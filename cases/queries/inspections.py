"""Special inspections one may see, the cases one could look at, and which units are due (W-095)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from cases import inspections as law
from cases import permissions
from cases.enums_inspections import InspectionAct
from cases.models import Case, Checklist, ChecklistQuestion, Inspection, InspectionRhythm, Post, Region, Unit, User
from cases.queries import tree
from cases.transitions import FINAL

A = InspectionAct
PARTS = ("region", "checklist", "unit", "planned_by", "answered_by")


def visible_to(user: User) -> QuerySet[Inspection]:
    """Whoever looks over the place, but not those of the unit inspected: they read it once it is reported."""
    own = [post.unit_id for post in user.active_posts]
    found = Inspection.objects.filter(
        _inside(user, "region__path") & ~Q(unit__in=own) | Q(unit__in=own, status__in=law.TOLD)
    )
    return found.select_related(*PARTS).prefetch_related("inspectors")


def _inside(user: User, column: str) -> Q:
    return tree.within(permissions.supervised_paths(user), column)


def places(user: User) -> QuerySet[Region]:
    """Places in which the person may have units inspected."""
    return Region.objects.filter(_inside(user, "path"), units__isnull=False).distinct().order_by("code")


def units(user: User) -> QuerySet[Unit]:
    """Units of these places; nobody inspects the own one."""
    own = [post.unit_id for post in user.active_posts]
    found = Unit.objects.filter(_inside(user, "region__path")).exclude(pk__in=own)
    return found.select_related("region").order_by("region__code", "code")


def inspectors(user: User) -> QuerySet[User]:
    """Who may inspect: those who look over one of these places."""
    paths = Region.objects.filter(_inside(user, "path")).values_list("path", flat=True)
    codes = {code for path in paths for code in path.split("/")}
    posts = Post.objects.active().filter(role__in=permissions.LOOKING_OVER, unit__region__code__in=codes)
    return User.objects.filter(posts__in=posts, is_active=True).distinct().order_by("name", "pk")


def possible(user: User, row: Inspection) -> list[InspectionAct]:
    """Acts that the person may do now, in the order of the way."""
    left = {A.REPLY} if row.answered_at else {A.SEND_BACK}
    if not answer_over(row):
        left.add(A.CLOSE)
    return [act for act in A if act not in left and permissions.may_on_inspection(user, act, row)]


def answer_over(row: Inspection, today: date | None = None) -> bool:
    """The unit has answered, or let its day pass."""
    day = today or timezone.localdate()
    return row.answered_at is not None or (row.answer_due is not None and row.answer_due < day)


def pool(unit: Unit, region: Region, since: date, until: date) -> QuerySet[Case]:
    """Cases of the place that the unit served or decided in, and that ran in the time looked at."""
    ours = Q(handling_unit=unit) | Q(pk__in=Case.objects.filter(items__unit=unit).values("pk"))
    ran = Q(submitted_at__date__lte=until) & (Q(closed_at__isnull=True) | Q(closed_at__date__gte=since))
    return (
        Case.objects.filter(ours, tree.inside(region), ran, number__isnull=False)
        .select_related("project")
        .order_by("number")
    )


def proposal(unit: Unit, region: Region, since: date, until: date, seed: int) -> list[Case]:
    """The sample that the lot proposes: what is past its date first."""
    found = {case.pk: case for case in pool(unit, region, since, until)}
    today = timezone.localdate()
    late = [case for case in found.values() if case.next_due and case.next_due < today and case.status not in FINAL]
    late.sort(key=lambda case: (case.next_due, case.pk))
    return [found[pk] for pk in law.draw([case.pk for case in late], list(found), law.SAMPLE, seed)]


def questions(row: Inspection) -> list[ChecklistQuestion]:
    """What is asked: the questions in use, and those that were answered before they went out of use."""
    asked = Q(active=True) | Q(pk__in=row.answers.values("question"))
    return list(row.checklist.questions.filter(asked).order_by("order"))


@dataclass(frozen=True)
class Due:
    """A unit with its rhythm: when its last report was, by when the next inspection is due, and the one that is coming."""

    unit: Unit
    checklist: Checklist
    last: date | None
    due: date
    coming: Inspection | None


def schedule(user: User | None = None) -> list[Due]:
    """Every unit that a rhythm names, the one that waits longest first; with ``user`` those he looks over."""
    rhythms = InspectionRhythm.objects.filter(active=True, checklist__active=True)
    rows = sorted(rhythms.select_related("region", "checklist"), key=lambda row: row.region.path.count("/"))
    told = Inspection.objects.filter(status__in=law.TOLD).order_by()
    last = {
        (unit, checklist): timezone.localdate(at)
        for unit, checklist, at in told.values_list("unit", "checklist").annotate(Max("reported_at"))
    }
    coming = {(row.unit_id, row.checklist_id): row for row in Inspection.objects.filter(status__in=law.COMING)}
    found = []
    for unit in units(user) if user else Unit.objects.select_related("region").order_by("region__code", "code"):
        fit = [row for row in rows if row.region.holds(unit.region) and row.checklist.unit_kind in {"", unit.kind}]
        for row in {one.checklist_id: one for one in fit}.values():  # of two places the nearer one
            key = (unit.pk, row.checklist_id)
            due = law.next_due(last.get(key), row.first_due, row.months)
            found.append(Due(unit, row.checklist, last.get(key), due, coming.get(key)))
    return sorted(found, key=lambda one: (one.due, one.unit.region.code, one.unit.code))
