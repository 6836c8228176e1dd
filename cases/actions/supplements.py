"""《代办事项变更确认单》: what came in or went out after signing, for the enterprise's signature (P-004)."""

from collections.abc import Sequence

from django.utils import timezone

from cases.actions import moves, paper_data, papers
from cases.documents import supplement
from cases.enums import DocumentKind, ItemStatus
from cases.models import CaseItem, IssuedDocument, User
from cases.queries import people, supplements


def put(turn: moves.Turn, rows: Sequence[CaseItem], *, by: User) -> IssuedDocument:
    """Put what came in or went out before the enterprise, and tell everybody concerned of each with its day and reason."""
    made = issue(turn, rows, by=by)
    for row in rows:
        gone = row.status == ItemStatus.DROPPED
        on = row.dropped_on if gone else row.added_on
        day = on.isoformat() if on else ""
        for told in (people.of_enterprise(turn.case), people.of_agency(turn.case), people.of_item(row)):
            turn.tell(told, "item_dropped" if gone else "item_added", item=row.item.code, on=day, reason=row.why)
    return made


def issue(turn: moves.Turn, changed: Sequence[CaseItem], *, by: User) -> IssuedDocument:
    """One paper lists everything that the enterprise has not signed yet; a newer one replaces it."""
    case, kind = turn.case, DocumentKind.SUPPLEMENT
    before = supplements.open_of(case)
    keys = {row.pk for row in changed} | (
        set(case.items.filter(supplement=before).values_list("pk", flat=True)) if before else set()
    )
    number, today = papers.take_number(case, kind), timezone.localdate()
    signed = case.documents.filter(kind=case.scheme.agreement_kind, replaced_by__isnull=True).first()
    data = supplement.Supplement(
        number=number,
        owner=paper_data.owner(case),
        unit=case.handling_unit.name_zh,
        project=paper_data.facts(case),
        base=signed.number if signed else "",
        base_title=papers.FORMS[DocumentKind(case.scheme.agreement_kind)][1],
        signed_on=paper_data.local(case.signed_at).date() if case.signed_at else None,
        items=tuple(paper_data.changed(item) for item in case.items.filter(pk__in=keys).select_related("item", "unit")),
        issued_at=today,
        agent_signature=paper_data.signed_by(by, today),
    )
    document = papers.issue(case, kind, number, supplement.supplement(data), data, by=by, replaces=before)
    papers.sign_for_agency(document, by)
    CaseItem.objects.filter(pk__in=keys).update(supplement=document)
    turn.tell_enterprise("supplement_offered", document=number)
    return document


def when_signed(turn: moves.Turn, document: IssuedDocument) -> None:
    """What follows from the signature: the work on what was added may begin."""
    turn.tell_agency("supplement_signed", document=document.number)
