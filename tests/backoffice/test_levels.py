"""The section “Levels”: the proposal, the offer, the answer, as people do it on the screen."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions import files, transfers
from cases.enums import CaseStatus, FileKind
from cases.exceptions import BadInput
from cases.models import Case, ChiefContact, IssuedDocument, RouteDecision, Transfer, User
from tests.backoffice.forms import problems, send
from tests.cast import Cast, case_in

SignIn = Callable[[User], Client]
CITY = {"L11", "G01", "G10", "L01"}


@pytest.fixture
def case(cast: Cast) -> Case:
    return case_in(cast, CaseStatus.SUBMITTED, keep=CITY)


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"office:{name}", args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def offer(client: Client, case: Case, **changes: object) -> object:
    return send(client, reverse("office:offer_transfer", args=[case.uuid]), reason="主要事项属市级权限", **changes)


@pytest.mark.req("W-034", "W-036", "W-038")
def test_the_section_shows_what_the_items_suggest_with_shares_and_people(
    cast: Cast, case: Case, at_desk: SignIn
) -> None:
    shown = page(at_desk(cast.chen), "case_levels", case.uuid)
    assert "The whole case to the upper level" in shown
    assert "3 of 4 open items (75 %)" in shown
    assert "高联络" in shown  # the chief liaison of the city
    assert "Direct contact for single items" in shown
    assert reverse("office:offer_item", args=[case.uuid, case.items.get(item__code="L01").pk]) in shown


@pytest.mark.req("W-036", "W-039")
def test_an_offer_is_made_seen_in_my_day_and_accepted(cast: Cast, case: Case, at_desk: SignIn) -> None:
    answer = offer(
        at_desk(cast.chen), case, channel="courier", reference="EMS 1234567890123", papers="总平面图，原件，2 份"
    )
    assert problems(answer) == ""
    row = Transfer.objects.get()
    assert {paper.name for paper in row.papers.all()} >= {"总平面图，原件，2 份"}
    assert row.papers.filter(file__isnull=False).exists()  # what is on the platform goes with it
    city = at_desk(cast.gao)
    assert "Offered to me" in page(city, "home")
    assert "Accept the transfer" in page(city, "case_levels", case.uuid)
    taken = send(city, reverse("office:accept_transfer", args=[case.uuid, row.pk]), lead=cast.luo.pk)
    assert problems(taken) == ""
    assert Case.objects.get().handling_unit.code == "370700-agency"
    assert "Offered to me" not in page(city, "home")
    assert "Who held the matter" in page(at_desk(cast.chen), "case_levels", case.uuid)


def test_a_proof_that_is_missing_is_said_at_its_field_and_nothing_is_lost(
    cast: Cast, case: Case, at_desk: SignIn
) -> None:
    answer = offer(at_desk(cast.chen), case, channel="courier")
    assert answer.status_code == 422
    assert "reference" in answer.context["form"].errors
    assert "主要事项属市级权限" in answer.content.decode()
    assert not Transfer.objects.exists()


def test_who_returns_an_offer_comes_back_to_the_day_and_sees_the_case_no_more(
    cast: Cast, case: Case, at_desk: SignIn
) -> None:
    offer(at_desk(cast.chen), case)
    row, city = Transfer.objects.get(), at_desk(cast.gao)
    answer = send(city, reverse("office:return_transfer", args=[case.uuid, row.pk]), reason="材料不全")
    assert answer["Location"] == reverse("office:home")
    assert city.get(reverse("office:case", args=[case.uuid])).status_code == 404
    assert "材料不全" in page(at_desk(cast.chen), "case_levels", case.uuid)


def test_who_comes_too_late_is_told_and_keeps_what_was_typed(cast: Cast, case: Case, at_desk: SignIn) -> None:
    offer(at_desk(cast.chen), case)
    row, mine = Transfer.objects.get(), at_desk(cast.chen)
    url = reverse("office:withdraw_transfer", args=[case.uuid, row.pk])
    assert mine.get(url).status_code == 200
    send(at_desk(cast.gao), reverse("office:accept_transfer", args=[case.uuid, row.pk]))
    answer = mine.post(url, {"reason": "改由本县办理"})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "this transfer is “Accepted”" in shown
    assert "改由本县办理" in shown


@pytest.mark.req("W-038")
def test_the_chief_contact_of_one_item_is_asked_and_gives_it_back(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY, keep={"L01", "L09", "C05", "L11"})
    item = case.items.get(item__code="L11")
    client = at_desk(cast.chen)
    shown = page(client, "offer_item", case.uuid, item.pk)
    assert "罗对接" in shown
    assert problems(send(client, reverse("office:offer_item", args=[case.uuid, item.pk]), reason="市级")) == ""
    row, contact = Transfer.objects.get(), at_desk(cast.luo)
    assert problems(send(contact, reverse("office:accept_transfer", args=[case.uuid, row.pk]))) == ""
    item.refresh_from_db()
    assert item.agent == cast.luo
    assert contact.get(reverse("office:record_fact", args=[case.uuid, item.pk])).status_code == 200
    ended = send(contact, reverse("office:end_transfer", args=[case.uuid, row.pk]), reason="已办结")
    assert ended["Location"] == reverse("office:home")


@pytest.mark.req("W-037")
def test_a_decision_is_written_down_with_its_reason_and_shares(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, CaseStatus.SUBMITTED, keep={"L01", "L09", "X02"})
    client = at_desk(cast.chen)
    answer = send(client, reverse("office:decide_route", args=[case.uuid]), kind="line", reason="林地由省里审批")
    assert problems(answer) == ""
    made = RouteDecision.objects.get()
    assert [row.item.code for row in made.items.all()] == ["X02"]
    shown = page(client, "case_levels", case.uuid)
    assert "林地由省里审批" in shown
    assert "decided here 2 · province or above 1" in shown


def test_a_case_without_levels_to_choose_from_shows_its_section_too(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY, "210214")
    shown = page(at_desk(cast.liu), "case_levels", case.uuid)
    assert "The case stays with its agency" in shown
    assert "Offer the case" not in shown


def test_the_section_asks_as_often_for_many_items_as_for_few(
    cast: Cast, at_desk: SignIn, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    case = case_in(cast, CaseStatus.SUBMITTED, keep=CITY | {"L09", "C05", "G03", "G04", "C01", "V01", "V11", "G14"})
    with django_assert_max_num_queries(60):  # type: ignore[attr-defined]
        page(at_desk(cast.chen), "case_levels", case.uuid)


def files_on(client: Client, name: str, *args: object) -> tuple[set[str], set[str]]:
    """(names offered, names ticked) of the papers on the platform."""
    field = client.get(reverse(f"office:{name}", args=args)).context["form"].fields["files"]
    return {file.name for file in field.queryset}, {file.name for file in field.initial}


def test_only_what_belongs_to_the_item_is_ticked_and_nothing_internal_is_offered(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY, keep={"L01", "L09", "C05", "L11"})
    item, other = case.items.get(item__code="L11"), case.items.get(item__code="C05")
    for row, name in ((item, "own.pdf"), (other, "foreign.pdf")):
        files.keep(case, name, "application/pdf", b"%PDF", kind=FileKind.MATERIAL, by=cast.wang, case_item=row)
    inside = case.documents.exclude(kind=case.scheme.agreement_kind).first()
    IssuedDocument.objects.filter(pk=inside.pk).update(for_enterprise=False)
    client = at_desk(cast.chen)
    offered, ticked = files_on(client, "offer_item", case.uuid, item.pk)
    assert {"own.pdf", "foreign.pdf"} <= offered  # control: a person may add what the other side needs
    assert inside.file.name not in offered
    assert "own.pdf" in ticked
    others = case.documents.exclude(kind=case.scheme.agreement_kind)
    assert others
    assert not {"foreign.pdf", *(one.file.name for one in others)} & ticked
    paper = transfers.Paper("internal", file=inside.file)
    with pytest.raises(BadInput):
        transfers.offer_item(item, reason="x", sending=transfers.Sending("platform", "", [paper]), by=cast.chen)


def test_with_the_whole_case_goes_all_that_is_not_internal(cast: Cast, case: Case, at_desk: SignIn) -> None:
    inside, outside = case.documents.first(), "foreign.pdf"
    IssuedDocument.objects.filter(pk=inside.pk).update(for_enterprise=False)
    files.keep(case, outside, "application/pdf", b"%PDF", kind=FileKind.MATERIAL, by=cast.wang)
    offered, ticked = files_on(at_desk(cast.chen), "offer_transfer", case.uuid)
    assert offered == ticked
    assert outside in ticked
    assert inside.file.name not in offered


def test_where_no_chief_contact_is_named_the_page_says_who_names_one_and_whom_to_ask(
    cast: Cast, at_desk: SignIn
) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY, keep={"L01", "L09", "C05", "L11"})
    client = at_desk(cast.chen)
    assert "names the chief contact" not in page(client, "case_levels", case.uuid)  # control: one is named
    ChiefContact.objects.filter(unit__code="370700-agency").delete()
    shown = page(client, "case_levels", case.uuid)
    assert f"Until then ask {cast.gao.name}, {cast.gao.phone}." in shown
    assert reverse("office:duties") not in shown  # a page of the heads
    assert reverse("office:duties") in page(at_desk(cast.sun), "case_levels", case.uuid)
