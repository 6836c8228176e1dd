"""Check, send once, receipt, withdraw."""

import pytest
from django.urls import reverse

from cases.actions import applications
from cases.models import Case, CaseEvent, Notice
from portal.selfservice.views.sending import Check
from tests.cast import Cast, case_in


def send(door, case: Case, **changes):
    return door.post(reverse("my:check", args=[case.uuid]), {"version": case.version, "truth": "on"} | changes)


@pytest.mark.req("P-002", "W-064")
def test_sending_gives_a_number_and_a_receipt(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    door = as_(cast.wang)
    assert send(door, case)["Location"] == reverse("my:receipt", args=[case.uuid])
    case.refresh_from_db()
    page = door.get(reverse("my:receipt", args=[case.uuid])).content.decode()
    receipt = case.documents.get(kind="receipt")
    assert case.status == "submitted"
    assert case.number in page
    assert reverse("files:download", args=[receipt.file.uuid]) in page
    assert door.get(reverse("files:download", args=[receipt.file.uuid])).getvalue().startswith(b"%PDF")


def test_a_double_press_makes_one_application(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    door = as_(cast.wang)
    first, second = send(door, case), send(door, case)
    assert first["Location"] == second["Location"] == reverse("my:receipt", args=[case.uuid])
    assert CaseEvent.objects.filter(case=case, action="submit").count() == 1
    assert case.documents.filter(kind="receipt").count() == 1
    assert Notice.objects.filter(case=case, kind="receipt", recipient=cast.wang).count() == 1


def test_the_second_of_two_presses_at_the_same_moment_leads_to_the_receipt(cast: Cast, rf) -> None:
    case = case_in(cast, "draft")

    class Overtaken(Check):
        def perform(self, form):
            applications.submit(Case.objects.get(pk=case.pk), by=cast.wang)
            return super().perform(form)

    request = rf.post("/", {"version": case.version, "truth": "on"})
    request.user = cast.wang
    answer = Overtaken.as_view()(request, uuid=case.uuid)
    assert (answer.status_code, answer["Location"]) == (302, reverse("my:receipt", args=[case.uuid]))
    assert case.documents.filter(kind="receipt").count() == 1


def test_the_check_shows_everything_with_a_way_back(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    page = as_(cast.wang).get(reverse("my:check", args=[case.uuid])).content.decode()
    for value in (case.project.name, case.project.scale, case.project.contact_phone, case.project.address):
        assert value in page
    for part in ("basics", "money", "scale", "contact"):
        assert reverse("my:project", args=[case.uuid, part]) + "?then=check" in page
    assert "3.2 亿" not in page  # English page, English amount
    assert "CNY 320 million" in page


def test_without_the_declaration_nothing_is_sent(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    answer = send(as_(cast.wang), case, truth="")
    assert list(answer.context["form"].errors) == ["truth"]
    case.refresh_from_db()
    assert (case.status, case.number) == ("draft", None)


def test_an_incomplete_application_names_what_is_missing_and_stays_a_draft(cast: Cast, as_) -> None:
    case = case_in(cast, "draft", contact_phone="")
    door = as_(cast.wang)
    page = door.get(reverse("my:check", args=[case.uuid])).content.decode()
    assert "Before you can send" in page
    answer = send(door, case)
    assert answer.status_code == 422
    assert "contact phone" in answer.content.decode()
    case.refresh_from_db()
    assert case.status == "draft"


def test_without_an_item_to_be_done_nothing_can_be_entrusted(cast: Cast, as_) -> None:
    case = case_in(cast, "draft", keep=set())
    answer = send(as_(cast.wang), case)
    assert answer.status_code == 422
    assert "Choose at least one item" in answer.content.decode()


@pytest.mark.req("P-002")
def test_withdrawing_asks_first_keeps_the_reason_and_happens_once(cast: Cast, as_) -> None:
    case = case_in(cast, "submitted")
    door = as_(cast.wang)
    url = reverse("my:withdraw", args=[case.uuid])
    assert "stays withdrawn" in door.get(url).content.decode()
    for _again in range(2):
        answer = door.post(url, {"version": case.version, "reason": "投资计划调整"})
        assert answer["Location"] == reverse("my:case", args=[case.uuid])
    case.refresh_from_db()
    events = CaseEvent.objects.filter(case=case, action="withdraw")
    assert (case.status, events.count(), events[0].data["reason"]) == ("withdrawn", 1, "投资计划调整")


def test_an_old_tab_cannot_send_what_a_colleague_just_changed(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    contact = {"version": case.version, "contact_name": "李", "contact_phone": "138 1111 1111", "way": "next"}
    as_(cast.li).post(reverse("my:project", args=[case.uuid, "contact"]), contact)
    answer = send(as_(cast.wang), case)
    assert "Somebody else changed" in answer.content.decode()
    case.refresh_from_db()
    assert case.status == "draft"
