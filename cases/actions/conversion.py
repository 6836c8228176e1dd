"""What the easier ways ask of a formal decision, and what follows from one: the part of them that ``actions.items`` calls.

W-055: the formal document is exchanged for the pre-approval once every missing condition is met. W-056: nothing formal stands
on a pre-approval. C.8: the result of an item accepted with a gap waits for the late paper.
"""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import transitions
from cases.actions import moves
from cases.daywords import told
from cases.enums import BLZT, ItemStatus
from cases.enums_easier import CommitmentStatus, GapStatus, PreApprovalStatus
from cases.exceptions import BadInput
from cases.listwords import listed
from cases.models import CaseItem, IssuedDocument, ItemFact, MissingCondition, PreApproval

FORMAL = {BLZT.PASSED, BLZT.PASSED_WITH_GAP}
ENDS = {ItemStatus.STOPPED, ItemStatus.NOT_PASSED}


def refuse_preapproved(alternatives: list[CaseItem]) -> None:
    """Refuse by name what would stand on a pre-approval alone: it is material for the next pre-approval only (W-056)."""
    if any(row.status in transitions.ITEM_DONE for row in alternatives):
        return
    only = PreApproval.objects.filter(case_item__in=alternatives, status=PreApprovalStatus.ISSUED)
    names = [row.case_item.item.name for row in only.select_related("case_item__item")]
    if names:
        raise BadInput(
            _(
                "Rule “a pre-approval supports the next pre-approval only”: %(items)s is pre-approved, its formal result "
                "is not there. A formal approval needs the formal result before it."
            )
            % {"items": listed(names)},
            field="code",
        )


def check(item: CaseItem, code: BLZT) -> None:
    """Whether the formal decision may be recorded: conditions met, late papers there, a promise where a gap is claimed."""
    if code not in FORMAL:
        return
    _check_conditions(item)
    waiting = item.gaps.filter(status=GapStatus.PROMISED).select_related("material")
    if code == BLZT.PASSED and (names := [row.material.name for row in waiting]):
        raise BadInput(
            _(
                "Rule “no full result before the late paper”: %(papers)s is still promised. Bring it first, or record "
                "“Passed with a gap”."
            )
            % {"papers": listed(names)},
            field="code",
        )
    if code == BLZT.PASSED_WITH_GAP and not waiting.exists():
        raise BadInput(
            _(
                "Rule “a gap needs a signed promise”: the enterprise has signed no promise of a late paper for this item."
            ),
            field="code",
        )


def _check_conditions(item: CaseItem) -> None:
    open_one = MissingCondition.objects.filter(
        preapproval__case_item=item, preapproval__status=PreApprovalStatus.ISSUED, met_on__isnull=True
    )
    first = open_one.first()
    if first is not None:
        raise BadInput(
            _(
                "Rule “formal only when every condition is met”: of the pre-approval this is still missing: "
                "%(text)s (due %(due)s)."
            )
            % {"text": first.text, "due": told(first.due)},
            field="code",
        )


def follow(turn: moves.Turn, item: CaseItem, fact: ItemFact) -> None:
    """What a fact does to the easier ways: exchanges the pre-approval, meets conditions downstream, ends what cannot go on."""
    if fact.code in FORMAL:
        _exchange(turn, item, fact)
        _meet_downstream(turn, item, fact)
    elif fact.code == BLZT.REVOKED or item.status in ENDS:
        end_all(turn, item, fact.on, fact.note.strip() or str(BLZT(fact.code).label))


def _exchange(turn: moves.Turn, item: CaseItem, fact: ItemFact) -> None:
    row = item.preapprovals.filter(status__in=[PreApprovalStatus.APPLIED, PreApprovalStatus.ISSUED]).first()
    if row is None:
        return
    if row.status == PreApprovalStatus.APPLIED:
        row.status, row.ended_on = PreApprovalStatus.WITHDRAWN, fact.on
        row.ended_why = _("The formal approval came at once.")
        row.save(update_fields=["status", "ended_on", "ended_why"])
        return
    row.status, row.fact, row.ended_on = PreApprovalStatus.CONVERTED, fact, fact.on
    row.save(update_fields=["status", "fact", "ended_on"])
    turn.tell_enterprise("preapproval_converted", item=item.item.code, on=fact.on.isoformat())
    turn.note(converted=item.item.code)


