"""Which items a project needs, which depend on an answer, which not: each with its reason. And who should do them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.enums import AssistMode, LandAcquisition, Need, PostRole
from cases.listwords import clauses
from cases.models import ApprovalItem, CategoryRule, Post, Project, User
from cases.permissions import HANDLER_ROLES
from cases.queries import agencies, staffing
from cases.reference import answer, faults
from cases.reference.rules import CATEGORY, COLUMNS, SETTLED, leaves


@dataclass(frozen=True)
class Proposal:
    """One item of the catalogue as this project needs it. ``answer``: True needed, False not, None not known yet."""

    item: ApprovalItem
    need: Need
    answer: bool | None
    reason: str
    question: str
    by_fact: bool = False

    @property
    def taken_by_default(self) -> bool:
        return self.answer is True

    @property
    def modes(self) -> list[AssistMode]:
        """The ways in which it may be entrusted; the first is proposed (W-012)."""
        return self.item.modes

    @property
    def group(self) -> str:
        """needed | depends | not_needed: where the page shows it."""
        if self.need == Need.CONDITIONAL and not self.by_fact:
            return "depends"
        return "needed" if self.answer else "not_needed"


def facts(project: Project) -> dict[str, Any]:
    """What is known of the project under the names that rules ask for; amounts in yuan, areas in m².

    Facts without a column of their own are kept among the answers under their code (``ProjectFact``).
    """
    known = {code: told(said) for code, said in project.answers.items() if code.islower()}
    known |= {name: getattr(project, column) for name, column in COLUMNS.items()}
    known[CATEGORY] = project.category.code
    if project.land_acquisition in (LandAcquisition.EXISTING, LandAcquisition.NONE):
        # Land that is already held, or none, cannot be new construction land.
        known["new_land"] = False
    return {name: value for name, value in known.items() if value not in ("", None)}


def told(said: str) -> Any:
    """An answer as rules compare it: yes, no, a number; None when it says nothing."""
    if said in {"yes", "no"}:
        return said == "yes"
    try:
        number = Decimal(said)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def propose(project: Project) -> list[Proposal]:
    """Every active item for the project's category, in catalogue order."""
    cells = list(
        CategoryRule.objects.filter(category=project.category, item__active=True)
        .select_related("item__stage", "item__department", "category")
        .order_by("item__stage__order", "item__code")
    )
    known, needed = facts(project), dict[str, bool | None]()
    by_code = {cell.item.code: cell for cell in cells}
    made: dict[str, Proposal] = {}
    for code in faults.order({cell.item.code: cell.item.rule for cell in cells}):
        if code in by_code:
            made[code] = _one(by_code[code], project, known, needed, by_code)
            needed[code] = made[code].answer
    return [made[cell.item.code] for cell in cells]


def _one(
    cell: CategoryRule,
    project: Project,
    known: Mapping[str, Any],
    needed: Mapping[str, bool | None],
    cells: Mapping[str, CategoryRule],
) -> Proposal:
    """What is known decides beforehand; else what the category normally needs, or the enterprise's answer."""
    item, need, category = cell.item, Need(cell.need), cell.category.name
    if need == Need.NOT_NEEDED:
        why = _("Projects of the category “%(category)s” normally do not need it.") % {"category": category}
        return Proposal(item, need, False, why, "", True)
    by_rule = answer(item.rule, known, needed)
    if by_rule is False:
        return Proposal(item, need, False, _not_needed_by(item, needed, cells), item.question, True)
    if need == Need.REQUIRED:
        why = item.reason or _("Projects of the category “%(category)s” normally need it.") % {"category": category}
        return Proposal(item, need, True, why, "")
    if by_rule:
        return Proposal(item, need, True, item.reason, item.question, True)
    said = project.answers.get(item.code)
    if said in {"yes", "no"}:
        why = item.reason if said == "yes" else _("By your answer it is not needed.")
        return Proposal(item, need, said == "yes", why, item.question)
    return Proposal(item, need, None, item.reason, item.question)


def _not_needed_by(item: ApprovalItem, needed: Mapping[str, bool | None], cells: Mapping[str, CategoryRule]) -> str:
    other = cells.get((item.rule or {}).get("item", ""))
    if other is not None:
        return _("It follows “%(item)s”, which is not needed.") % {"item": other.item.name}
    instead = (leaf["item"] for leaf in leaves(item.rule) if leaf.get("op") == SETTLED and needed.get(leaf["item"]))
    for code in instead:
        return _("“%(item)s” is needed instead.") % {"item": cells[code].item.name}
    return _("By the facts of the project it is not needed.")


@dataclass(frozen=True)
class Suggestion:
    """A person proposed for the team, as what, and why."""

    user: User
    role: PostRole
    why: str
    is_lead: bool = False


def team(case: Any) -> list[Suggestion]:
    """People for the case, the best fitting first: of its agency before the agents of the town or park where the project lies,
    then by speciality (category, stages, items), then who has least to do. Who is away is not proposed.

    Source: W-024, W-025, W-071.
    """
    posts = (
        Post.objects.active()
        .filter(
            Q(unit=case.handling_unit, role__in=HANDLER_ROLES)
            | Q(unit__in=agencies.of_town(case.project), role=PostRole.UNIT_AGENT),
            user__is_active=True,
        )
        .exclude(user__in=staffing.absent())
        .select_related("user", "unit")
        .prefetch_related("categories", "stages", "items")
    )
    asked = list(case.items.values_list("item__stage", "item"))
    ranked: list[tuple[int, int, int, Suggestion]] = []
    for post in posts:
        load = post.user.team_places.filter(until__isnull=True).count()
        rank, fits = _fit(post, case, {stage for stage, _item in asked}, {item for _stage, item in asked})
        fits.append(_("has %(count)s open cases") % {"count": load})
        near = 0 if post.unit_id == case.handling_unit_id else 1
        ranked.append((near, -rank, load, Suggestion(post.user, PostRole(post.role), clauses(fits))))
    ranked.sort(key=lambda row: row[:3])
    found = [row[3] for row in ranked]
    lead = next(
        (s for s in found if s.role in {PostRole.SERVICE_AGENT, PostRole.CHIEF_AGENT}), found[0] if found else None
    )
    return [Suggestion(s.user, s.role, s.why, s is lead) for s in found]


def _fit(post: Post, case: Any, stages: set[int], items: set[int]) -> tuple[int, list[str]]:
    """How well the speciality of a post fits, and in which words. Who lacks the training comes last and says so."""
    if post.unit_id == case.handling_unit_id:
        fits = [_("works in %(unit)s, the agency of the place") % {"unit": post.unit.name}]
    else:
        fits = [_("works in %(unit)s, where the project lies") % {"unit": post.unit.name}]
    rank = 2 if post.role == PostRole.SERVICE_AGENT else 1 if post.role == PostRole.PROCESS_GUIDE else 0
    if any(category.pk == case.project.category_id for category in post.categories.all()):
        fits.append(_("trained for this category"))
        rank += 2
    shared = stages & {stage.pk for stage in post.stages.all()}
    if shared:
        fits.append(_("trained for %(count)s stages of this project") % {"count": len(shared)})
        rank += 1
    mastered = items & {item.pk for item in post.items.all()}
    if mastered:
        fits.append(_("masters %(count)s items of this project") % {"count": len(mastered)})
        rank += 1
    if staffing.lacking(post.user, post.role, case.region):
        fits.append(_("lacks the training before the first assignment"))
        rank -= 10
    return rank, fits
