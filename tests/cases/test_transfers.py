"""The handshake between agencies: offered, accepted, returned, withdrawn, ended; who sees what meanwhile (W-034 to W-039)."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases import permissions
from cases.actions import events, intake, items, pausing, transfer_chase, transfers
from cases.enums import Action, CaseStatus, DocumentKind, PostRole
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.management.demo.people import person, post
from cases.models import Case, TeamMember, Transfer, Unit, User
from cases.queries import cases as readers
from cases.queries import documents, files, routing
from cases.queries import items as item_readers
from cases.routes import TRANSFER_TABLE, Channel, TransferStatus
from tests.cases.kit import fresh, pdf, refused
from tests.cases.transferring import CITY, PAPERS, again, lend, offer, told
from tests.cast import PULANDIAN, Cast, case_in

S, A = CaseStatus, Action

# ---- the whole case


@pytest.mark.req("W-034", "W-036")
def test_a_case_goes_up_by_offer_and_acceptance_and_the_first_agency_stays_responsible_for_the_record(
    cast: Cast,
) -> None:
    case = case_in(cast, S.SUBMITTED, keep=CITY)
    assert case not in readers.visible_to(cast.gao)
    row = offer(cast, case)
    case = fresh(case)
    assert (row.status, case.handling_unit.code, row.due > timezone.localdate()) == ("offered", "370783-agency", True)
    assert told(cast.gao, "transfer_offered") == 1
    # The offer is for reading.
    assert case in readers.visible_to(again(cast.gao))
    assert not permissions.may(cast.gao, A.ACCEPT, case)
    assert routing.incoming(again(cast.gao)) == [row]
    transfers.accept(row, lead=cast.luo, by=again(cast.gao))
    case = fresh(case)
    assert (case.handling_unit.code, case.first_unit.code) == ("370700-agency", "370783-agency")
    assert permissions.may(cast.gao, A.ACCEPT, case)
    assert not permissions.may(cast.chen, A.ACCEPT, case)
    # First agency: it sees everything and keeps the record.
    assert case in readers.visible_to(again(cast.chen))
    assert permissions.may(cast.chen, A.COMMENT, case)
    lead = TeamMember.objects.get(case=case, until__isnull=True)
    assert (lead.user, lead.is_lead, lead.role) == (cast.luo, True, PostRole.SERVICE_AGENT)
    assert told(cast.wang, "handed_over") == told(cast.li, "handed_over") == 1
    assert told(cast.chen, "transfer_accepted") == 1
    assert events.broken_link(case) is None
    intake.accept(case, ground="major_list", reference="名单", by=cast.luo)
    assert fresh(case).status == S.ACCEPTED


@pytest.mark.req("W-035")
def test_a_case_goes_down_to_the_agency_of_the_place(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED, "370700", keep={"L01", "L09", "C05"})
    county = Unit.objects.get(code="370783-agency")
    assert case not in readers.visible_to(cast.sun)
    row = offer(cast, case, to_unit=county, to_user=cast.qian, by=cast.luo)
    assert row.decision.kind == "lower"
    assert row.decision.proposed
    transfers.accept(row, by=cast.qian)
    case = fresh(case)
    assert case.handling_unit == county
    # Also the overall manager, whose region does not contain the city.
    assert case in readers.visible_to(again(cast.sun))
    assert permissions.may(cast.sun, A.DECLINE, case)


@pytest.mark.req("W-034")
def test_what_was_taken_over_can_be_given_back_and_the_team_of_before_is_there_again(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, keep=CITY)
    row = offer(cast, case)
    transfers.accept(row, lead=cast.luo, by=cast.gao)
    assert [place.user for place in case.team.filter(until__isnull=True)] == [cast.luo]
    transfers.end(row, reason="市级事项已办完", by=cast.gao)
    case = fresh(case)
    assert (case.handling_unit, row.status, row.end_reason) == (case.first_unit, "ended", "市级事项已办完")
    assert [(p.user, p.is_lead) for p in case.team.filter(until__isnull=True)] == [(cast.chen, True)]
    for gone in (cast.gao, cast.luo):
        assert case not in readers.visible_to(again(gone))
    assert told(cast.wang, "given_back") == 1
    second = offer(cast, case)  # control: after the end the case may go again
    assert second.status == "offered"


def test_the_first_agency_may_take_the_case_back_and_a_stranger_may_not(cast: Cast) -> None:
    case = case_in(cast, S.SIGNED, keep=CITY)
    row = offer(cast, case)
    transfers.accept(row, by=cast.gao)
    with refused(NotAllowed, says="who holds or lent"):
        transfers.end(row, reason="x", by=cast.liu)
    transfers.end(row, reason="收回", by=cast.chen)
    assert fresh(case).handling_unit.code == "370783-agency"


@pytest.mark.req("W-039")
def test_an_offer_can_be_returned_with_a_reason_or_withdrawn_and_access_ends_with_it(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED, keep=CITY)
    row = offer(cast, case)
    with refused(BadInput, says="Give the reason", field="reason"):
        transfers.give_back(row, reason=" ", by=cast.gao)
    transfers.give_back(row, reason="材料不全", by=cast.gao)
    assert (row.status, row.answer) == ("returned", "材料不全")
    assert case not in readers.visible_to(again(cast.gao))
    assert told(cast.chen, "transfer_returned") == 1
    row = offer(cast, fresh(case))
    transfers.withdraw(row, reason="改由本县办理", by=cast.chen)
    assert row.status == "withdrawn"
    assert case not in readers.visible_to(again(cast.gao))
    assert told(cast.gao, "transfer_withdrawn") == 1
    assert fresh(case).handling_unit == case.first_unit


def test_every_cell_outside_the_table_of_transfers_is_refused(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED, keep=CITY)
    row = offer(cast, case)
    acts = {
        A.ACCEPT_TRANSFER: lambda: transfers.accept(row, by=cast.gao),
        A.RETURN_TRANSFER: lambda: transfers.give_back(row, reason="x", by=cast.gao),
        A.WITHDRAW_TRANSFER: lambda: transfers.withdraw(row, reason="x", by=cast.chen),
        A.URGE_TRANSFER: lambda: transfer_chase.urge(row, by=cast.chen),
        A.END_TRANSFER: lambda: transfers.end(row, reason="x", by=cast.gao),
    }
    now = timezone.now()
    for status in TransferStatus:
        Transfer.objects.filter(pk=row.pk).update(status=status, answered_at=now, answer="x")
        for action, act in acts.items():
            if action in TRANSFER_TABLE.get(status, {}):
                continue
            with refused(StepNotAllowed, says="this transfer is"):
                act()


def test_a_case_is_with_one_agency_and_offered_to_one(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED, keep=CITY)
    offer(cast, case)
    with refused(CaseError, says="offered or handed over already"):
        offer(cast, fresh(case))
    twin = Transfer.objects.select_related("decision").get()
    twin.decision.pk = twin.pk = None
    twin.uuid = uuid.uuid4()
    twin.decision.save()
    with pytest.raises(IntegrityError, match="case"), transaction.atomic():  # held by the database, whoever writes
        Transfer.objects.bulk_create([twin])


def test_where_a_case_may_go(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED, keep=CITY)
    other = Unit.objects.get(code="370705-agency")
    with refused(BadInput, says="neither above nor below", field="to_unit"):
        offer(cast, case, to_unit=other)
    with refused(BadInput, says="Nothing is handed over to the province", field="to_unit"):
        offer(cast, case, to_unit=Unit.objects.get(code="370000-housing"))
    with refused(BadInput, says="from one assisting agency to another", field="to_unit"):
        offer(cast, case, to_unit=Unit.objects.get(code="370700-housing"))
    with refused(BadInput, says="is not a chief liaison", field="to_user"):
        offer(cast, case, to_user=cast.luo)
    with refused(NotAllowed, says="the assisting agency"):
        offer(cast, case, by=cast.feng)
    there = case_in(cast, S.SUBMITTED, PULANDIAN)
    with refused(StepNotAllowed, says="is not possible"):
        offer(cast, there, by=cast.liu)


@pytest.mark.parametrize(
    ("channel", "says"),
    [
        (Channel.EMAIL, "address"),
        (Channel.NETWORK, "folder"),
        (Channel.COURIER, "tracking number"),
        (Channel.BY_HAND, "who brings"),
    ],
)
@pytest.mark.req("W-039")
def test_each_way_of_sending_leaves_its_proof(cast: Cast, channel: Channel, says: str) -> None:
    case = case_in(cast, S.SUBMITTED, keep=CITY)
    with refused(BadInput, says=says, field="reference"):
        offer(cast, case, sending=transfers.Sending(channel, " ", PAPERS))
    row = offer(cast, case, sending=transfers.Sending(channel, "示例 EMS 1234567890123", PAPERS))
    assert [(p.name, p.form, p.copies) for p in row.papers.all()] == [
        ("帮代办服务申请", "copy", 2),
        ("备案证明", "electronic", 1),
    ]
    if channel != Channel.BY_HAND:
        transfers.accept(row, by=cast.gao)
        return
    with refused(BadInput, says="signed receipt", field="receipt"):
        transfers.accept(row, by=cast.gao)
    transfers.accept(row, receipt=pdf("回执.pdf"), by=cast.gao)
    assert row.receipt.name == "回执.pdf"
    assert row.receipt in files.visible_to(again(cast.chen))


def test_a_list_of_papers_belongs_to_every_offer(cast: Cast) -> None:
    case, other = case_in(cast, S.SUBMITTED, keep=CITY), case_in(cast, S.SUBMITTED, keep=CITY, name="另一示例项目")
    with refused(BadInput, says="at least one paper", field="papers"):
        offer(cast, case, sending=transfers.Sending(Channel.PLATFORM))
    with refused(BadInput, says="at least one paper", field="papers"):
        offer(cast, case, sending=transfers.Sending(Channel.PLATFORM, papers=(transfers.Paper(" "),)))
    strange = transfers.Paper("x", file=other.files.first())
    with refused(BadInput, says="does not belong to the case", field="papers"):
        offer(cast, case, sending=transfers.Sending(Channel.PLATFORM, papers=(strange,)))


@pytest.mark.req("W-039")
def test_the_slip_goes_out_with_the_offer_and_comes_back_with_the_answer(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED, keep=CITY)
    row = offer(cast, case)
    first = row.document
    assert (first.kind, first.version, first.for_enterprise, first.number[:3]) == (
        DocumentKind.TRANSFER,
        1,
        False,
        "ZB-",
    )
    assert first.data["papers"][0] == {"name": "帮代办服务申请", "form": "复印件", "copies": 2}
    assert len(first.data["items"]) == 4
    assert first not in documents.visible_to(cast.wang)
    assert first in documents.visible_to(again(cast.gao))
    transfers.accept(row, by=cast.gao)
    first.refresh_from_db()
    assert (row.document.version, first.replaced_by, row.document.data["outcome"]) == (2, row.document, "接收")


# ---- one item


@pytest.mark.req("W-038")
def test_the_chief_contact_of_an_item_carries_it_out_and_the_case_stays(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, keep={"L01", "L09", "C05", "L11"})
    row = lend(cast, case)
    assert (row.to_user, row.to_unit.code) == (cast.luo, "370700-agency")
    item = case.items.get(item__code="L11")
    luo = again(cast.luo)
    assert case in readers.visible_to(luo)
    assert not permissions.may(luo, A.RECORD_FACT, fresh(case), item)
    transfers.accept(row, by=luo)
    case = fresh(case)
    item.refresh_from_db()
    assert (case.handling_unit, item.agent) == (case.first_unit, cast.luo)
    assert permissions.may(luo, A.RECORD_FACT, case, item)
    assert not permissions.may(luo, A.RECORD_FACT, case, case.items.get(item__code="L01"))  # control: only his item
    assert not permissions.may(luo, A.SET_PLAN, case)
    assert item in item_readers.mine(again(luo))
    items.record(item, code=1, on=timezone.localdate(), by=luo)
    assert told(cast.wang, "item_lent") == 1
    transfers.end(row, reason="已办结", by=luo)
    item.refresh_from_db()
    assert item.agent is None
    assert case not in readers.visible_to(again(luo))
    with refused(NotAllowed, says="the agent of the item"):
        items.record(item, code=3, on=timezone.localdate(), by=again(luo))


@pytest.mark.req("W-036", "W-038")
def test_a_whole_case_and_a_single_item_may_be_on_their_way_at_once(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED, keep=CITY)
    up = offer(cast, case)
    transfers.accept(up, by=cast.gao)
    back = lend(cast, fresh(case), "L01", by=cast.gao)  # the county's own item, asked of its contact there
    assert (back.to_user, back.from_unit.code) == (cast.chen, "370700-agency")
    transfers.accept(back, by=again(cast.chen))
    assert permissions.may(again(cast.chen), A.RECORD_FACT, _underway(case), case.items.get(item__code="L01"))
    with refused(CaseError, says="already"):
        lend(cast, fresh(case), "L01", by=cast.gao)


def _underway(case: Case) -> Case:
    """For asking a permission only."""
    asked = fresh(case)
    asked.status = S.UNDERWAY
    return asked


def test_an_item_without_a_contact_or_of_the_province_is_not_lent(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED, keep={"L01", "X02", "L11"})
    cast.luo.contact_for.update(until=timezone.localdate())
    with refused(CaseError, says="No chief contact has been named"):
        lend(cast, case)
    with refused(CaseError, says="Nothing is handed over to the province"):
        lend(cast, case, "X02")


def test_the_head_of_the_agency_may_answer_for_the_contact_and_a_colleague_may_not(cast: Cast) -> None:
    colleague = person("colleague", "市里同事")
    post(colleague, "370700-agency", PostRole.SERVICE_AGENT)
    case = case_in(cast, S.SUBMITTED, keep={"L01", "L09", "L11"})
    row = lend(cast, case)
    with refused(NotAllowed, says="whom the matter was offered to"):
        transfers.accept(row, by=colleague)
    transfers.accept(row, by=again(cast.gao))
    assert Transfer.objects.get().to_user == cast.luo  # who carries it out stays the contact


# ---- who sees what


@pytest.mark.req("W-039")
def test_strangers_see_nothing_at_any_moment_of_a_transfer(cast: Cast) -> None:
    neighbour = person("neighbour", "邻县")
    post(neighbour, "370705-agency", PostRole.CHIEF_LIAISON)
    case = case_in(cast, S.SUBMITTED, keep=CITY)
    row = offer(cast, case)
    for act in (
        lambda: None,
        lambda: transfers.accept(row, by=cast.gao),
        lambda: transfers.end(row, reason="x", by=cast.gao),
    ):
        act()
        for user in (neighbour, cast.liu, cast.jin, cast.zhao):
            assert case not in readers.visible_to(again(user))
            assert list(routing.visible_to(again(user))) == []
            assert routing.incoming(again(user)) == []
    assert list(routing.visible_to(cast.wang)) == []  # papers between agencies are not the enterprise's
    assert list(routing.visible_to(again(cast.chen))) == [row]  # control


def test_a_post_that_ended_ends_the_access_of_a_transfer(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED, keep={"L01", "L09", "L11"})
    row = lend(cast, case)
    transfers.accept(row, by=again(cast.luo))
    assert case in readers.visible_to(again(cast.luo))
    cast.luo.posts.update(until=timezone.localdate() - timedelta(days=1))
    assert case not in readers.visible_to(again(cast.luo))


def test_with_the_end_of_a_case_its_open_transfers_end(cast: Cast) -> None:
    case = case_in(cast, S.SIGNED, keep={"L01", "L09", "L11", "G01"})
    lent, asked = lend(cast, case), lend(cast, case, "G01")
    transfers.accept(lent, by=cast.luo)
    pausing.terminate(fresh(case), reason="项目取消", by=cast.sun)
    lent.refresh_from_db()
    asked.refresh_from_db()
    assert (lent.status, asked.status) == ("ended", "withdrawn")
    assert case not in readers.visible_to(again(cast.luo))


def test_while_a_paper_waits_for_its_signature_the_agency_does_not_change(cast: Cast) -> None:
    case = case_in(cast, S.ACCEPTED, keep=CITY)
    row = offer(cast, case)
    from cases.actions import agreements  # noqa: PLC0415

    agreements.offer(fresh(case), by=cast.sun)
    with refused(StepNotAllowed, says="is not possible while the case is"):
        transfers.accept(row, by=cast.gao)
    transfers.give_back(row, reason="协议待签", by=cast.gao)  # control: it can be returned


# ---- two at once


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_does_and_the_other_hears_it(cast: Cast) -> None:
    second = person("second-head", "市里另一首席")
    post(second, "370700-agency", PostRole.CHIEF_LIAISON)
    case = case_in(cast, S.SUBMITTED, keep=CITY)
    row = offer(cast, case)
    heard: list[str] = []
    start = threading.Barrier(2)

    def take(user: User) -> None:
        start.wait()
        try:
            transfers.accept(Transfer.objects.get(pk=row.pk), by=user)
            heard.append("accepted")
        except StepNotAllowed:
            heard.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(user,)) for user in (again(cast.gao), again(second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == ["accepted", "too late"]
    assert Transfer.objects.get().status == "accepted"
    assert case.team.filter(until__isnull=True).count() == 1
    assert fresh(case).events.filter(action="accept_transfer").count() == 1
    assert events.broken_link(fresh(case)) is None


def test_a_receipt_that_is_no_file_is_refused(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED, keep=CITY)
    row = offer(cast, case, sending=transfers.Sending(Channel.BY_HAND, "陈帮办", PAPERS))
    with refused(BadInput):
        transfers.accept(row, receipt=SimpleUploadedFile("x.exe", b"MZ"), by=cast.gao)
