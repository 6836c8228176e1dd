"""A paper that came back signed by hand: the scan stands beside the original, each with its own hash (C.8)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import signers
from cases.actions import contacts, scans
from cases.enums import CaseStatus, DocumentKind, Side, SignMethod
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import Case, IssuedDocument, Notice
from cases.queries import checking
from tests.cases.kit import fresh, pdf, refused
from tests.cast import Cast, case_in

S = CaseStatus


@pytest.fixture
def case(cast: Cast) -> Case:
    made = case_in(cast, S.UNDERWAY)
    met = contacts.Facts(
        way="agent_visit", on=timezone.localdate(), people="陈帮办（示例）", place="示例路", purpose="取件"
    )
    contacts.record(made, met, by=cast.chen)
    return fresh(made)


@pytest.fixture
def visit(case: Case) -> IssuedDocument:
    return case.documents.get(kind=DocumentKind.VISIT)


def states(document: IssuedDocument) -> dict[Side, bool]:
    return {row.side: row.signed_on is not None for row in checking.sides(document)}


def test_what_is_missing_is_filed_as_a_scan_and_the_original_stays(cast: Cast, visit: IssuedDocument) -> None:
    today = timezone.localdate()
    assert states(visit) == {Side.AGENCY: True, Side.ENTERPRISE: False}
    made = scans.file_scan(
        visit, pdf("签字.pdf"), sides=["enterprise"], signer_name="王建业", signed_on=today, by=cast.chen
    )
    assert [(row.side, row.method, row.signer_name) for row in made] == [(Side.ENTERPRISE, SignMethod.PAPER, "王建业")]
    scan = made[0].scan
    assert scan is not None
    assert made[0].sha256 == scan.sha256 != visit.file.sha256
    visit.refresh_from_db()
    assert visit.file.removed_at is None
    assert states(visit) == {Side.AGENCY: True, Side.ENTERPRISE: True}
    assert checking.compare(checking.of_document(visit), scan.sha256) == "scan"
    assert checking.compare(checking.of_document(visit), visit.file.sha256) == "original"
    assert cast.wang in {row.recipient for row in Notice.objects.filter(kind="scan_filed")}


def test_one_scan_may_carry_both_sides(cast: Cast, visit: IssuedDocument) -> None:
    both = ["agency", "enterprise"]
    made = scans.file_scan(visit, pdf(), sides=both, signer_name="双方", signed_on=timezone.localdate(), by=cast.chen)
    assert {row.scan for row in made} == {made[0].scan}
    assert checking.missing(visit) == []


def test_nobody_files_what_the_enterprise_signs_on_its_own_page(cast: Cast, case: Case) -> None:
    contract = case.documents.get(kind=DocumentKind.AGREEMENT)
    assert not signers.may_be_filed(DocumentKind.AGREEMENT, Side.ENTERPRISE)
    with refused(BadInput, says="does not sign this way", field="sides"):
        scans.file_scan(
            contract, pdf(), sides=["enterprise"], signer_name="x", signed_on=timezone.localdate(), by=cast.chen
        )


def test_twice_too_early_and_by_strangers_it_is_refused(cast: Cast, visit: IssuedDocument) -> None:
    today = timezone.localdate()
    given = {"sides": ["enterprise"], "signer_name": "王", "signed_on": today}
    with refused(BadInput, field="sides"):
        scans.file_scan(visit, pdf(), **given | {"sides": ["stranger"]}, by=cast.chen)
    with refused(BadInput, field="signer_name"):
        scans.file_scan(visit, pdf(), **given | {"signer_name": " "}, by=cast.chen)
    for day in (today - timedelta(days=1), today + timedelta(days=1)):
        with refused(BadInput, field="signed_on"):
            scans.file_scan(visit, pdf(), **given | {"signed_on": day}, by=cast.chen)
    for nobody in (cast.wang, cast.zhao, cast.liu):
        with refused(NotAllowed):
            scans.file_scan(visit, pdf(), **given, by=nobody)
    scans.file_scan(visit, pdf(), **given, by=cast.chen)
    with refused(CaseError, says="has signed already"):
        scans.file_scan(visit, pdf(), **given, by=cast.chen)


def test_a_replaced_paper_takes_no_scan(cast: Cast, case: Case, visit: IssuedDocument) -> None:
    met = case.contacts.get()
    again = contacts.Facts(way="agent_visit", on=met.on, people="陈", place="示例路2号", purpose="取件")
    contacts.correct(met, again, what_was_wrong="地址有误", by=cast.chen)
    with refused(CaseError, says="no longer in force"):
        scans.file_scan(
            visit, pdf(), sides=["enterprise"], signer_name="x", signed_on=timezone.localdate(), by=cast.chen
        )
