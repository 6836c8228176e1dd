"""The application: items chosen, submitted, withdrawn, corrected."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import dates, files, materials, moves, notices, numbers, papers, progress_codes, projects
from cases.enums import Action, AssistMode, FileKind, ItemStatus
from cases.exceptions import BadInput, CaseError
from cases.listwords import listed
from cases.models import ApprovalItem, Case, CaseItem, CaseMaterial, CorrectionPoint, MaterialRequirement, User
from cases.queries import eligibility, people, proposal

TERMS = (
    "correction_days", "generation_meetings", "meeting_interval_wd", "flow_table_wd", "answer_wd", "feedback_wd",
    "delivery_wd", "rectification_wd", "follow_up_wd", "transfer_wd",
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """What the enterprise wants with one item. ``mode``: act or assist; empty for the usual way of this item."""

    taken: bool
    mode: str = ""
    done_on: date | None = None
    done_reference: str = ""
    done: bool = False


def take(case: Case, item: ApprovalItem, choice: Choice, why: str = "") -> CaseItem:
    """Put an item into a case with its papers (copied from the catalogue)."""
    return take_all(case, {item: choice}, why)[0]


def take_all(case: Case, choices: Mapping[ApprovalItem, Choice], why: str = "") -> list[CaseItem]:
    """Put items into a case, in the order given. However many they are, the database is asked as often as for one."""
    held = {row.item_id: row for row in case.items.filter(item__in=choices)}
    wanted = {item.pk: _wanted(item, choice) | {"why": why[:400]} for item, choice in choices.items()}
    CaseItem.objects.bulk_create(
        [CaseItem(case=case, item=item, **wanted[item.pk]) for item in choices if item.pk not in held]
    )
    for pk in wanted.keys() & held.keys():
        changed = {name: value for name, value in wanted[pk].items() if getattr(held[pk], name) != value}
        if changed:
            case.items.filter(item=pk).update(**changed)
    rows = {row.item_id: row for row in case.items.filter(item__in=choices).select_related("item")}
    copy_materials(rows.values())
    return [rows[item.pk] for item in choices]


def _wanted(item: ApprovalItem, choice: Choice) -> dict[str, Any]:
    done = choice.done or choice.done_on is not None
    return {
        "status": ItemStatus.DONE_BEFORE if done else ItemStatus.PROPOSED,
        "assist_mode": mode_of(item, choice.mode),
        "done_on": choice.done_on,
        "done_reference": choice.done_reference,
    }


def mode_of(item: ApprovalItem, wish: str = "") -> AssistMode:
    """The way of service wished for, or the usual one. What the province or the state decides cannot be acted in (W-012)."""
    if not wish:
        return item.modes[0]
    if wish not in item.modes:
        raise BadInput(
            _("“%(item)s” is decided by the province or above: the agency can assist you with it, not act for you.")
            % {"item": item.name},
            field=f"mode_{item.code}",
        )
    return AssistMode(wish)


def copy_materials(rows: Collection[CaseItem]) -> None:
    """The papers the items ask for today; what was copied earlier stays as it was promised."""
    held = set(CaseMaterial.objects.filter(case_item__in=rows).values_list("case_item_id", "requirement_id"))
    row_of = {row.item_id: row for row in rows}
    asked = MaterialRequirement.objects.filter(item__in=row_of, active=True)
    CaseMaterial.objects.bulk_create(
        CaseMaterial(
            case_id=row_of[paper.item_id].case_id,
            case_item=row_of[paper.item_id],
            requirement=paper,
            name_zh=paper.name_zh,
            name_en=paper.name_en,
            form=paper.form,
            copies=paper.copies,
            source=paper.source,
            may_be_late=paper.may_be_late,
        )
        for paper in asked
        if (row_of[paper.item_id].pk, paper.pk) not in held
    )


def choose_items(
    case: Case,
    choices: Mapping[str, Choice],
    answers: Mapping[str, str],
    *,
    by: User,
    version: int | None = None,
) -> Case:
    """Take all or some items (W-013), mark what is done already, keep the answers to the deciding questions."""
    with moves.turn(case, Action.EDIT, by=by, version=version) as turn:
        project = turn.case.project
        said = {code: word for code, word in answers.items() if word in {"yes", "no"}}
        project.answers = {c: w for c, w in project.answers.items() if c not in answers} | said
        project.save(update_fields=["answers", "updated_at"])
        catalogue = {row.item.code: row for row in proposal.propose(project)}
        unknown = set(choices) - set(catalogue)
        if unknown:
            raise BadInput(_("The catalogue has no item %(codes)s.") % {"codes": listed(sorted(unknown))})
        for code, choice in choices.items():
            dates.refuse_far(choice.done_on, f"done_on_{code}")
            if choice.done_on and choice.done_on > timezone.localdate():
                raise BadInput(_("An item cannot have been done in the future."), field=f"done_on_{code}")
        take_all(turn.case, {catalogue[code].item: choice for code, choice in choices.items() if choice.taken})
        _leave(turn.case, [code for code, choice in choices.items() if not choice.taken])
        turn.public = False
        turn.note(taken=sorted(turn.case.items.values_list("item__code", flat=True)))
    return case


def _leave(case: Case, codes: Collection[str]) -> None:
    """Take items out of the draft again; uploaded files stay with the case."""
    left = case.items.filter(item__code__in=codes)
    files.discard(case.files.filter(Q(case_item__in=left) | Q(material__case_item__in=left)))
    left.delete()


def submit(case: Case, *, by: User, version: int | None = None) -> Case:
    """Hand in: number, frozen facts, receipt. Something must be entrusted (P-002)."""
    with moves.turn(case, Action.SUBMIT, by=by, version=version) as turn:
        projects.refuse_incomplete(turn.case.project)
        open_items = turn.case.items.exclude(status=ItemStatus.DONE_BEFORE)
        if not open_items.exists():
            raise CaseError(_("Choose at least one item that is still to be done before you submit."))
        _refuse_modes(open_items)
        now = timezone.now()
        number = numbers.case_number(turn.case.region.code, timezone.localtime(now).year)
        turn.set(list_entry=eligibility.entry_of(turn.case.project))
        turn.set(number=number, submitted_at=now, terms={name: getattr(turn.case.scheme, name) for name in TERMS})
        turn.case.number, turn.case.submitted_at = number, now
        # The number must stand before papers.issue reads the case.
        Case.objects.filter(pk=turn.case.pk).update(number=number, submitted_at=now)
        materials.take_over(turn.case, by=by)
        progress_codes.give(turn.case, by=by)
        receipt = papers.issue_receipt(turn.case, by=by)
        turn.note(number=number, items=sorted(open_items.values_list("item__code", flat=True)), receipt=receipt.number)
        turn.tell(people.of_agency(turn.case), "submitted")
        # The sender keeps a message with the receipt, though others' messages leave the actor out.
        notices.owe([by], "receipt", turn.case, {"number": number})
    return case


def _refuse_modes(rows: QuerySet[CaseItem]) -> None:
    """The catalogue may have changed while the draft lay: what is submitted can be promised."""
    for row in rows.select_related("item"):
        mode_of(row.item, row.assist_mode)


def withdraw(case: Case, *, reason: str = "", by: User, version: int | None = None) -> Case:
    """Take the application back; voluntary as it was made (P-002)."""
    with moves.turn(case, Action.WITHDRAW, by=by, version=version) as turn:
        turn.note(reason=reason)
        if turn.case.number:
            turn.tell_agency("withdrawn", reason=reason)
    return case


def answer_correction(case: Case, *, by: User, version: int | None = None) -> Case:
    """Send the correction back. Every material asked for must have a file newer than the request."""
    with moves.turn(case, Action.ANSWER_CORRECTION, by=by, version=version) as turn:
        asked = turn.case.corrections.select_for_update().get(answered_at__isnull=True)
        for point in asked.points.exclude(material=None).select_related("material"):
            fresh = turn.case.files.filter(
                material=point.material,
                kind=FileKind.MATERIAL,
                removed_at__isnull=True,
                uploaded_at__gte=asked.requested_at,
            )
            if not fresh.exists():
                raise CaseError(
                    _("“%(name)s” is still missing: upload the corrected paper first.") % {"name": point.what}
                )
        _refuse_unchanged(turn.case, list(asked.points.all()))
        materials.take_over(turn.case, by=by)
        asked.answered_at, asked.answered_by = timezone.now(), by
        asked.save(update_fields=["answered_at", "answered_by"])
        turn.tell_agency("correction_answered")
    return case


def _refuse_unchanged(case: Case, points: list[CorrectionPoint]) -> None:
    """An answer brings something: an asked fact that is another one now, or a new paper (asked for before this)."""
    untouched = [point for point in points if point.field and point.held == projects.held(case.project, point.field)]
    if points and len(untouched) == len(points):
        raise CaseError(
            _(
                "Nothing that was asked for has changed yet: %(names)s. "
                "If it is right as it stands, say so to the agency in a message."
            )
            % {"names": listed([point.what for point in untouched])},
            field=untouched[0].field,
        )
