"""Findings and notices through the pages of the desk."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions import supervision
from cases.enums import CaseStatus, PostRole
from cases.enums_findings import FindingStatus
from cases.management.demo import people
from cases.models import Circular, Finding, Notice, SupervisionOrder, Unit, User
from tests.backoffice.forms import problems, send
from tests.cases.kit import picture
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

SignIn = Callable[[User], Client]
DEV = "210214-dev-reform"


def at(name: str, row: Finding | Circular) -> str:
    return reverse(f"office:{name}", args=[row.pk])


@pytest.mark.req("W-095", "P-092")
def test_a_finding_goes_from_hand_to_referral_through_the_desk(cast: Cast, at_desk: SignIn) -> None:
    case, yang = case_in(cast, CaseStatus.UNDERWAY, PULANDIAN), cast.unit_agents[DEV]
    watcher = people.person("watch", "示例督导员")
    people.post(watcher, f"{PULANDIAN}-inspection", PostRole.WORK_SUPERVISOR)
    chief, watch, unit = at_desk(cast.liu), at_desk(watcher), at_desk(yang)
    file = reverse("office:finding_file", args=[case.uuid])
    assert (
        problems(send(chief, file, kind="arbitrary", unit=Unit.objects.get(code=DEV).pk, text="口头加要材料。")) == ""
    )
    row = Finding.objects.get()
    assert unit.get(at("finding", row)).status_code == 404, "the unit reads it once it is heard"
    assert problems(send(watch, at("finding_hear", row), days=3)) == ""
    shown = {label for label, _url in unit.get(at("finding", row)).context["actions"]}
    assert {str(label) for label in shown} == {"Give the statement"}
    assert "unit concerned" in problems(send(watch, at("finding_state", row), text="x"))
    assert problems(send(unit, at("finding_state", row), text="情况属实。")) == ""
    refusal = unit.post(at("finding_confirm", row), {"reason": "没有的事。"})
    assert "concerns the own person or unit" in refusal.content.decode(), "the one concerned never decides"
    assert problems(send(watch, at("finding_confirm", row), reason="属实。")) == ""
    assert problems(send(watch, at("finding_refer", row), reference="示例移送1号")) == ""
    assert problems(send(watch, at("finding_track", row), state="taken")) == ""
    page = watch.get(at("finding", row))
    assert "示例移送1号" in page.content.decode()
    assert "示例移送1号" not in unit.get(at("finding", row)).content.decode(), "the unit does not read the referral"
    row.refresh_from_db()
    assert (row.status, row.referral.body) == (FindingStatus.CONFIRMED, "普兰店区纪委监委")
    assert row.number in watch.get(reverse("office:findings")).content.decode()
    assert row.number not in at_desk(cast.chen).get(reverse("office:findings")).content.decode()


@pytest.mark.req("W-095")
def test_a_notice_is_written_by_one_and_approved_by_another_at_the_desk(cast: Cast, at_desk: SignIn) -> None:
    writer, approver = at_desk(cast.sun), at_desk(cast.feng)
    unit = Unit.objects.get(code=f"{SHOUGUANG}-agency")
    typed = {"region": unit.region_id, "unit": unit.pk, "title": "表扬通报（示例）", "text": "全部按时办结。"}
    assert problems(send(writer, reverse("office:circular_write"), audience="public", **typed)) == ""
    row = Circular.objects.get()
    own = writer.post(at("circular_approve", row), {})
    assert "written by one person and approved by another" in own.content.decode()
    assert "changed meanwhile" in problems(approver.post(at("circular_approve", row), {})), "it was not read"
    assert problems(send(approver, at("circular_approve", row))) == ""
    assert approver.get(at("circular_pdf", row))["Content-Type"] == "application/pdf"
    assert at_desk(cast.chen).get(reverse("office:circular_write")).status_code == 403


@pytest.mark.req("W-095", "P-092")
def test_an_order_keeps_its_number_from_its_finding_to_the_check_of_the_second_answer(
    cast: Cast, at_desk: SignIn
) -> None:
    _chief, watch, unit, row = confirmed(cast, at_desk)
    assert problems(send(watch, at("finding_order", row), demand="停止加要材料。", days=3)) == ""
    row.refresh_from_db()
    order, case = row.order, row.case
    assert order is not None
    number = order.number
    # Control: another order of the place takes the next number before the unit answers.
    other = supervision.issue(case, unit=order.unit, ground="complaint", demand="另一件。", days=3, by=cast.liu)
    assert other.number == f"{number[:-4]}{int(number[-4:]) + 1:04d}"
    answer, check = (reverse(f"office:{act}_order", args=[case.uuid, order.pk]) for act in ("answer", "check"))
    back = reverse("office:return_order", args=[case.uuid, order.pk])
    assert problems(send(unit, answer, text="正在改。")) == ""
    assert problems(send(watch, back, words="没有说明原因。", days=2)) == ""
    assert problems(send(unit, answer, text="已改。")) == ""
    assert problems(send(watch, check, words="已核实。")) == ""
    whole = watch.get(at("finding", row)).content.decode()
    assert all(said in whole for said in ("正在改。", "没有说明原因。", "已改。", "已核实。", "Answer 2"))
    order = SupervisionOrder.objects.select_related("document").get(pk=order.pk)
    papers = list(case.documents.filter(kind="supervision").order_by("pk").values_list("number", flat=True))
    assert papers == [number, other.number, f"{number}-2", f"{number}-3"]
    assert (order.number, order.document.data["number"]) == (number, number)
    pages = [at("finding", row), reverse("office:orders"), reverse("office:case_running", args=[case.uuid])]
    for page in pages:
        words = watch.get(page).content.decode()
        assert number in words, page
        assert f"{number}-" not in words.replace(f"{number}-2.pdf", "").replace(f"{number}-3.pdf", ""), page
    for asked in (number, f"{number}-2", f"{number}-3"):
        found = watch.get(reverse("office:orders"), {"q": asked}).context["table"].data
        assert [one.pk for one in found] == [order.pk], asked
    told = Notice.objects.filter(
        kind__startswith="order_", data__text__in=["停止加要材料。", "正在改。", "已改。", "没有说明原因。"]
    )
    assert {notice.data["document"] for notice in told} == {number}
    logged = [event.data["document"] for event in case.events.filter(action__in=["answer_order", "check_order"])]
    assert logged == [number] * 4


def confirmed(cast: Cast, at_desk: SignIn) -> tuple[Client, Client, Client, Finding]:
    """A finding that was heard and confirmed; the desks of who filed it, of who confirmed it and of the unit."""
    case = case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)
    watcher = people.person("watch", "示例督导员")
    people.post(watcher, f"{PULANDIAN}-inspection", PostRole.WORK_SUPERVISOR)
    chief, watch, unit = at_desk(cast.liu), at_desk(watcher), at_desk(cast.unit_agents[DEV])
    file = reverse("office:finding_file", args=[case.uuid])
    assert (
        problems(send(chief, file, kind="arbitrary", unit=Unit.objects.get(code=DEV).pk, text="口头加要材料。")) == ""
    )
    row = Finding.objects.get()
    send(watch, at("finding_hear", row), days=3)
    send(unit, at("finding_state", row), text="情况属实。")
    assert problems(send(watch, at("finding_confirm", row), reason="属实。")) == ""
    return chief, watch, unit, row


@pytest.mark.req("W-095", "P-092")
def test_nobody_closes_alone_a_finding_on_which_nothing_followed(cast: Cast, at_desk: SignIn) -> None:
    chief, watch, unit, row = confirmed(cast, at_desk)
    close = at("finding_close", row)
    assert close not in {url for _label, url in watch.get(at("finding", row)).context["actions"]}
    refusal = watch.post(close, {"words": "知悉。", "why": "知悉。"}).content.decode()
    assert "another person than confirmed it closes it" in refusal
    assert close in {url for _label, url in chief.get(at("finding", row)).context["actions"]}
    form = chief.get(close).context["form"]
    assert [name for name in form.fields if name != "token"] == ["why"]
    assert "why" in send(chief, close, why=" ").context["form"].errors
    assert problems(send(chief, close, why="已当场改正，无需督办。")) == ""
    page = unit.get(at("finding", row))
    sections = {str(one["title"]): one.get("text") for one in page.context["sections"]}
    assert sections["Why nothing further is ordered"] == "已当场改正，无需督办。"
    assert page.context["events"][0]["text"] == "已当场改正，无需督办。"


def test_the_search_box_finds_an_order_by_its_number_before_a_case_that_contains_it(
    cast: Cast, at_desk: SignIn
) -> None:
    _chief, watch, unit, row = confirmed(cast, at_desk)
    assert problems(send(watch, at("finding_order", row), demand="停止加要材料。", days=3)) == ""
    row.refresh_from_db()
    order, case, search = row.order, row.case, reverse("office:search")
    assert order is not None
    assert f"B{order.number}" == case.number, "the case number contains the number of the order"
    card = f"{reverse('office:case_running', args=[case.uuid])}#order-{order.pk}"
    for client in (watch, unit):
        assert client.get(search, {"q": f" {order.number.lower()} "})["Location"] == card
    assert f'id="order-{order.pk}"' in watch.get(card).content.decode()
    answer = reverse("office:answer_order", args=[case.uuid, order.pk])
    assert problems(send(unit, answer, text="已改。")) == ""
    assert watch.get(search, {"q": order.number})["Location"] == card
    # Controls: a part of it leads to the list of orders, a case number to its case; who may not see the order finds nothing.
    assert watch.get(search, {"q": order.number[:-1]})["Location"].startswith(reverse("office:orders"))
    assert watch.get(search, {"q": case.number})["Location"] == reverse("office:case", args=[case.uuid])
    page = at_desk(cast.chen).get(search, {"q": order.number}, follow=True)
    assert page.redirect_chain[0][0].startswith(reverse("office:orders"))
    assert len(page.context["table"].data) == 0


def test_item_order_and_evidence_open_from_a_finding_as_far_as_one_may_see_the_case(
    cast: Cast, at_desk: SignIn
) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)
    watcher = people.person("watch", "示例督导员")
    people.post(watcher, f"{PULANDIAN}-inspection", PostRole.WORK_SUPERVISOR)
    chief, watch = at_desk(cast.liu), at_desk(watcher)
    item = case.items.exclude(status="dropped")[0]
    typed = {"kind": "arbitrary", "unit": Unit.objects.get(code=DEV).pk, "case_item": item.pk, "text": "口头加要材料。"}
    file = reverse("office:finding_file", args=[case.uuid])
    assert problems(send(chief, file, evidence=[picture("shown.png")], **typed)) == ""
    row = Finding.objects.get()
    send(watch, at("finding_hear", row), days=3)
    send(at_desk(cast.unit_agents[DEV]), at("finding_state", row), text="情况属实。")
    send(watch, at("finding_confirm", row), reason="属实。")
    assert problems(send(watch, at("finding_order", row), demand="x", days=3)) == ""
    page = watch.get(at("finding", row)).content.decode()
    ways = [
        reverse("office:item", args=[case.uuid, item.pk]),
        reverse("office:case_running", args=[case.uuid]) + "#orders",
    ]
    stored = row.evidence.get().file
    ways.append(reverse("files:download", args=[stored.uuid]))
    assert [way for way in ways if f'href="{way}"' not in page] == []
    assert all(watch.get(way.partition("#")[0]).status_code == 200 for way in ways)
    assert at_desk(cast.chen).get(ways[-1]).status_code == 404
    # Control: whoever is heard about a case that he may not see is led nowhere.
    named = people.person("named", "示例经办人")
    people.post(named, f"{SHOUGUANG}-agency", PostRole.SERVICE_AGENT)
    Finding.objects.filter(pk=row.pk).update(person=named)
    page = at_desk(named).get(at("finding", row)).content.decode()
    assert item.item.name in page
    assert [way for way in ways[:2] if f'href="{way}"' in page] == []
