"""The acts of the agency, done through the pages: the whole way under both schemes, and every refusal."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape

from cases.actions import agreements, applications, notes, projects
from cases.enums import BLZT, CaseStatus, DocumentKind, FileKind, ItemStatus, MeetingKind
from cases.management.demo import walks
from cases.models import Case, Delivery, FlowTable, IssuedDocument, Meeting, Note, Signature, User
from cases.queries import documents
from tests.backoffice.forms import problems, send, shown
from tests.cast import PULANDIAN, Cast, case_in

SignIn = Callable[[User], Client]
S = CaseStatus


def at(name: str, case: Case, *args: Any) -> str:
    return reverse(f"office:{name}", args=[case.uuid, *args])


def done(answer: HttpResponse) -> None:
    assert problems(answer) == ""


def status(case: Case) -> str:
    return Case.objects.get(pk=case.pk).status


@pytest.mark.req("W-050", "W-051", "W-052", "W-073", "W-074")
def test_a_case_of_shouguang_goes_the_whole_way_through_the_desk(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.SUBMITTED)
    agent, chief = at_desk(cast.chen), at_desk(cast.sun)
    done(send(agent, at("accept", case), ground="major_list", reference="2026年市级重大项目名单（示例）"))
    assert agent.get(at("preview_agreement", case)).status_code == 403
    assert chief.get(at("preview_agreement", case)).content.startswith(b"%PDF")
    done(send(chief, at("offer_agreement", case)))
    agreements.sign(documents.awaiting_enterprise(walks.refreshed(case))[0], by=cast.wang)
    done(send(agent, at("set_team", case)))
    done(
        send(
            agent,
            at("call_meeting", case),
            planned_on=timezone.localdate().isoformat(),
            place="市民服务中心",
            units=[unit_of(agent, case)],
        )
    )
    meeting = Meeting.objects.get(case=case)
    assert meeting.kind == MeetingKind.JOINT_REVIEW
    done(send(agent, at("give_opinion", case, meeting.pk), compliance="agree", text="同意"))
    done(send(agent, at("hold_meeting", case, meeting.pk), minutes="逐项确认。"))
    done(send(agent, at("confirm_items", case), decision_L08="drop", reason_L08="已办理"))
    agreements.sign(documents.awaiting_enterprise(walks.refreshed(case))[0], by=cast.wang)  # the item that went
    done(send(agent, at("notify_once", case)))
    done(send(agent, at("set_plan", case)))
    assert status(case) == S.UNDERWAY
    for row in case.items.filter(status=ItemStatus.CONFIRMED).order_by("item__code"):
        for code in (BLZT.RECEIVED, BLZT.ACCEPTED, BLZT.PASSED):
            done(send(agent, at("record_fact", case, row.pk), code=int(code), file_number="示例许〔2026〕1号"))
    done(send(agent, at("start_delivery", case)))
    deliver(agent, case)
    done(send(chief, at("issue_completion", case)))
    agreements.sign(documents.awaiting_enterprise(walks.refreshed(case))[0], by=cast.wang)
    done(send(agent, at("keep_copies", case), shelf="3-2"))
    assert "stays" not in agent.get(at("archive", case)).context["form"].fields  # no original lies with a unit
    done(send(agent, at("archive", case)))
    assert status(case) == S.ARCHIVED
    assert case.items.get(item__code="L08").status == ItemStatus.DROPPED


def unit_of(client: Client, case: Case) -> int:
    """The first unit proposed, or the first at all."""
    form = client.get(at("call_meeting", case)).context["form"]
    return form.initial["units"][0] if form.initial["units"] else form.fields["units"].queryset[0].pk


def deliver(agent: Client, case: Case) -> None:
    """One result in person, the others by mail with their receipt."""
    url = at("deliver", case)
    ready = [row.pk for row in agent.get(url).context["form"].fields["items"].queryset]
    done(send(agent, url, items=ready[:1]))
    refused = send(agent, url, items=ready[1:], method="mail")
    assert "A delivery by mail needs this." in problems(refused)
    done(send(agent, url, items=ready[1:], method="mail", carrier="示例快递", tracking="SL0001"))
    mail = Delivery.objects.get(case=case, method="mail")
    finish, receipt = at("case_finish", case), at("add_receipt", case, mail.pk)
    day = agent.get(reverse("office:home")).content.decode()
    assert f'href="{finish}"' in day  # nothing is left to hand over, but the receipt is owed
    assert "Add the signed receipt" in day
    assert receipt in agent.get(finish).content.decode()
    done(send(agent, receipt, upload=walks.pdf("回执.pdf")))
    assert receipt not in agent.get(finish).content.decode()
    assert "Add the signed receipt" not in agent.get(reverse("office:home")).content.decode()


@pytest.mark.req("P-021", "P-023", "P-025", "P-062", "P-063")
def test_a_case_of_pulandian_goes_through_generation_and_flow_tables(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.SUBMITTED, PULANDIAN)
    chief = at_desk(cast.liu)
    today = timezone.localdate()
    done(send(chief, at("open_generation", case)))
    for number in (1, 2):
        done(send(chief, at("call_meeting", case), planned_on=today.isoformat(), place="区政府三楼"))
        meeting = Meeting.objects.get(case=case, number=number)
        member = at_desk(cast.unit_agents["210214-housing"])
        answer = send(member, at("give_opinion", case, meeting.pk), compliance="conditions", feasibility="agree")
        assert "Say which conditions" in problems(answer)
        done(send(member, at("give_opinion", case, meeting.pk), compliance="agree", feasibility="agree", text="无意见"))
        done(send(chief, at("hold_meeting", case, meeting.pk), minutes="原则同意。"))
    done(send(chief, at("decide_generation", case), passed="yes", reference="纪要3号", summary="同意"))
    done(send(chief, at("accept", case)))
    done(send(chief, at("offer_agreement", case), contents="咨询辅导\n\n结果交付"))
    assert IssuedDocument.objects.get(case=case, kind=DocumentKind.AUTHORISATION).data["contents"] == [
        "咨询辅导",
        "结果交付",
    ]
    agreements.sign(documents.awaiting_enterprise(walks.refreshed(case))[0], by=cast.he)
    done(send(chief, at("set_team", case)))
    done(send(chief, at("confirm_items", case)))
    done(send(chief, at("notify_once", case)))
    assert "have not filed their flow table" in problems(send(chief, at("set_plan", case)))
    for table in case.flow_tables.select_related("group"):
        group_agent = at_desk(cast.groups[table.group.code])
        url = at("file_flow_table", case, table.pk)
        empty = "no_items" in shown(group_agent, url) or "no_items" in group_agent.get(url).context["form"].fields
        if empty:
            done(send(group_agent, url, no_items="on"))
            continue
        fields = group_agent.get(url).context["form"].fields
        bare = {name: "" for name in fields if name.startswith("agent_")}
        assert "say why none is named" in problems(send(group_agent, url, **bare))
        first = next(iter(bare))
        named = bare | {first: fields[first].choices[1][0]}
        assert "say why none is named" in problems(send(group_agent, url, **named))  # control: one row is not all
        done(send(group_agent, url, **named, unnamed="其余单位本周内报送代办员"))
        assert case.events.filter(action="file_flow_table").latest("seq").data["unnamed"] == "其余单位本周内报送代办员"
        printed = FlowTable.objects.get(pk=table.pk).document
        assert printed is not None
        assert "尚未指定" in {row["agent"] for row in printed.data["rows"]}
    done(send(chief, at("set_plan", case)))
    assert status(case) == S.UNDERWAY


def test_a_group_agent_files_the_table_of_the_own_group_only(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.NOTIFIED, PULANDIAN)
    table = case.flow_tables.get(group__code="construction")
    other = at_desk(cast.groups["land_planning"])
    for ask in (other.get, other.post):
        assert ask(at("file_flow_table", case, table.pk)).status_code == 403
    assert case.flow_tables.get(pk=table.pk).filed_at is None


def test_a_correction_names_fields_and_papers_and_its_date_is_proposed(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.SUBMITTED)
    agent, url = at_desk(cast.chen), at("request_correction", case)
    paper = case.materials.first()
    assert problems(send(agent, url)).count("Name at least one point") == 1
    assert "Say what is wrong" in problems(send(agent, url, subject_0="field:investment"))
    assert "Choose what this is about" in problems(send(agent, url, why_0="x"))
    done(
        send(
            agent,
            url,
            subject_0="field:investment",
            why_0="与可研不一致",
            subject_4=f"material:{paper.pk}",
            why_4="缺公章",
        )
    )
    asked = case.corrections.get()
    assert [(point.field, point.material_id) for point in asked.points.all()] == [("investment", None), ("", paper.pk)]
    assert status(case) == S.CORRECTING
    projects.change(walks.refreshed(case), {"investment": "310000000"}, by=cast.wang)


def test_more_rows_keep_what_was_typed_and_send_nothing(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.SUBMITTED)
    agent, url = at_desk(cast.chen), at("request_correction", case)
    answer = agent.post(url, shown(agent, url) | {"subject_0": "field:name", "why_0": "写全称", "more": "1"})
    assert answer.status_code == 200
    assert len(list(answer.context["form"].rows())) == 10
    assert "写全称" in answer.content.decode()
    assert status(case) == S.SUBMITTED


def test_a_correction_cannot_name_a_paper_of_another_case(cast: Cast, at_desk: SignIn) -> None:
    case, other = case_in(cast, S.SUBMITTED), case_in(cast, S.SUBMITTED, name="别的示例项目")
    foreign = other.materials.first()
    answer = send(at_desk(cast.chen), at("request_correction", case), subject_0=f"material:{foreign.pk}", why_0="x")
    assert "Select a valid choice" in problems(answer)
    assert not case.corrections.exists()


def test_a_refusal_keeps_what_was_typed_and_changes_nothing(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.AGREEMENT)
    agreements.sign(documents.awaiting_enterprise(case)[0], by=cast.wang)
    before = Case.objects.get(pk=case.pk)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    answer = send(
        at_desk(cast.sun),
        at("suspend", case),
        ground="unpaid",
        explanation="配套费尚未缴纳",
        tried="两次提醒",
        start=tomorrow,
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "A suspension starts today or did so before." in page
    assert "配套费尚未缴纳" in page
    assert "What you entered has been kept" in page
    assert (status(case), Case.objects.get(pk=case.pk).version) == (before.status, before.version)


@pytest.mark.parametrize("value", ["2026-02-30", "31.2.2026", "morgen", "0000-00-00"])
def test_a_date_that_does_not_exist_is_refused_in_words(value: str, cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.SIGNED)
    answer = send(at_desk(cast.chen), at("call_meeting", case), planned_on=value, place="x")
    assert "This is not a date" in problems(answer)
    assert value in answer.content.decode()


def test_the_same_form_sent_twice_acts_once(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.UNDERWAY)
    agent, url = at_desk(cast.chen), at("message", case)
    data = shown(agent, url) | {"text": "请补充一份材料"}
    first, second = agent.post(url, data), agent.post(url, data, follow=True)
    assert first.status_code == 302
    assert "was not done a second time" in second.content.decode()
    assert Note.objects.filter(case=case).count() == 1
    # The control: another opening of the form is another message.
    done(send(agent, url, text="请补充一份材料"))
    assert Note.objects.filter(case=case).count() == 2


def test_the_second_of_two_people_sees_what_the_first_changed_and_keeps_the_typed(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.UNDERWAY)
    agent, url = at_desk(cast.sun), at("suspend", case)
    data = shown(agent, url) | {"ground": "unpaid", "explanation": "配套费尚未缴纳", "tried": "两次提醒"}
    notes.write(case, text="另一人的记录", internal=True, by=cast.chen)
    answer = agent.post(url, data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "What changed meanwhile" in page
    assert cast.chen.name in page
    assert "配套费尚未缴纳" in page
    assert status(case) == S.UNDERWAY
    form = answer.context["form"]
    again = data | {"version": form["version"].value(), "seen": form["seen"].value()}
    assert agent.post(url, again).status_code == 302
    assert status(case) == S.SUSPENDED


def test_accepting_proposes_the_ground_that_the_check_found(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.GENERATION, PULANDIAN)
    walks.generation(case, cast.liu, timezone.localdate())
    form = at_desk(cast.liu).get(at("accept", case)).context["form"]
    assert form.fields["ground"].initial == "investment_min"
    answer = send(at_desk(cast.liu), at("accept", case), ground="major_list")
    assert "Select a valid choice" in problems(answer)


@pytest.mark.req("P-024")
def test_a_second_meeting_after_the_interval_needs_its_reason(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.GENERATION, PULANDIAN)
    chief, url = at_desk(cast.liu), at("call_meeting", case)
    done(send(chief, url, planned_on=timezone.localdate().isoformat(), place="区政府"))
    done(send(chief, at("hold_meeting", case, Meeting.objects.get(case=case).pk), minutes="一次会议。"))
    late = (timezone.localdate() + timedelta(days=60)).isoformat()
    answer = send(chief, url, planned_on=late, place="区政府")
    assert "15 working days" in str(answer.context["form"].errors["late_reason"])
    done(send(chief, url, planned_on=late, place="区政府", late_reason="主要领导出差"))


def test_a_signed_paper_is_confirmed_or_rejected_with_a_reason(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.AGREEMENT)
    document = documents.awaiting_enterprise(case)[0]
    agent = at_desk(cast.chen)
    first = agreements.hand_in_paper(document, walks.pdf("扫描.pdf"), by=cast.wang)
    assert "Confirm the signed paper" in agent.get(at("case_documents", case)).content.decode()
    done(send(agent, at("reject_paper", case, first.pk), reason="没有盖章"))
    second = agreements.hand_in_paper(
        IssuedDocument.objects.get(pk=document.pk), walks.pdf("扫描2.pdf", b"2"), by=cast.wang
    )
    assert at_desk(cast.feng).get(at("confirm_paper", case, second.pk)).status_code == 403
    done(send(agent, at("confirm_paper", case, second.pk)))
    assert status(case) == S.SIGNED
    assert Signature.objects.get(pk=second.pk).confirmed_by == cast.chen


def test_only_codes_that_may_follow_are_offered_and_a_date_cannot_precede_the_last(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.UNDERWAY)
    item = case.items.filter(status=ItemStatus.CONFIRMED).first()
    agent, url = at_desk(cast.chen), at("record_fact", case, item.pk)
    assert [code for code, _label in agent.get(url).context["form"].fields["code"].choices] == [BLZT.RECEIVED]
    assert "Select a valid choice" in problems(send(agent, url, code=int(BLZT.PASSED)))
    done(send(agent, url))
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert "before the last step" in problems(send(agent, url, code=int(BLZT.ACCEPTED), on=yesterday))
    done(send(agent, url, code=int(BLZT.ACCEPTED)))
    assert "needs its days" in problems(send(agent, url, code=int(BLZT.SPECIAL_START)))
    fact = item.facts.first()
    wrong = dict(agent.get(at("correct_fact", case, item.pk, fact.pk)).context["facts"])["Wrong entry"]
    assert "<time " in conditional_escape(wrong)
    assert "on" in problems(send(agent, at("correct_fact", case, item.pk, fact.pk), on="2099-01-01", note="x"))
    done(send(agent, at("correct_fact", case, item.pk, fact.pk), on=yesterday, note="日期录错"))
    assert item.facts.get(corrects=fact).on == date.fromisoformat(yesterday)


def test_a_result_document_of_the_wrong_kind_is_refused(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.UNDERWAY)
    item = case.items.filter(status=ItemStatus.CONFIRMED, item__code="L01").get()
    agent, url = at_desk(cast.chen), at("record_fact", case, item.pk)
    done(send(agent, url))
    done(send(agent, url, code=int(BLZT.ACCEPTED)))
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    evil = SimpleUploadedFile("结果.pdf", b"<html>no</html>", content_type="application/pdf")
    answer = send(agent, url, code=int(BLZT.PASSED), result_upload=evil)
    assert "cannot be taken" in problems(answer)
    assert not case.files.filter(kind=FileKind.RESULT).exists()
    done(send(agent, url, code=int(BLZT.PASSED), result_upload=walks.pdf("备案证明.pdf")))
    assert case.files.get(kind=FileKind.RESULT).case_item == item


def test_the_roadmap_is_looked_at_before_it_is_set(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.UNDERWAY)
    agent, url = at_desk(cast.chen), at("set_plan", case)
    code = case.items.filter(status=ItemStatus.CONFIRMED).order_by("item__code").first().item.code
    answer = agent.post(url, shown(agent, url) | {f"days_{code}": "40", "look": "1"})
    assert answer.status_code == 200
    assert any(row["moved"] for row in answer.context["looked"])
    assert case.plans.count() == 1
    assert "This field is required" in problems(send(agent, url))
    done(send(agent, url, **{f"days_{code}": "40", "reason": "企业要求"}))
    assert case.plans.get(current=True).version == 2


def test_a_case_is_suspended_resumed_and_terminated_by_the_head(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.UNDERWAY)
    chief = at_desk(cast.sun)
    done(send(chief, at("suspend", case), ground="policy", explanation="政策调整", tried="多次会商"))
    assert status(case) == S.SUSPENDED
    done(send(chief, at("resume", case)))
    assert status(case) == S.UNDERWAY
    assert "This field is required" in problems(send(chief, at("terminate", case)))
    done(send(chief, at("terminate", case), reason="企业放弃项目"))
    assert status(case) == S.TERMINATED


def test_internal_notes_stay_inside_and_messages_go_out(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.UNDERWAY)
    agent = at_desk(cast.chen)
    done(send(agent, at("comment", case), text="内部情况"))
    done(send(agent, at("message", case), text="请查收"))
    assert dict(Note.objects.filter(case=case).values_list("text", "internal")) == {"内部情况": True, "请查收": False}
    page = agent.get(at("case_notes", case)).content.decode()
    assert "内部情况" in page
    assert "请查收" in page


def test_the_buttons_of_a_case_are_what_the_table_and_the_permissions_allow(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.SUBMITTED)

    def labels(user: User) -> list[str]:
        page = at_desk(user).get(at("case", case))
        return [str(button["label"]) for button in page.context["buttons"] + page.context["more_buttons"]]

    steps = ["Accept the application", "Return for correction", "Offer to another agency", "Record a contact"]
    words = ["Write a note", "Send a message"]
    officer, pilot = "Name the liaison officer of the enterprise", "Make it a pilot project, or no longer"
    assert labels(cast.chen) == [*steps, *words, officer]
    orders = "Issue a supervision order"
    assert labels(cast.sun) == [*steps, "Decline the application", *words, officer, pilot, orders]
    assert labels(cast.feng) == [
        "Issue a supervision order"
    ]  # a supervisor decides nothing, but may order a unit (W-095)


def test_the_case_page_says_whose_turn_it_is(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.SUBMITTED)
    page = at_desk(cast.chen).get(at("case", case)).content.decode()
    assert "The agency checks the application." in page
    applications.withdraw(case, by=cast.wang)
    page = at_desk(cast.chen).get(at("case", case)).content.decode()
    assert "The application was withdrawn." in re.sub(r"\s+", " ", page)
