"""What must hold of a reference row beyond its columns. The same rules hold for the shipped files (``cases.reference.checks``)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from cases import checks
from cases import ladder as law
from cases.actions import reference_rules
from cases.enums import CaseStatus, DocumentKind, Flag, Ground, Level, Need, PostRole
from cases.exceptions import BadInput
from cases.listwords import listed
from cases.models import (
    ApprovalItem,
    CategoryRule,
    ItemDependency,
    LadderRule,
    MajorProjectListEntry,
    MaterialRequirement,
    ProjectFact,
    Region,
    ServiceScheme,
    Unit,
)
from cases.queries import reference

SMALL_MAX = 32767  # what PostgreSQL can keep; SQLite would take more
MOST_DAYS = 3650
FIRST_YEAR, LAST_YEAR = 2000, 2100
DAYS = frozenset(
    {
        "promised_days", "statutory_days", "correction_days", "meeting_interval_wd", "flow_table_wd", "answer_wd",
        "complaint_wd", "suggestion_wd",
        "feedback_wd", "delivery_wd", "rectification_wd", "follow_up_wd",
    }
)  # fmt: skip
SWITCHES = ("generation_review", "joint_review", "flow_tables", "agreement_kind")
NOT_RUNNING = (
    CaseStatus.DRAFT, CaseStatus.DECLINED, CaseStatus.WITHDRAWN, CaseStatus.TERMINATED, CaseStatus.CLOSED, CaseStatus.ARCHIVED,
)  # fmt: skip


def check(obj: models.Model) -> None:
    """Raise the first thing wrong, with its field."""
    _first(obj)
    try:
        obj.full_clean(exclude=_empty_lists(obj))
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise BadInput(messages[0], field=None if field == "__all__" else field)
    _small(obj)
    _within(obj)
    _both_languages(obj)
    own = OWN.get(type(obj))
    if own:
        own(obj)


def _empty_lists(obj: models.Model) -> list[str]:
    """An empty JSON list is a value here (a scheme without project lists), though not in Django's forms."""
    columns = [f for f in obj._meta.concrete_fields if isinstance(f, models.JSONField)]
    return [f.name for f in columns if getattr(obj, f.name) == []]


def _first(obj: models.Model) -> None:
    if isinstance(obj, Unit):
        obj.uscc = checks.clean_code(obj.uscc)
    if isinstance(obj, MajorProjectListEntry):
        obj.uscc, obj.project_code = checks.clean_code(obj.uscc), checks.clean_code(obj.project_code)
    # Before the database's own constraint, which knows no field.
    if isinstance(obj, ItemDependency) and obj.requires_id is not None and obj.requires_id == obj.item_id:
        raise BadInput(_("An item cannot wait for itself."), field="requires")


def _small(obj: models.Model) -> None:
    for field in obj._meta.concrete_fields:
        value = getattr(obj, field.attname)
        if isinstance(field, models.PositiveSmallIntegerField) and value is not None and value > SMALL_MAX:
            raise BadInput(_("This number is too large: at most %(most)s.") % {"most": SMALL_MAX}, field=field.name)


