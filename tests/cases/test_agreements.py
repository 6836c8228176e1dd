"""Offered, read, signed once over the very bytes; on paper it counts when the agency has compared it."""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from cases.actions import agreements, paper_data
from cases.documents.agreement import agreement
from cases.enums import CaseStatus, DocumentKind, Side, SignMethod
from cases.exceptions import CaseError, NotAllowed, Stale, StepNotAllowed
from cases.management.demo import walks
from cases.models import Case, FlowTable, IssuedDocument, Notice, Signature, Unit
from cases.queries import documents, story
from tests.cases.documents_data import text
from tests.cases.kit import fresh, pdf, refused
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

S = CaseStatus


@pytest.fixture
def offered(cast: Cast) -> Case:
    return case_in(cast, S.AGREEMENT)


def paper(case: Case) -> IssuedDocument:
    return documents.awaiting_enterprise(case).get()


@pytest.mark.req("W-050", "P-060", "P-002")
@pytest.mark.parametrize(
    ("region", "kind"), [(SHOUGUANG, DocumentKind.AGREEMENT), (PULANDIAN, DocumentKind.AUTHORISATION)]
)
def test_each_scheme_offers_its_own_form_and_signing_makes_it_count(cast: Cast, region: str, kind: str) -> None:
    case = case_in(cast, S.AGREEMENT, region)
    document = paper(case)
    owner = cast.he if region == PULANDIAN else cast.wang
    assert document.kind == kind
    assert [s.side for s in document.signatures.all()] == [Side.AGENCY]
    agreements.sign(document, by=owner, ip="192.0.2.1")
    assert {s.side for s in document.signatures.all()} == {Side.AGENCY, Side.ENTERPRISE}
    case = fresh(case)
    assert (case.status, case.signed_at is not None) == (S.SIGNED, True)


def test_the_hash_signed_is_the_hash_of_the_bytes_on_disk(cast: Cast, offered: Case) -> None:
    document = paper(offered)
    kept = (Path(settings.PRIVATE_ROOT) / document.file.path).read_bytes()
    signed = agreements.sign(document, by=cast.wang, ip="192.0.2.1")
    assert signed.sha256 == document.file.sha256 == hashlib.sha256(kept).hexdigest()
    assert kept.startswith(b"%PDF")
    assert (signed.signer, signed.signer_name, signed.ip) == (cast.wang, cast.wang.name, "192.0.2.1")
    event = offered.events.get(action="sign_agreement")
    assert event.data["sha256"] == signed.sha256
    assert event.actor == cast.wang


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_nobody_signs_over_bytes_that_are_not_those_on_record(cast: Cast, offered: Case, harm: str) -> None:
    document = paper(offered)
    kept = Path(settings.PRIVATE_ROOT) / document.file.path
    good = kept.read_bytes()
    kept.unlink() if harm == "gone" else kept.write_bytes(good.replace(b"%PDF-1.7", b"%PDF-1.6"))
    with refused(CaseError, says="damaged or missing"):
        agreements.sign(document, by=cast.wang)
    kept.write_bytes(good)
    assert agreements.sign(document, by=cast.wang).pk  # control


def test_signing_twice_makes_one_signature_and_tells_once(cast: Cast, offered: Case) -> None:
    document = paper(offered)
    agreements.sign(document, by=cast.wang)
    told = Notice.objects.filter(kind__in=["signed", "signed_agency"]).count()
    with refused(CaseError, says="already been signed"):
        agreements.sign(document, by=cast.wang)
    with refused(CaseError, says="already been signed"):
        agreements.hand_in_paper(document, pdf(), by=cast.wang)
    assert Signature.objects.filter(document=document, side=Side.ENTERPRISE).count() == 1
    assert Notice.objects.filter(kind__in=["signed", "signed_agency"]).count() == told > 0


def test_signing_from_a_page_that_is_older_than_the_case_is_refused(cast: Cast, offered: Case) -> None:
    with refused(Stale, says="Somebody else changed this case"):
        agreements.sign(paper(offered), by=cast.wang, version=offered.version - 1)
    assert agreements.sign(paper(offered), by=cast.wang, version=offered.version).pk


def test_a_new_version_takes_the_place_of_the_old_one_which_nobody_can_sign_any_more(cast: Cast, offered: Case) -> None:
    old = paper(offered)
    left_open = paper(offered)
    new = agreements.offer(offered, by=cast.sun)
    old.refresh_from_db()
    assert (old.replaced_by, new.version, paper(offered)) == (new, old.version + 1, new)
    assert new.number != old.number
    for document in (old, left_open):  # also from a page that was loaded before
        with refused(CaseError, says="newer version"):
            agreements.sign(document, by=cast.wang)
        with refused(CaseError, says="newer version"):
            agreements.hand_in_paper(document, pdf(), by=cast.wang)
    agreements.sign(new, by=cast.wang)
    assert fresh(offered).status == S.SIGNED


def test_the_authorisation_lists_what_the_chief_wrote(cast: Cast) -> None:
    case = case_in(cast, S.ACCEPTED, PULANDIAN)
    document = agreements.offer(case, contents=["咨询辅导", "结果交付"], by=cast.liu)
    assert document.data["contents"] == ["咨询辅导", "结果交付"]
    assert document.data["chief_agent"] == cast.liu.name


def test_what_is_not_to_be_signed_cannot_be_signed(cast: Cast, offered: Case) -> None:
    with refused(CaseError, says="not signed by the enterprise"):
        agreements.sign(offered.documents.get(kind=DocumentKind.RECEIPT), by=cast.wang)


# ---- on paper


