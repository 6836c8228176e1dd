"""Appraisals and results one may see, what their figures rest on, and what waits for a decision (P-092)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases import appraisal as law
from cases import permissions
from cases.daywords import date_words
from cases.enums_appraisal import ROWS, AppraisalAct, AppraisalStatus, Measure, ObjectionStatus, Subject
from cases.indicators import INDICATORS
from cases.models import (
    Appraisal,
    AppraisalFigure,
    AppraisalObjection,
    AppraisalResult,
    Case,
    Circular,
    Finding,
    Region,
    User,
)
from cases.queries import appraisal_facts, cases, circulars, findings, people, tree

S, A = AppraisalStatus, AppraisalAct
PARTS = ("region", "drafted_by")
RESULT_PARTS = ("appraisal__region", "unit__region", "person")


def _over(user: User, column: str = "region__path") -> Q:
    """The rule of ``permissions.appraises`` as a question to the database."""
    return tree.within((p.unit.region.path for p in user.active_posts if p.role in permissions.SUPERVISING), column)


def _own_units(user: User) -> list[int]:
    return [post.unit_id for post in user.active_posts]


def places(user: User) -> QuerySet[Region]:
    """Places that the person may appraise: those with units."""
    return Region.objects.filter(_over(user, "path"), units__isnull=False).distinct().order_by("code")


def visible_to(user: User) -> QuerySet[Appraisal]:
    """Who supervises the place; once it is told, whoever has a result in it; once it is final, everybody in post there."""
    rows = Appraisal.objects.filter(
        _drawn_up_for(user)
        | Q(pk__in=AppraisalResult.objects.filter(_party(user)).values("appraisal"), status__in=law.READ)
        | Q(status=S.FINAL, region__code__in=_codes(user))
    )
    return rows.select_related(*PARTS)


def _drawn_up_for(user: User) -> Q:
    """Those who supervise the place; before it is told not those whose own unit is in it."""
    concerned = AppraisalResult.objects.filter(unit__in=_own_units(user)).values("appraisal")
    return _over(user) & (Q(status__in=law.READ) | ~Q(pk__in=concerned))


def _codes(user: User) -> set[str]:
    return {code for post in user.active_posts for code in post.unit.region.path.split("/")}


def _party(user: User) -> Q:
    """The own result, that of the unit one speaks for, and those of the people of a unit that one heads."""
    units, headed = permissions.opinion_units(user), permissions.headed_units(user)
    return Q(person=user.pk) | Q(person__isnull=True, unit__in=units) | Q(unit__in=headed)


def results_visible_to(user: User) -> QuerySet[AppraisalResult]:
    """The own ones; all of them for those who supervise the place; what units got once it is final. Never another person's."""
    told = Q(appraisal__status__in=law.READ)
    drawn_up = Q(appraisal__in=Appraisal.objects.filter(_drawn_up_for(user)).values("pk"))
    public = Q(person__isnull=True, appraisal__status=S.FINAL, appraisal__region__code__in=_codes(user))
    return AppraisalResult.objects.filter(drawn_up | told & _party(user) | public).select_related(*RESULT_PARTS)


def reads_reasons(user: User, result: AppraisalResult) -> bool:
    """Whether the person reads the objections too: those it concerns, and those who supervise the place."""
    if permissions.appraises(user, result.appraisal.region):
        return True
    if result.unit_id in permissions.headed_units(user) or result.person_id == user.pk:
        return True
    return result.person_id is None and result.unit_id in permissions.opinion_units(user)


def possible(user: User, row: Appraisal) -> list[AppraisalAct]:
    """Acts on the appraisal as a whole that the person may do now."""
    acts = [act for act in (A.TELL, A.FINISH, A.CANCEL) if permissions.may_on_appraisal(user, act, row)]
    return [act for act in acts if act != A.FINISH or not unfinished(row)]


def unfinished(row: Appraisal, today: date | None = None) -> str:
    """Why it cannot be made final yet, in words; empty when it can."""
    if _days_left(row, today):
        return _("It may still be contested.")
    if AppraisalObjection.objects.filter(result__appraisal=row, status=ObjectionStatus.OPEN).exists():
        return _("Not every objection is decided.")
    return ""


def criterion_name(said: Mapping[str, Any]) -> str:
    """What a criterion was called that day, in the reader's language."""
    return str(said["name_en" if (get_language() or "").startswith("en") else "name_zh"])


def contested_name(objection: AppraisalObjection) -> str:
    """What the criterion that is contested was called that day."""
    said = criteria(objection.result.appraisal, objection.result.subject)
    return next((criterion_name(one) for one in said if one["code"] == objection.code), objection.code)


def contestable(row: Appraisal, today: date | None = None) -> bool:
    """Told, and its days for objections are not over."""
    return row.status == S.TOLD and _days_left(row, today)


def _days_left(row: Appraisal, today: date | None) -> bool:
    return row.objections_due is not None and row.objections_due >= (today or timezone.localdate())


