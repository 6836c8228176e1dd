"""Originals: handed over and returned against receipts, and where each one is now."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases import ledger as rules
from cases.actions import materials, originals, pausing
from cases.actions.originals import Facts
from cases.enums import CaseStatus, DocumentKind, Side
from cases.enums_papers import Handover
from cases.exceptions import BadInput, NotAllowed, StepNotAllowed
from cases.ledger import AGENCY, Move
from cases.models import Case, Notice, OriginalHandover, Signature, Unit
from cases.queries import originals as readers
from tests.cases.kit import fresh, pdf, refused
from tests.cast import Cast, case_in

S, H = CaseStatus, Handover


@pytest.fixture
def case(cast: Cast) -> Case:
    return case_in(cast, S.UNDERWAY)


def facts(kind: str, papers: Mapping[str, int], **changes: object) -> Facts:
    given = {"on": timezone.localdate(), "giver": "王建业（示例）", "taker": "陈帮办（示例）"}
    return Facts(kind=kind, papers=papers, **(given | changes))  # type: ignore[arg-type]


def where(case: Case) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for one in readers.held(fresh(case)):
        found.setdefault(one.paper_zh, []).append((one.unit.code if one.unit else "agency", one.copies))
    return found


def test_copies_are_where_the_hand_overs_left_them() -> None:
    moves = [
        Move(H.TAKEN, 1, 3), Move(H.TAKEN, 2, 1), Move(H.LODGED, 1, 2, 9), Move(H.FETCHED, 1, 1, 9), Move(H.RETURNED, 2, 1),
    ]  # fmt: skip
    assert rules.places(moves) == {1: {AGENCY: 2, 9: 1}}
    assert rules.places([]) == {}


def test_originals_go_against_a_numbered_receipt_that_both_sides_sign(case: Case, cast: Cast) -> None:
    made = originals.hand_over(case, facts(H.TAKEN, {"不动产权证书": 1, "营业执照": 2}), by=cast.chen)
    slip = made.document
    assert slip is not None
    assert (slip.kind, slip.number[:2], slip.for_enterprise) == (DocumentKind.HANDOVER, "JJ", True)
    assert [row["copies"] for row in slip.data["papers"]] == [1, 2]
    assert where(case) == {"不动产权证书": [("agency", 1)], "营业执照": [("agency", 2)]}
    assert Notice.objects.filter(case=case, kind="originals_taken", recipient=cast.wang).exists()
    assert [row.side for row in slip.signatures.all()] == [Side.AGENCY]
    first = originals.sign(made, by=cast.li)
    assert originals.sign(made, by=cast.wang) == first  # a second press
    assert {row.side for row in Signature.objects.filter(document=slip)} == {Side.AGENCY, Side.ENTERPRISE}
    assert fresh(case).handovers.get().signed
    for user in (cast.chen, cast.zhao):
        other = originals.hand_over(fresh(case), facts(H.TAKEN, {"公章授权书": 1}), by=cast.chen)
        with refused(NotAllowed, says="belongs to the enterprise"):
            originals.sign(other, by=user)


def test_an_original_is_lodged_fetched_and_returned_and_never_given_twice(case: Case, cast: Cast) -> None:
    unit = Unit.objects.get(code="370783-housing")
    originals.hand_over(case, facts(H.TAKEN, {"不动产权证书": 2}), by=cast.chen)
    originals.hand_over(case, facts(H.LODGED, {"不动产权证书": 1}, unit=unit), by=cast.chen)
    assert where(case) == {"不动产权证书": [("agency", 1), (unit.code, 1)]}
    with refused(BadInput, says="Only 1 originals", field="papers"):
        originals.hand_over(case, facts(H.RETURNED, {"不动产权证书": 2}), by=cast.chen)
    with refused(BadInput, says="Only 0 originals", field="papers"):
        originals.hand_over(
            case, facts(H.FETCHED, {"不动产权证书": 1}, unit=Unit.objects.get(code="370783-dev-reform")), by=cast.chen
        )
    originals.hand_over(case, facts(H.FETCHED, {"不动产权证书": 1}, unit=unit), by=cast.chen)
    back = originals.hand_over(case, facts(H.RETURNED, {"不动产权证书": 2}), by=cast.chen)
    assert where(case) == {}
    assert back.document is not None
    assert back.document.data["left"] == []
    with pytest.raises((DatabaseError, ValueError)), transaction.atomic():
        OriginalHandover.objects.filter(pk=back.pk).update(giver="x")


def test_after_the_end_originals_only_come_back(case: Case, cast: Cast) -> None:
    originals.hand_over(case, facts(H.TAKEN, {"营业执照": 1}), by=cast.chen)
    pausing.terminate(fresh(case), reason="x", by=cast.sun)
    case = fresh(case)
    with refused(StepNotAllowed, says="only given back"):
        originals.hand_over(case, facts(H.TAKEN, {"营业执照": 1}), by=cast.chen)
    originals.hand_over(case, facts(H.RETURNED, {"营业执照": 1}), by=cast.chen)
    assert where(case) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"papers": {}}, "papers"),
        ({"papers": {"x": 0}}, "papers"),
        ({"papers": {"x": 100}}, "papers"),
        ({"on": timezone.localdate() + timedelta(days=2)}, "on"),
        ({"giver": " "}, "giver"),
        ({"taker": ""}, "taker"),
        ({"kind": "lodged"}, "unit"),
        ({"kind": "stolen"}, "kind"),
    ],
)
def test_a_hand_over_without_its_facts_is_refused(
    case: Case, cast: Cast, changes: dict[str, object], field: str
) -> None:
    wrong = {"kind": H.TAKEN, "papers": {"营业执照": 1}} | changes
    with refused(BadInput, field=field):
        originals.hand_over(case, facts(**wrong), by=cast.chen)  # type: ignore[arg-type]


def test_the_paper_of_the_ledger_and_its_original_are_one(case: Case, cast: Cast) -> None:
    materials.add(case, "不动产权证书", upload=pdf(), by=cast.wang)
    originals.hand_over(fresh(case), facts(H.TAKEN, {"不动产权证书": 1}), by=cast.chen)
    assert case.ledger.get().versions.count() == 1
