"""What comes in or goes out after signing is put before the enterprise; until it has signed nothing of it is filed (P-004)."""

import pytest
from django.utils import timezone, translation

from cases import transitions
from cases.actions import agreements, finishing, items, planning, scope
from cases.enums import BLZT, Action, CaseStatus, DocumentKind, ItemStatus
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.management.demo import walks
from cases.models import Case, CaseItem, IssuedDocument, Notice
from cases.queries import coverage, documents, readiness, story, supplements
from portal.selfservice import acts
from tests.cases.kit import fresh, pdf, refused
from tests.cast import PULANDIAN, Cast, case_in

S = CaseStatus


@pytest.fixture
def underway(cast: Cast) -> Case:
    return case_in(cast, S.UNDERWAY)


def row(case: Case, code: str) -> CaseItem:
    return case.items.select_related("item", "case").get(item__code=code)


def the_paper(case: Case) -> IssuedDocument:
    found = supplements.open_of(case)
    assert found is not None
    return found


def file_it(case: Case, code: str, cast: Cast) -> CaseItem:
    items.record(row(case, code), code=BLZT.RECEIVED, on=timezone.localdate(), by=cast.chen)
    return row(case, code)


@pytest.mark.req("P-004")
def test_an_item_added_after_signing_is_filed_only_with_the_enterprises_signature(underway: Case, cast: Cast) -> None:
    scope.add(underway, "G04", reason="新增地下工程", by=cast.chen)
    paper = the_paper(underway)
    assert paper.data["items"] == [
        paper.data["items"][0] | {"change": "增加", "name": row(underway, "G04").item.name_zh, "reason": "新增地下工程"}
    ]
    assert paper.data["base"] == underway.documents.get(kind=DocumentKind.AGREEMENT).number
    with refused(BadInput, says="Only what was entrusted is filed", field="code"):
        file_it(underway, "G04", cast)
    assert file_it(underway, "L01", cast).status == ItemStatus.RECEIVED  # control: what was entrusted goes on
    agreements.sign(paper, by=cast.wang)
    assert supplements.open_of(underway) is None
    assert file_it(underway, "G04", cast).status == ItemStatus.RECEIVED


@pytest.mark.req("P-004")
def test_the_start_page_of_the_enterprise_says_what_waits_and_leads_to_the_signature(
    underway: Case, cast: Cast
) -> None:
    assert story.whose_turn(underway).also == ""
    scope.drop(row(underway, "L09"), reason="选址不变", by=cast.chen)
    paper = the_paper(underway)
    assert Notice.objects.filter(kind="supplement_offered", recipient=cast.wang).count() == 1
    with translation.override("en"):
        said = story.whose_turn(fresh(underway), waiting=list(documents.awaiting_enterprise(underway))).also
        assert paper.number in said
        assert said == story.whose_turn(fresh(underway)).also
    (button,) = [act for act in acts.acts(fresh(underway), cast.wang) if act.action == Action.SIGN_SUPPLEMENT]
    assert str(paper.uuid) in button.url
    with refused(NotAllowed):
        agreements.sign(paper, by=cast.feng)
    agreements.sign(paper, by=cast.wang)
    assert story.whose_turn(fresh(underway)).also == ""
    assert Notice.objects.filter(kind="supplement_signed", recipient=cast.chen).count() == 1


@pytest.mark.req("P-004")
def test_one_paper_lists_everything_unsigned_and_a_newer_one_replaces_it(underway: Case, cast: Cast) -> None:
    scope.add(underway, "G04", reason="新增地下工程", by=cast.chen)
    first = the_paper(underway)
    scope.drop(row(underway, "L09"), reason="选址不变", by=cast.chen)
    second = the_paper(underway)
    assert {(line["change"], line["reason"]) for line in second.data["items"]} == {
        ("增加", "新增地下工程"), ("取消", "选址不变"),
    }  # fmt: skip
    first.refresh_from_db()
    assert (first.replaced_by, second.version) == (second, 2)
    with refused(CaseError, says="newer version"):
        agreements.sign(first, by=cast.wang)
    agreements.sign(second, by=cast.wang)
    scope.add(underway, "L09", reason="又要办", by=cast.chen)
    assert [line["name"] for line in the_paper(underway).data["items"]] == [row(underway, "L09").item.name_zh]


@pytest.mark.req("P-004")
def test_a_signed_paper_counts_once_the_agency_has_compared_it(underway: Case, cast: Cast) -> None:
    scope.add(underway, "G04", reason="新增地下工程", by=cast.chen)
    scan = agreements.hand_in_paper(the_paper(underway), pdf("确认单.pdf"), by=cast.wang)
    with refused(BadInput, says="Only what was entrusted"):
        file_it(underway, "G04", cast)
    agreements.reject_paper(scan, reason="没有盖章", by=cast.chen)
    again = agreements.hand_in_paper(the_paper(underway), pdf("确认单2.pdf"), by=cast.wang)
    agreements.confirm_paper(again, by=cast.chen)
    assert file_it(underway, "G04", cast).status == ItemStatus.RECEIVED
    assert underway.status == S.UNDERWAY


def test_the_roadmap_covers_the_item_after_the_signature(underway: Case, cast: Cast) -> None:
    scope.add(underway, "G04", reason="新增地下工程", by=cast.chen)
    agreements.sign(the_paper(underway), by=cast.wang)
    owed = coverage.owed(underway.plans.get(current=True))
    assert owed is not None
    assert [item.item.code for item in owed.added] == ["G04"]
    plan = planning.set_plan(fresh(underway), start=timezone.localdate(), reason="事项增加", by=cast.chen)
    assert coverage.owed(plan) is None
    assert plan.rows.filter(case_item__item__code="G04").exists()


def test_nothing_is_complete_while_a_change_is_unsigned(underway: Case, cast: Cast) -> None:
    scope.drop(row(underway, "L09"), reason="选址不变", by=cast.chen)
    walks.finish_items(fresh(underway), cast.chen)
    finishing.deliver(
        underway, method="in_person", on=timezone.localdate(), receiver="王", items=finishing.undelivered(underway), by=cast.chen
    )  # fmt: skip
    with refused(CaseError, says="has not signed the change"):
        finishing.issue_completion(fresh(underway), on=timezone.localdate(), by=cast.sun)
    assert not readiness.ready(fresh(underway), Action.ISSUE_COMPLETION)
    agreements.sign(the_paper(underway), by=cast.wang)
    assert readiness.ready(fresh(underway), Action.ISSUE_COMPLETION)
    assert finishing.issue_completion(fresh(underway), on=timezone.localdate(), by=cast.sun).number


def test_under_the_authorisation_it_is_the_same_and_while_the_service_rests_too(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, PULANDIAN)
    scope.add(case, "G04", reason="漏项", by=cast.liu)
    assert the_paper(case).data["base_title"] == "代办服务委托书"
    walks.suspend(fresh(case), cast.liu)
    turn = story.whose_turn(fresh(case))
    assert turn.side == "enterprise"  # of the suspension form
    agreements.sign(case.documents.get(kind=DocumentKind.SUSPENSION), by=cast.he)
    assert story.whose_turn(fresh(case)).side == "nobody"  # the change of the items is another paper
    agreements.sign(the_paper(case), by=cast.he)
    assert transitions.step(S.COMPLETION, Action.SIGN_SUPPLEMENT) is None