@dataclass(frozen=True)
class Line:
    """A criterion of a result as it stands: its rule in words, the newest figure, the objection to it."""

    rule: Mapping[str, Any]
    figure: AppraisalFigure
    objection: AppraisalObjection | None

    @property
    def name(self) -> str:
        return criterion_name(self.rule)

    @property
    def definition(self) -> str:
        """What is counted."""
        measure = self.rule["measure"]
        return str(INDICATORS[measure].definition if measure in INDICATORS else Measure(measure).label)

    @property
    def unit(self) -> str:
        return appraisal_facts.unit_of(self.rule["measure"])

    @property
    def taken_out(self) -> int:
        """How many facts were taken out after an objection."""
        return len(self.objection.excluded) if self.objection else 0

    @property
    def by_case(self) -> bool:
        """Whether its facts are whole cases with everything in them; else each is a finding or a notice."""
        return self.rule["measure"] not in ROWS


def criteria(row: Appraisal, subject: str) -> list[dict[str, Any]]:
    """The criteria of one sheet as they stood that day."""
    return list(row.rules[subject]["criteria"])


def rule(said: Mapping[str, Any]) -> law.Rule:
    """A criterion as the arithmetic takes it."""
    return law.Rule(
        said["code"], appraisal_facts.unit_of(said["measure"]), said["weight"], said["way"],
        *(Decimal(said[name]) for name in ("zero_at", "full_at", "off")),
    )  # fmt: skip


def lines(results: list[AppraisalResult]) -> dict[int, list[Line]]:
    """{result: its criteria in order}, the same two queries for one result and for many."""
    keys = [result.pk for result in results]
    newest = {
        (row.result_id, row.code): row for row in AppraisalFigure.objects.filter(result__in=keys).order_by("round")
    }
    objections = AppraisalObjection.objects.filter(result__in=keys).select_related("by", "decided_by")
    contested = {(row.result_id, row.code): row for row in objections}
    return {
        result.pk: [
            Line(said, newest[result.pk, said["code"]], contested.get((result.pk, said["code"])))
            for said in criteria(result.appraisal, result.subject)
        ]
        for result in results
    }


def may_empty(line: Line, named: list[str]) -> bool:
    """Whether the criterion loses its value when everything that an objection names (nothing: all) is taken out."""
    kept = {key: gave for key, gave in line.figure.facts.items() if named and key not in named}
    return line.figure.value is not None and law.value(line.unit, kept) is None


def points_without(found: list[Line], line: Line) -> Decimal | None:
    """The points of the result when this criterion is left out."""
    return law.total((one.rule["weight"], one.figure.points) for one in found if one is not line)[0]


@dataclass(frozen=True)
class Fact:
    """One fact of a figure. ``row`` is empty where the person may not see it: then it is a number and nothing else."""

    key: str
    count: int
    of: int
    row: Case | Finding | Circular | None


def taken_out_elsewhere(result: AppraisalResult) -> set[str]:
    """What is read of a unit although facts of it were taken out of the result of one of its people: each result is contested by itself."""
    if result.person_id is not None:
        return set()
    found = AppraisalObjection.objects.filter(
        result__appraisal=result.appraisal_id, result__unit=result.unit_id, result__person__isnull=False,
        status=ObjectionStatus.UPHELD,
    ).values_list("code", flat=True)  # fmt: skip
    people = result.appraisal.rules.get(Subject.PERSON.value, {}).get("criteria", [])
    codes = set(found)
    return {said["measure"] for said in people if said["code"] in codes}


def facts(figure: AppraisalFigure, user: User) -> list[Fact]:
    """Everything that the figure rests on, what the person may open first; three queries at most, however many there are."""
    kinds: dict[str, QuerySet[Any]] = {
        "case": cases.visible_to(user).select_related("project").order_by(),
        "finding": findings.visible_to(user).order_by(),
        "circular": circulars.visible_to(user).order_by(),
    }
    wanted: dict[str, list[int]] = {}
    for key in figure.facts:
        kind, pk = key.split(":")
        wanted.setdefault(kind, []).append(int(pk))
    seen = {f"{kind}:{row.pk}": row for kind, keys in wanted.items() for row in kinds[kind].filter(pk__in=keys)}
    found = [Fact(key, count, of, seen.get(key)) for key, (count, of) in figure.facts.items()]
    return sorted(found, key=lambda one: (one.row is None, str(getattr(one.row, "number", "") or ""), one.key))


def waiting(user: User) -> QuerySet[Appraisal]:
    """Told ones of the places that the person supervises in which something is to be decided, or that can be made final."""
    objections = AppraisalObjection.objects.filter(result__appraisal=OuterRef("pk"), status=ObjectionStatus.OPEN)
    over = Q(objections_due__lt=timezone.localdate())
    return Appraisal.objects.filter(_over(user), Exists(objections) | over, status=S.TOLD).select_related(*PARTS)


