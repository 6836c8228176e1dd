"""The easier ways through the pages: from the section to the forms and back, the chain as picture and table."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import agreements, commitments, gaps, items, preapprovals
from cases.enums_easier import CommitmentStatus, GapStatus, PreApprovalStatus
from cases.models import (
    Case,
    CommitmentStatement,
    DeferredMaterial,
    LabelPoint,
    ParallelGroup,
    PolicyLabel,
    PreApproval,
    User,
)
from tests.backoffice.forms import problems, send
from tests.cases.easier_kit import begin, item, pass_, preapproved, promised, soon, underway
from tests.cases.kit import pdf
from tests.cast import Cast

SignIn = Callable[[User], Client]


@pytest.fixture
def case(cast: Cast) -> Case:
    found = underway(cast, {"L01", "L08", "L09", "G03", "G04", "C05", "G08"})
    pass_(item(found, "L01"), cast.chen)
    begin(item(found, "L08"), cast.chen)
    return found


def url(case: Case, name: str, *args: int) -> str:
    return reverse(f"office:{name}", args=[case.uuid, *args])


def section(client: Client, case: Case) -> str:
    return client.get(url(case, "case_easier")).content.decode()


@pytest.mark.req("W-053", "W-054", "W-055")
def test_a_pre_approval_goes_from_the_form_to_the_formal_document(case: Case, cast: Cast, at_desk: SignIn) -> None:
    agent, row = at_desk(cast.chen), item(case, "L09")
    assert url(case, "pre_approve", row.pk) in section(agent, case)
    form = url(case, "pre_approve", row.pk)
    typed = {
        "control": "未换发前不得开工",
        "need_due_0": soon().isoformat(),
        "text_0": "缴清价款",
        "due_0": soon().isoformat(),
    }
    assert "Rule “ground of a pre-approval”" in problems(send(agent, form, **typed))
    assert "needs its date" in problems(send(agent, form, **(typed | {"necessary": "规划条件明确", "due_0": None})))
    assert problems(send(agent, form, necessary="规划条件明确", **typed)) == ""
    made = PreApproval.objects.get(case_item=row)
    assert [one.requires for one in made.conditions.order_by("pk")] == [item(case, "L08"), None]
    issue = url(case, "issue_preapproval", made.pk)
    assert "the deciding department issues" in problems(send(agent, issue, valid_until=soon(40).isoformat()))
    assert problems(send(agent, issue, valid_until=soon(40).isoformat(), reference="示例1号")) == ""
    own = made.conditions.get(requires=None)
    shown = section(agent, case)
    assert url(case, "meet_condition", own.pk) in shown
    assert url(case, "convert", made.pk) not in shown
    assert problems(send(agent, url(case, "meet_condition", own.pk), evidence="缴款凭证")) == ""
    items.record(item(case, "L08"), code=11, on=timezone.localdate(), by=cast.chen)
    begin(item(case, "L09"), cast.chen)
    assert url(case, "convert", made.pk) in section(agent, case)
    assert problems(send(agent, url(case, "convert", made.pk), file_number="地字1号")) == ""
    made.refresh_from_db()
    assert made.status == PreApprovalStatus.CONVERTED


@pytest.mark.req("W-056")
def test_the_chain_is_drawn_and_a_break_above_is_on_the_page_at_once(case: Case, cast: Cast, at_desk: SignIn) -> None:
    first = preapproved(item(case, "L09"), cast.chen)
    preapproved(item(case, "G03"), cast.chen)
    preapproved(item(case, "G04"), cast.chen)
    reader = at_desk(cast.sun)
    whole = section(reader, case)
    assert 'href="#chain-G04"' in whole
    assert 'class="ne pc-pre"' in whole
    assert 'class="ne pc-broken"' not in whole
    assert problems(send(reader, url(case, "withdraw_preapproval", first.pk), reason="规划条件调整")) == ""
    broken = section(reader, case)
    assert 'class="ne pc-broken"' in broken
    assert "broken above" in broken
    preapprovals.withdraw(PreApproval.objects.get(case_item__item__code="G04"), reason="x", by=cast.chen)
    assert "规划条件调整" in section(reader, case)


@pytest.mark.req("W-075")
def test_a_promise_and_a_commitment_are_begun_and_ended_on_the_page(case: Case, cast: Cast, at_desk: SignIn) -> None:
    agent, row = at_desk(cast.chen), item(case, "L09")
    offer = url(case, "defer_material", row.pk)
    choices = agent.get(offer).context["form"].fields["materials"].queryset
    assert {paper.may_be_late for paper in choices} == {True}
    typed = {"materials": [choices[0].pk], "reason": "测绘未完成", "due": soon().isoformat()}
    assert problems(send(agent, offer, **typed)) == ""
    gap = DeferredMaterial.objects.get()
    agreements.sign(gap.document, by=cast.wang)
    assert url(case, "bring_paper", gap.pk) in section(agent, case)
    assert url(case, "send_back_paper", gap.pk) not in section(agent, case)
    gaps.hand_in(gap, pdf(), by=cast.wang)
    assert url(case, "send_back_paper", gap.pk) in section(agent, case)
    assert url(case, "bring_paper", gap.pk) in agent.get("/office/").content.decode()
    assert problems(send(agent, url(case, "send_back_paper", gap.pk), reason="页面不全")) == ""
    gap.refresh_from_db()
    assert (gap.status, gap.handed_on) == ("promised", None)
    assert problems(send(agent, url(case, "bring_paper", gap.pk), evidence="测绘报告")) == ""
    gap.refresh_from_db()
    assert gap.status == GapStatus.KEPT
    water = item(case, "G08")
    told = {"conditions": "已委托编制", "inspect_by": soon(60).isoformat()}
    assert problems(send(agent, url(case, "commit", water.pk), **told)) == ""
    made = CommitmentStatement.objects.get()
    agreements.sign(made.document, by=cast.wang)
    assert problems(send(agent, url(case, "grant", made.pk), file_number="水保1号")) == ""
    found = {"inspectors": "示例甲", "kept": "no", "findings": "未落实"}
    assert problems(send(agent, url(case, "inspect", made.pk), **found)) == ""
    made.refresh_from_db()
    assert made.status == CommitmentStatus.BROKEN
    assert "Revoked" in section(agent, case)


@pytest.mark.req("W-075", "W-076", "W-077")
def test_items_start_together_and_labels_are_ticked_on_the_page(case: Case, cast: Cast, at_desk: SignIn) -> None:
    agent = at_desk(cast.chen)
    rows = [item(case, code).pk for code in ("G03", "G04")]
    assert problems(send(agent, url(case, "handle_together"), rows=rows)) == ""
    group = ParallelGroup.objects.get()
    assert problems(send(agent, url(case, "start_group", group.pk), file_number="并联1号")) == ""
    assert item(case, "G04").status == "handling"
    assert "named handler" in problems(send(agent, url(case, "set_label"), kind="green_channel", why="省重点"))
    assert problems(send(agent, url(case, "set_label"), kind="green_channel", why="省重点", handler=cast.chen.pk)) == ""
    label = PolicyLabel.objects.get()
    point = label.points.all()[0]
    assert problems(send(agent, url(case, "tick_label", point.pk), note="名单第3页")) == ""
    shown = section(agent, case)
    assert "名单第3页" in shown
    assert problems(send(agent, url(case, "untick_label", point.pk), reason="有误")) == ""
    assert LabelPoint.objects.get(pk=point.pk).ticked_by is None
    assert problems(send(agent, url(case, "take_off_label", label.pk), reason="移出名单")) == ""
    assert url(case, "tick_label", point.pk) not in section(agent, case)


def offered(client: Client, case: Case, code: str) -> list[bool]:
    """Whether pre-approval, gap and commitment may be begun for an item, as the section offers it."""
    row, shown = item(case, code), section(client, case)
    return [url(case, name, row.pk) in shown for name in ("pre_approve", "defer_material", "commit")]


@pytest.mark.req("W-053", "W-075")
def test_a_way_that_is_under_way_is_not_offered_a_second_time(case: Case, cast: Cast, at_desk: SignIn) -> None:
    agent, row = at_desk(cast.chen), item(case, "L09")
    assert offered(agent, case, "L09") == [True, True, True]  # control
    made = preapproved(row, cast.chen)
    gap = promised(row, cast)
    commitments.offer(row, conditions="已委托编制", inspect_by=soon(60), by=cast.chen)
    assert offered(agent, case, "L09") == [False, False, False]
    assert list(agent.get(url(case, "defer_material", row.pk)).context["form"].fields["materials"].queryset) == []
    preapprovals.withdraw(made, reason="规划条件调整", by=cast.chen)
    gaps.withdraw(gap, reason="已取得", by=cast.chen)
    commitments.withdraw(CommitmentStatement.objects.get(), reason="改为一般办理", by=cast.chen)
    assert offered(agent, case, "L09") == [True, True, True]


@pytest.mark.req("W-055")
def test_the_exchange_is_offered_once_conditions_are_met_and_the_application_is_accepted(
    case: Case, cast: Cast, at_desk: SignIn
) -> None:
    agent, words = at_desk(cast.chen), "Once the acceptance of the formal application is recorded"
    items.record(item(case, "L08"), code=11, on=timezone.localdate(), by=cast.chen)
    made = preapproved(item(case, "L09"), cast.chen)
    exchange = url(case, "convert", made.pk)
    shown = section(agent, case)
    assert (exchange in shown, words in shown) == (False, False)
    preapprovals.meet(made.conditions.get(), on=timezone.localdate(), evidence="缴款凭证", by=cast.chen)
    shown = section(agent, case)
    assert (exchange in shown, words in shown) == (False, True)
    begin(item(case, "L09"), cast.chen)
    shown = section(agent, case)
    assert (exchange in shown, words in shown) == (True, False)


def test_who_only_reads_gets_no_button_and_another_cases_rows_do_not_exist(
    case: Case, cast: Cast, at_desk: SignIn
) -> None:
    gap = promised(item(case, "L09"), cast)
    reader = at_desk(cast.feng)  # a supervisor of the region
    shown = section(reader, case)
    assert gap.material.name in shown
    for name, key in (("bring_paper", gap.pk), ("withdraw_gap", gap.pk), ("pre_approve", item(case, "G04").pk)):
        assert url(case, name, key) not in shown
    elsewhere = underway(cast, {"L01", "L08"})
    assert at_desk(cast.chen).get(url(elsewhere, "bring_paper", gap.pk)).status_code == 404


def test_the_section_asks_the_same_number_of_questions_with_one_row_and_with_three(
    case: Case, cast: Cast, at_desk: SignIn, django_assert_max_num_queries: Callable
) -> None:
    for code in ("L09", "G03", "G04"):
        preapproved(item(case, code), cast.chen)
    promised(item(case, "G04"), cast)
    reader = at_desk(cast.chen)
    section(reader, case)
    with django_assert_max_num_queries(32):
        section(reader, case)