def _within(obj: models.Model) -> None:
    """Numbers that nobody means: the year nought, a promise of a century."""
    for field in obj._meta.concrete_fields:
        value = getattr(obj, field.attname)
        if value is None:
            continue
        if field.name in DAYS and value > MOST_DAYS:
            raise BadInput(_("A limit has at most %(most)s days, ten years.") % {"most": MOST_DAYS}, field=field.name)
        if field.name == "year" and not FIRST_YEAR <= value <= LAST_YEAR:
            raise BadInput(
                _("A year lies between %(first)s and %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR},
                field="year",
            )


def _both_languages(obj: models.Model) -> None:
    names = {field.name for field in obj._meta.concrete_fields}
    for name in sorted(names):
        other = name.removesuffix("_zh") + "_en"
        if name.endswith("_zh") and other in names and bool(getattr(obj, name)) != bool(getattr(obj, other)):
            empty = other if getattr(obj, name) else name
            raise BadInput(_("This text must be there in both languages or in neither."), field=empty)


def _item(item: ApprovalItem) -> None:
    if not item.question_zh:
        if item.rule is not None:
            raise BadInput(_("A rule answers a question: write the question first."), field="question_zh")
        if item.pk and item.rules.filter(need=Need.CONDITIONAL).exists():
            raise BadInput(_("Some category depends on this item's question: it cannot be empty."), field="question_zh")
    if item.pk and item.gap != Flag.YES and item.materials.filter(may_be_late=True, active=True).exists():
        raise BadInput(_("Some papers of this item may be handed in late: change them first."), field="gap")
    if item.rule is not None:
        reference_rules.check(item)


def _no_circle(links: Mapping[str, set[str]], field: str, sentence: str) -> None:
    codes = reference.circle(links)
    if codes:
        raise BadInput(sentence % {"circle": reference_rules.way(codes)}, field=field)


def _dependency(link: ItemDependency) -> None:
    if link.kind in reference.HARD and link.requires is not None:
        graph = reference.hard_links(leave_out=link.pk)
        graph.setdefault(link.item.code, set()).add(link.requires.code)
        _no_circle(graph, "requires", _("The items would wait for each other in a circle: %(circle)s"))


def _material(paper: MaterialRequirement) -> None:
    if paper.may_be_late and paper.item.gap != Flag.YES:
        raise BadInput(_("This item accepts no gaps, so its papers cannot be late."), field="may_be_late")


def _cell(cell: CategoryRule) -> None:
    if cell.need == Need.CONDITIONAL and not cell.item.question_zh:
        raise BadInput(_("This item has no question that could decide: write the question first."), field="need")


def _region(region: Region) -> None:
    above = region.parent
    while above is not None:
        if above.pk == region.pk:
            raise BadInput(_("A region cannot lie within itself."), field="parent")
        above = above.parent


def _unit(unit: Unit) -> None:
    if unit.uscc and not checks.is_uscc(unit.uscc):
        raise BadInput(_("This is not a valid unified social credit code."), field="uscc")


def _scheme(scheme: ServiceScheme) -> None:
    lists = {"grounds": Ground.values, "list_levels": Level.values, "roles": PostRole.values}
    for name, allowed in lists.items():
        value = getattr(scheme, name)
        if not isinstance(value, list) or not set(map(str, value)) <= set(allowed):
            raise BadInput(_("Only these are possible: %(values)s") % {"values": listed(allowed)}, field=name)
    if not scheme.grounds:
        raise BadInput(_("Without a ground nobody could be served: choose at least one."), field="grounds")
    if Ground.INVESTMENT in scheme.grounds and scheme.min_investment is None:
        raise BadInput(_("Enter the least investment, or take that ground away."), field="min_investment")
    if Ground.MAJOR_LIST in scheme.grounds and not scheme.list_levels:
        raise BadInput(_("Choose the levels of the project lists, or take that ground away."), field="list_levels")
    _refuse_switch(scheme)
    if scheme.agreement_kind not in (DocumentKind.AGREEMENT, DocumentKind.AUTHORISATION):
        raise BadInput(_("The form is an agreement or an authorisation."), field="agreement_kind")


def _refuse_switch(scheme: ServiceScheme) -> None:
    """Which steps there are is asked of the scheme at every step: a running case must not lose or gain one midway."""
    stored = ServiceScheme.objects.filter(pk=scheme.pk).first()
    changed = [name for name in SWITCHES if stored and getattr(stored, name) != getattr(scheme, name)]
    if changed and scheme.cases.exclude(status__in=NOT_RUNNING).exists():
        raise BadInput(
            _("Cases are running under this scheme, so its steps stay. Add another scheme and give it to the region."),
            field=changed[0],
        )


def _entry(entry: MajorProjectListEntry) -> None:
    if entry.uscc and not checks.is_uscc(entry.uscc):
        raise BadInput(_("This is not a valid unified social credit code."), field="uscc")
    if entry.project_code and not checks.is_project_code(entry.project_code):
        raise BadInput(_("This is not a valid project code."), field="project_code")


def _ladder(rule: LadderRule) -> None:
    """A step begins no earlier than the one below it and no later than the one above: else it would never be taken."""
    if not rule.active:
        return
    others = LadderRule.objects.filter(watched=rule.watched, active=True).exclude(pk=rule.pk)
    for other in sorted(others, key=lambda one: law.height(one.rung)):
        told = {"step": other.get_rung_display(), "days": other.days}
        if law.height(other.rung) > law.height(rule.rung) and other.days < rule.days:
            words = _("“%(step)s”, the next step up, begins on working day %(days)s: this one begins no later.")
            raise BadInput(words % told, field="days")
        if law.height(other.rung) < law.height(rule.rung) and other.days > rule.days:
            words = _("“%(step)s”, a lower step, begins on working day %(days)s: this one begins no earlier.")
            raise BadInput(words % told, field="days")


OWN: dict[type[models.Model], Callable[[Any], None]] = {
    ApprovalItem: _item,
    ItemDependency: _dependency,
    MaterialRequirement: _material,
    CategoryRule: _cell,
    ProjectFact: reference_rules.check_fact,
    Region: _region,
    Unit: _unit,
    ServiceScheme: _scheme,
    MajorProjectListEntry: _entry,
    LadderRule: _ladder,
}
