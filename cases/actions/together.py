"""并联: items of one stage with one form, one set of materials and a common start, in one act (W-075, P-018)."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import items, moves, paper_data, papers
from cases.documents import parallel as form
from cases.enums import BLZT, Action, DocumentKind, ItemStatus, ItemType
from cases.exceptions import BadInput, CaseError
from cases.listwords import listed
from cases.models import Case, CaseItem, CaseMaterial, IssuedDocument, ParallelGroup, User

TOGETHER = (BLZT.RECEIVED, BLZT.ACCEPTED)
NO_DEPARTMENT = {ItemType.INTERMEDIARY, ItemType.SELF}


def form_group(case: Case, *, rows: list[CaseItem], by: User, version: int | None = None) -> ParallelGroup:
    """Put items of one stage together; 《并联申请表》 lists them and every paper once."""
    if len(rows) < 2:
        raise BadInput(_("Parallel handling needs at least two items."), field="rows")
    with moves.turn(case, Action.HANDLE_TOGETHER, by=by, version=version) as turn:
        found = list(
            turn.case.items.select_for_update(of=("self",))
            .filter(pk__in=[row.pk for row in rows])
            .select_related("item__stage", "unit")
        )
        if len(found) != len(rows):
            raise BadInput(_("This item does not belong to the case."), field="rows")
        _check(found)
        made = ParallelGroup.objects.create(case=turn.case, document=_print(turn.case, found, by), by=by)
        made.items.set(found)
        codes = [row.item.code for row in found]
        turn.note(items=codes, document=made.document.number)
        turn.tell_enterprise("parallel_formed", items=codes, document=made.document.number)
    return made


def _check(rows: list[CaseItem]) -> None:
    if len({row.item.stage_id for row in rows}) > 1:
        raise BadInput(
            _("Rule “parallel within a stage”: one form serves the items of one stage; these are of several."),
            field="rows",
        )
    begun = [row.item.name for row in rows if row.status != ItemStatus.CONFIRMED]
    if begun:
        raise BadInput(
            _("Rule “common start”: %(items)s has begun or is not confirmed; it cannot start together with others.")
            % {"items": listed(begun)},
            field="rows",
        )
    alone = [row.item.name for row in rows if row.item.kind in NO_DEPARTMENT]
    if alone:
        raise BadInput(
            _("%(items)s is decided by no department: there is nothing to file in parallel.")
            % {"items": listed(alone)},
            field="rows",
        )
    taken = ParallelGroup.objects.filter(items__in=rows, dissolved_on__isnull=True).distinct()
    if taken.exists():
        raise BadInput(_("Some of these items belong to another parallel group already."), field="rows")


def _print(case: Case, rows: list[CaseItem], by: User) -> IssuedDocument:
    number, today = papers.take_number(case, DocumentKind.PARALLEL), timezone.localdate()
    data = form.Parallel(
        number=number,
        case_number=case.number or "",
        project=paper_data.facts(case),
        applicant=paper_data.owner(case),
        stage=rows[0].item.stage.name_zh,
        items=tuple(form.ParallelItem(name=row.item.name_zh, authority=paper_data.authority(row)) for row in rows),
        papers=one_set(rows),
        unit=case.handling_unit.name_zh,
        issued_at=today,
        agent_signature=paper_data.signed_by(by, today),
    )
    return papers.issue(case, DocumentKind.PARALLEL, number, form.parallel(data), data, by=by)


def one_set(rows: list[CaseItem]) -> tuple[form.SharedPaper, ...]:
    """Every paper of these items once, with the items that it serves."""
    found: dict[str, list[str]] = {}
    names = {row.pk: row.item.name_zh for row in rows}
    for paper in CaseMaterial.objects.filter(case_item__in=rows).order_by("case_item__item__code", "pk"):
        serves = found.setdefault(paper.name_zh, [])
        if names[paper.case_item_id] not in serves:
            serves.append(names[paper.case_item_id])
    return tuple(form.SharedPaper(name=name, serves=tuple(serves)) for name, serves in found.items())


def start(
    group: ParallelGroup,
    *,
    on: date,
    file_number: str = "",
    way: str = "",
    filed: str = "",
    by: User,
    version: int | None = None,
) -> ParallelGroup:
    """One starting day for all: filed together and accepted together, in one act; if one item refuses, none starts."""
    with moves.turn(group.case, Action.HANDLE_TOGETHER, by=by, version=version) as turn:
        row = _open(group)
        members = list(row.items.select_related("item").order_by("item__code"))
        for item in members:
            for code in TOGETHER:
                items.put(
                    turn, item, code=code, on=on, file_number=file_number, way=way,
                    filed=filed if code == BLZT.RECEIVED else "", by=by, tell=False,
                )  # fmt: skip
        row.started_on, row.file_number = on, file_number
        row.save(update_fields=["started_on", "file_number"])
        codes = [item.item.code for item in members]
        turn.note(items=codes, on=on, document=row.document.number)
        turn.tell_enterprise("parallel_started", items=codes, on=on.isoformat())
        turn.tell_agency("parallel_started", items=codes, on=on.isoformat())
    return row


def dissolve(group: ParallelGroup, *, reason: str, by: User, version: int | None = None) -> ParallelGroup:
    """Undo a group that has not started; its items are handled one by one."""
    if not reason.strip():
        raise BadInput(_("Give the reason in words."), field="reason")
    with moves.turn(group.case, Action.HANDLE_TOGETHER, by=by, version=version) as turn:
        row = _open(group)
        row.dissolved_on, row.dissolved_why = timezone.localdate(), reason.strip()[:300]
        row.save(update_fields=["dissolved_on", "dissolved_why"])
        row.document.withdrawn_at = timezone.now()
        row.document.save(update_fields=["withdrawn_at"])
        turn.note(items=[item.item.code for item in row.items.select_related("item")], reason=reason.strip())
    return row


def _open(group: ParallelGroup) -> ParallelGroup:
    row = ParallelGroup.objects.select_for_update(of=("self",)).select_related("document").get(pk=group.pk)
    if row.started_on is not None or row.dissolved_on is not None:
        raise CaseError(_("This group has started or was dissolved already."))
    return row