def _meet_downstream(turn: moves.Turn, item: CaseItem, fact: ItemFact) -> None:
    """The formal result that a pre-approval waited for is there."""
    rows = MissingCondition.objects.filter(
        requires=item,
        met_on__isnull=True,
        preapproval__status__in=[PreApprovalStatus.APPLIED, PreApprovalStatus.ISSUED],
    )
    evidence = fact.file_number or _("formal result of %(date)s") % {"date": told(fact.on)}
    rows.update(met_on=fact.on, evidence=evidence, file=fact.document, met_by=fact.by)


def end_all(turn: moves.Turn, item: CaseItem, on: date, reason: str) -> None:
    """What was stopped, refused, revoked or taken out carries no pre-approval any more, and its open promises wait for nobody."""
    MissingCondition.objects.filter(
        requires=item,
        met_on__isnull=False,
        preapproval__status__in=[PreApprovalStatus.APPLIED, PreApprovalStatus.ISSUED],
    ).update(met_on=None, evidence="", file=None, met_by=None)
    row = item.preapprovals.filter(status__in=[PreApprovalStatus.APPLIED, PreApprovalStatus.ISSUED]).first()
    if row is not None:
        end_preapproval(turn, row, PreApprovalStatus.WITHDRAWN, on, reason)
    gaps = item.gaps.filter(status__in=[GapStatus.OFFERED, GapStatus.PROMISED])
    promised = list(IssuedDocument.objects.filter(gaps__in=gaps).distinct())
    gaps.update(status=GapStatus.WITHDRAWN, ended_on=on, ended_why=reason[:500])
    for document in promised:
        close_paper(document)
    open_ones = [CommitmentStatus.OFFERED, CommitmentStatus.SIGNED]
    for commitment in item.commitments.filter(status__in=open_ones).select_related("document"):
        commitment.status, commitment.ended_why = CommitmentStatus.WITHDRAWN, reason[:500]
        commitment.save(update_fields=["status", "ended_why"])
        withdraw_paper(commitment.document)


def close_paper(document: IssuedDocument) -> None:
    """A promise of which no paper is left waits for nobody and is shown as withdrawn."""
    if not document.gaps.exclude(status=GapStatus.WITHDRAWN).exists():
        withdraw_paper(document)


def withdraw_paper(document: IssuedDocument) -> None:
    """Nobody is asked to sign it any more."""
    document.withdrawn_at = timezone.now()
    document.save(update_fields=["withdrawn_at"])


def end_preapproval(turn: moves.Turn, row: PreApproval, status: PreApprovalStatus, on: date, reason: str) -> None:
    """End a pre-approval and say downstream, at once, that the link above is broken (W-056)."""
    row.status, row.ended_on, row.ended_why = status, on, reason.strip()[:500]
    row.save(update_fields=["status", "ended_on", "ended_why"])
    if row.document is not None:
        withdraw_paper(row.document)
    code = row.case_item.item.code
    after = [one.case_item.item.code for one in downstream(row)]
    turn.note(preapproval=status, item=code, on=on, reason=reason.strip(), items=after)
    day, why = on.isoformat(), reason.strip()
    turn.tell_enterprise("chain_broken" if after else "preapproval_ended", item=code, on=day, reason=why, items=after)
    turn.tell_agency("chain_broken" if after else "preapproval_ended", item=code, on=day, reason=why, items=after)


def downstream(row: PreApproval) -> list[PreApproval]:
    """Every open pre-approval that stands on this one, directly or through others."""
    found: dict[int, PreApproval] = {}
    todo = [row]
    while todo:
        rows = todo.pop().carries.filter(status__in=[PreApprovalStatus.APPLIED, PreApprovalStatus.ISSUED])
        for one in rows.select_related("case_item__item"):
            if one.pk not in found:
                found[one.pk] = one
                todo.append(one)
    return sorted(found.values(), key=lambda one: one.case_item.item.code)
