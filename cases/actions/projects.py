"""Projects as their owners enter them."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from cases import checks
from cases.actions import checklists, dates, moves
from cases.enums import Action, CaseStatus
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.listwords import listed
from cases.models import ApprovalItem, Case, Enterprise, Project, ProjectFact, User
from cases.queries import eligibility, proposal
from cases.reference.rules import COLUMNS

EDITABLE = (
    "name", "project_code", "category", "region", "town", "address", "investment", "funding", "land_acquisition",
    "land_area", "floor_area", "scale", "benefits", "need_land", "need_planning", "need_energy", "need_emission",
    "need_funding", "contact_name", "contact_phone", "decision_reference", "planned_start", "planned_finish",
)  # fmt: skip


LONG_TEXTS = ("scale", "benefits", "need_land", "need_planning", "need_energy", "need_emission", "need_funding")
MAX_TEXT = 4000
BENEFIT = "benefit"  # in addresses: the key of the benefit that somebody came for
_WANTED = "WANTED"  # where it is kept among the answers; capitals: neither a fact nor an item
NEVER_EMPTY = frozenset({"name", "category", "region", "investment"})  # eligibility and the proposal stand on them


def _check(project: Project, holes: Iterable[str] = ()) -> None:
    """Raise the first impossible value with its field; ``holes`` may still be empty."""
    amount = project.investment
    if isinstance(amount, Decimal) and amount.is_finite() and amount <= 0:
        raise BadInput(_("The investment must be more than zero."), field="investment")
    for name in ("land_area", "floor_area"):
        area = getattr(project, name)
        if isinstance(area, Decimal) and area.is_finite() and area < 0:
            raise BadInput(_("An area cannot be less than zero."), field=name)
    for name in ("planned_start", "planned_finish"):
        dates.refuse_far(getattr(project, name), name)
    for name in LONG_TEXTS:
        if len(getattr(project, name) or "") > MAX_TEXT:
            raise BadInput(_("Keep this to %(most)s characters.") % {"most": MAX_TEXT}, field=name)
    if project.planned_start and project.planned_finish and project.planned_finish < project.planned_start:
        raise BadInput(_("The planned completion is before the planned start."), field="planned_finish")
    try:
        project.full_clean(exclude=["enterprise", "created_by", "answers", *holes])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise BadInput(messages[0], field=None if field == "__all__" else field)


def refuse_incomplete(project: Project) -> None:
    """Before it is submitted every required fact must be there; the first one missing is named."""
    for name in EDITABLE:
        field = Project._meta.get_field(name)
        if isinstance(field, models.Field) and not field.blank and getattr(project, name) in ("", None):
            raise BadInput(_("“%(fact)s” is still empty.") % {"fact": field.verbose_name}, field=name)
    _check(project)


def _apply(project: Project, data: dict[str, Any], *, draft: bool) -> list[str]:
    """Set and check the fields; returns the names set. A draft may have holes: people save page by page."""
    unknown = set(data) - set(EDITABLE)
    if unknown:
        raise BadInput(_("These facts cannot be changed: %(names)s") % {"names": listed(sorted(unknown))})
    code = checks.clean_code(data.get("project_code") or "")
    if "project_code" in data:
        if code and not checks.is_project_code(code):
            raise BadInput(
                _(
                    "A project code looks like 2601-370783-04-01-123456 (24 characters with hyphens). Leave it empty if you have none yet."
                ),
                field="project_code",
            )
        data = data | {"project_code": code}
    for name, value in data.items():
        setattr(project, name, value)
    if project.town is not None and not project.town.path.startswith(project.region.path + "/"):
        raise BadInput(_("This town does not lie in the county or district chosen."), field="town")
    empty = [name for name in EDITABLE if name not in NEVER_EMPTY and getattr(project, name) in ("", None)]
    _check(project, empty if draft else ())
    return list(data)


def start(
    enterprise: Enterprise,
    data: dict[str, Any],
    *,
    by: User,
    items: Iterable[str] | None = None,
    done: Iterable[str] | None = None,
    answers: Mapping[str, str] | None = None,
    once: UUID | None = None,
    ticked: tuple[str, str] = ("", ""),
    wish: str = "",
) -> Case:
    """A new project with its draft application. ``items``/``done``: item codes brought along from a checklist, ``ticked``: its
    code and ticks; ``answers``: what was said to deciding questions (by item) and facts (by code) before there was a project;
    ``wish``: the key of the benefit for which the enterprise came.

    ``once`` is made with the empty form: the same form sent twice finds the draft of the first time.
    """
    if enterprise.pk not in by.member_of:
        raise NotAllowed(_("You do not belong to this enterprise."))
    from_checklist = set(items or ())
    with transaction.atomic():
        # The second of two at once waits here and finds what the first made.
        Enterprise.objects.select_for_update().get(pk=enterprise.pk)
        again = Case.objects.filter(project__uuid=once, enterprise=enterprise).first() if once else None
        if again:
            return again
        project = Project(enterprise=enterprise, created_by=by, uuid=once or uuid4())
        project.answers = _known_answers(answers or {}) | ({_WANTED: wish[:40]} if wish else {})
        _apply(project, data, draft=True)
        project.save()
        case = _draft(project, by)
        proposed = {p.item.code for p in proposal.propose(project) if p.taken_by_default}
        known = set(ApprovalItem.objects.filter(active=True).values_list("code", flat=True))
        _take(case, (from_checklist & known) or proposed, set(done or ()) & known)
        checklists.bring(case, *ticked, by=by)
    return case


def wanted(project: Project) -> str:
    """The key of the benefit for which the enterprise began the application; empty when it came for none."""
    return str(project.answers.get(_WANTED, ""))


def _known_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """Answers to questions that there are; whatever else comes along is left out."""
    items = set(ApprovalItem.objects.filter(active=True).exclude(question_zh="").values_list("code", flat=True))
    facts = set(ProjectFact.objects.filter(active=True).values_list("code", flat=True)) - set(COLUMNS)
    said = {code: word for code, word in answers.items() if code in items and word in ("yes", "no")}
    told = {code: word for code, word in answers.items() if code in facts and proposal.told(word) is not None}
    return said | {code: word[:30] for code, word in told.items()}


def _draft(project: Project, by: User) -> Case:
    scheme, agency = eligibility.scheme_for(project.region), eligibility.agency_for(project.region)
    if scheme is None or agency is None:
        raise BadInput(_("The service has not been set up in this region yet."), field="region")
    return Case.objects.create(
        project=project,
        enterprise=project.enterprise,
        scheme=scheme,
        region=project.region,
        first_unit=agency,
        handling_unit=agency,
        created_by=by,
    )


def _take(case: Case, codes: set[str], done: set[str]) -> None:
    """The first selection of a draft."""
    from cases.actions.applications import Choice, take_all  # noqa: PLC0415  applications builds on this module

    items = ApprovalItem.objects.filter(code__in=codes | done)
    take_all(case, {item: Choice(taken=True, done=item.code in done) for item in items})


def change(case: Case, data: dict[str, Any], *, by: User, version: int | None = None) -> Case:
    """Change facts of the project: all while it is a draft, only those asked for during a correction."""
    action = Action.EDIT if case.status == CaseStatus.DRAFT else Action.UPLOAD
    with moves.turn(case, action, by=by, version=version) as turn:
        project = turn.case.project
        if turn.case.status == CaseStatus.CORRECTING:
            asked = set(turn.case.corrections.get(answered_at__isnull=True).points.values_list("field", flat=True)) - {
                ""
            }
            if not set(data) <= asked:
                raise CaseError(_("Only what the agency asked you to correct can be changed now."))
        before = {name: getattr(project, name, None) for name in data}
        names = _apply(project, dict(data), draft=action == Action.EDIT)
        project.save(update_fields=[*names, "updated_at"])
        if "region" in data and project.region_id != turn.case.region_id:
            _move_region(turn, project)
        turn.public = False
        turn.note(
            changed={
                n: [_plain(before[n]), _plain(getattr(project, n))] for n in names if before[n] != getattr(project, n)
            }
        )
    return case


def held(project: Project, name: str) -> str:
    """The value of a fact in a form that can be compared later."""
    field = Project._meta.get_field(name)
    return _plain(getattr(project, getattr(field, "attname", name)))


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def _move_region(turn: moves.Turn, project: Project) -> None:
    """A draft that moves to another region falls under that region's scheme and agency."""
    scheme, agency = eligibility.scheme_for(project.region), eligibility.agency_for(project.region)
    if scheme is None or agency is None:
        raise BadInput(_("The service has not been set up in this region yet."), field="region")
    turn.set(region=project.region, scheme=scheme, first_unit=agency, handling_unit=agency)