def test_a_signed_paper_waits_for_the_agency_and_then_counts(cast: Cast, offered: Case) -> None:
    document = paper(offered)
    waiting = agreements.hand_in_paper(document, pdf("协议扫描.pdf"), by=cast.wang)
    offered = fresh(offered)
    assert (offered.status, waiting.confirmed_at, waiting.method) == (S.AGREEMENT, None, SignMethod.PAPER)
    assert story.whose_turn(offered).side == "agency"
    assert Notice.objects.filter(kind="paper_handed_in", recipient=cast.chen).count() == 1
    with refused(CaseError, says="already been signed"):  # one way at a time
        agreements.sign(document, by=cast.wang)
    confirmed = agreements.confirm_paper(waiting, by=cast.chen)
    offered = fresh(offered)
    assert (confirmed.confirmed_by, offered.status) == (cast.chen, S.SIGNED)
    assert offered.events.order_by("-seq")[0].actor == cast.chen
    assert Notice.objects.filter(kind="signed", recipient=cast.wang).count() == 1
    for stale in (waiting, confirmed):
        with refused(CaseError):
            agreements.confirm_paper(stale, by=cast.chen)
        with refused(CaseError):
            agreements.reject_paper(stale, reason="无公章", by=cast.chen)


def test_a_paper_that_cannot_count_goes_back_with_the_reason_and_may_come_again(cast: Cast, offered: Case) -> None:
    document = paper(offered)
    waiting = agreements.hand_in_paper(document, pdf(), by=cast.wang)
    with refused(CaseError, says="Say what is wrong", field="reason"):
        agreements.reject_paper(waiting, reason=" ", by=cast.chen)
    rejected = agreements.reject_paper(waiting, reason="没有公章", by=cast.chen)
    assert (rejected.reject_reason, fresh(offered).status) == ("没有公章", S.AGREEMENT)
    for stale in (waiting, rejected):  # also with what a page remembered
        with refused(CaseError, says="dealt with already"):
            agreements.reject_paper(stale, reason="没有公章", by=cast.chen)
        with refused(CaseError, says="dealt with already"):
            agreements.confirm_paper(stale, by=cast.chen)
    assert Notice.objects.get(kind="paper_rejected", recipient=cast.wang).data["reason"] == "没有公章"
    again = agreements.hand_in_paper(document, pdf(text=b"sealed"), by=cast.wang)
    agreements.confirm_paper(again, by=cast.sun)
    assert fresh(offered).status == S.SIGNED


def test_only_the_agency_checks_a_paper(cast: Cast, offered: Case) -> None:
    waiting = agreements.hand_in_paper(paper(offered), pdf(), by=cast.wang)
    for user in (cast.wang, cast.li, cast.zhao, cast.feng, cast.jin, cast.liu):
        with refused(NotAllowed, says="Only the assisting agency"):
            agreements.confirm_paper(waiting, by=user)
        with refused(NotAllowed, says="Only the assisting agency"):
            agreements.reject_paper(waiting, reason="x", by=user)


def test_the_paper_of_a_replaced_version_never_counts(cast: Cast, offered: Case) -> None:
    waiting = agreements.hand_in_paper(paper(offered), pdf(), by=cast.wang)
    new = agreements.offer(offered, by=cast.sun)
    waiting = Signature.objects.get(pk=waiting.pk)
    with refused(CaseError, says="newer version"):
        agreements.confirm_paper(waiting, by=cast.chen)
    assert paper(offered) == new
    agreements.sign(new, by=cast.wang)
    assert fresh(offered).status == S.SIGNED


def test_a_paper_is_checked_like_any_upload(cast: Cast, offered: Case) -> None:
    bad = pdf("协议.exe")
    with refused(CaseError, says="cannot be taken", field="file"):
        agreements.hand_in_paper(paper(offered), bad, by=cast.wang)


def test_a_form_of_another_step_cannot_be_signed_now(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    walks.suspend(case, cast.sun)
    form = paper(case)
    Case.objects.filter(pk=case.pk).update(status=S.UNDERWAY, suspended_from="")
    with refused(StepNotAllowed, says="is not possible while"):
        agreements.sign(form, by=cast.wang)


# ---- what follows from signing


@pytest.mark.req("P-063")
def test_on_signing_every_group_owes_its_flow_table_within_fifteen_working_days(cast: Cast) -> None:
    case = case_in(cast, S.SIGNED, PULANDIAN)
    tables = FlowTable.objects.filter(case=case)
    assert set(tables.values_list("group__code", flat=True)) == {"land_planning", "construction", "dispatch"}
    assert case_in(cast, S.SIGNED).flow_tables.count() == 0  # control: 0+N knows no flow tables


@pytest.mark.req("W-050")
def test_the_agreement_prints_what_is_known_of_both_sides(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.ACCEPTED)
    made = paper_data.build_agreement(case, cast.sun, list(case.items.all()), "XY-1", timezone.localdate())
    assert (made.owner.uscc, made.owner.representative) == (cast.heavy.uscc, cast.heavy.legal_representative)
    assert made.owner.address == cast.heavy.address != ""
    # Nobody entered the agency's head: whoever leads it stands there; the code stays a blank for the pen.
    assert (made.unit.representative, made.unit.contact, made.unit.uscc) == (cast.sun.name, cast.sun.name, "")
    Unit.objects.filter(pk=case.handling_unit_id).update(
        uscc="11370783MB0TEXT1", head="周局长（示例）", address="示例路 9 号"
    )
    again = paper_data.build_agreement(fresh(case), cast.sun, list(case.items.all()), "XY-1", timezone.localdate())
    assert (again.unit.uscc, again.unit.representative) == ("11370783MB0TEXT1", "周局长（示例）")
    words = text(agreement(again))
    for said in ("11370783MB0TEXT1", "周局长（示例）", "示例路9号", cast.heavy.uscc, "法人（示例）"):
        assert said in words