def owed(user: User) -> tuple[list[AppraisalObjection], list[Appraisal]]:
    """Objections that the person may decide, and appraisals that wait to be made final: nothing becomes final by itself."""
    if not user.has_role(*permissions.SUPERVISING):
        return [], []
    rows = list(waiting(user).order_by("objections_due", "pk"))
    found = AppraisalObjection.objects.filter(result__appraisal__in=rows, status=ObjectionStatus.OPEN)
    mine = found.select_related(*(f"result__{part}" for part in RESULT_PARTS)).order_by("at", "pk")
    concerned = AppraisalResult.objects.filter(appraisal__in=rows, unit__in=_own_units(user))
    left = {row.result.appraisal_id for row in mine} | set(concerned.values_list("appraisal", flat=True))
    ready = [row for row in rows if row.pk not in left and not contestable(row)]
    return [row for row in mine if permissions.may_decide(user, row.result)], ready


def duty(row: AppraisalObjection | Appraisal) -> str:
    """What is owed, in a sentence."""
    if isinstance(row, Appraisal):
        return _("Make the appraisal final: %(appraisal)s") % {"appraisal": words(row)}
    return _("Decide the objection of %(name)s") % {"name": str(row.result)}


def words(row: Appraisal) -> str:
    """Place and period as people say them."""
    return _("%(place)s, %(period)s") % {"place": row.region.name, "period": period_words(row.period)}


def period_words(code: str) -> str:
    """A year or a quarter in words."""
    year, _dash, quarter = code.partition("-Q")
    if quarter:
        return _("quarter %(quarter)s of %(year)s") % {"quarter": quarter, "year": year}
    return _("the year %(year)s") % {"year": year}


def place_name(code: str) -> str:
    """What a place is called in the reader's language."""
    found = Region.objects.filter(code=code).first()
    return found.name if found else code


def whom(result: AppraisalResult) -> list[User]:
    """Who is told of a result: the person; for a unit whoever speaks for it."""
    return [result.person] if result.person else list(people.of_units([result.unit]))


def everybody(row: Appraisal) -> list[User]:
    """Who is told of an appraisal as a whole."""
    return [user for result in row.results.select_related("unit", "person") for user in whom(result)]


def judges(result: AppraisalResult) -> list[User]:
    """Who may decide an objection to the result."""
    watching = people.over(result.appraisal.region, permissions.SUPERVISING)
    return [user for user in watching if permissions.may_decide(user, result)]


def barred(act: AppraisalAct, row: Appraisal, by: User) -> str:
    """Why an act on the whole is not this person's now, by which requirement, and what would help; empty when it is."""
    if law.step(row.status, act) is None:
        return _over_with(act, row)
    if not permissions.appraises(by, row.region):
        names = people.named(people.over(row.region, permissions.SUPERVISING))
        return _("Appraisals are drafted by those who supervise the place. Who can: %(names)s.") % names
    if not permissions.may_on_appraisal(by, act, row):
        able = (
            one
            for one in people.over(row.region, permissions.SUPERVISING)
            if permissions.may_on_appraisal(one, act, row)
        )
        return _("Nobody appraises the own unit. Who can: %(names)s.") % people.named(able)
    return unfinished(row) if act == A.FINISH else ""


def _over_with(act: AppraisalAct, row: Appraisal) -> str:
    then = _(", ").join(str(A(one).label) for one in law.TABLE.get(S(row.status), {}))
    told = {"act": act.label, "status": row.get_status_display(), "then": then or _("nothing more")}
    return _("“%(act)s” is not possible: this appraisal is “%(status)s”. What may follow: %(then)s.") % told


def barred_contest(result: AppraisalResult, objection: AppraisalObjection | None, by: User) -> str:
    """The same for contesting one criterion of a result."""
    row = result.appraisal
    if law.step(row.status, A.CONTEST) is None:
        return _over_with(A.CONTEST, row)
    if not permissions.may_contest(by, result):
        names = people.named(one for one in whom(result) if permissions.may_contest(one, result))
        return _("A result is contested by those it is about. Who can: %(names)s.") % names
    if not contestable(row):
        day = date_words(row.objections_due) if row.objections_due else "–"
        said = _(
            "The days for objections are over: they ended on %(day)s. Who supervises the place may cancel the appraisal."
        )
        return said % {"day": day}
    return _("This criterion was contested already: each criterion once.") if objection else ""


def barred_decide(objection: AppraisalObjection, by: User) -> str:
    """The same for deciding an objection."""
    result = objection.result
    if objection.status != ObjectionStatus.OPEN:
        return _("This objection is decided already; the decision and its reason stand with the result.")
    if law.step(result.appraisal.status, A.DECIDE) is None:
        return _over_with(A.DECIDE, result.appraisal)
    if not permissions.may_decide(by, result) or objection.by_id == by.pk:
        names = people.named(user for user in judges(result) if user.pk != objection.by_id)
        said = _(
            "An objection is decided by another one than drafted the appraisal, who is not judged in it. Who can: %(names)s."
        )
        return said % names
    return ""
