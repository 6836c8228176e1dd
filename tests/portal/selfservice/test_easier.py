"""The easier ways as the enterprise reads them: what it promised, what it signs, where the chain is broken."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from cases.actions import agreements, commitments, gaps, labels, preapprovals
from cases.models import Case
from tests.cases.easier_kit import begin, item, pass_, preapproved, soon, underway
from tests.cases.kit import pdf
from tests.cast import Cast


@pytest.fixture
def case(cast: Cast) -> Case:
    found = underway(cast, {"L01", "L08", "L09", "G03", "G04", "G08"})
    pass_(item(found, "L01"), cast.chen)
    begin(item(found, "L08"), cast.chen)
    return found


@pytest.mark.req("W-075", "W-077")
def test_the_page_shows_what_waits_for_the_signature_and_who_handles_the_case(cast: Cast, as_, case: Case) -> None:
    door, address = as_(cast.wang), reverse("my:easier", args=[case.uuid])
    assert address in door.get(reverse("my:case", args=[case.uuid])).content.decode()
    row = item(case, "L09")
    gap = gaps.offer(
        row, materials=row.materials.filter(may_be_late=True), reason="测绘未完成", due=soon(), by=cast.chen
    )
    told = commitments.offer(item(case, "G08"), conditions="已委托编制", inspect_by=soon(60), by=cast.chen)
    labels.give(case, kind="green_channel", why="省重点项目", handler=cast.chen, by=cast.sun)
    page = door.get(address).content.decode()
    for document in (gap, told):
        assert reverse("my:sign", args=[case.uuid, document.uuid]) in page
    assert "已委托编制" in page
    assert cast.chen.phone in page
    first = door.get(reverse("my:case", args=[case.uuid])).content.decode()
    assert reverse("my:sign", args=[case.uuid, gap.uuid]) in first  # the one thing to press
    assert door.get(reverse("my:sign", args=[case.uuid, told.uuid])).status_code == 200
    gaps.withdraw(gap.gaps.get(), reason="已取得", by=cast.chen)
    assert reverse("my:sign", args=[case.uuid, gap.uuid]) not in door.get(address).content.decode()


@pytest.mark.req("W-056")
def test_the_enterprise_sees_the_broken_link_and_a_stranger_sees_nothing(cast: Cast, as_, case: Case) -> None:
    first = preapproved(item(case, "L09"), cast.chen)
    preapproved(item(case, "G03"), cast.chen)
    preapproved(item(case, "G04"), cast.chen)
    address = reverse("my:easier", args=[case.uuid])
    door = as_(cast.wang)
    assert "pc-broken" not in door.get(address).content.decode()
    preapprovals.withdraw(first, reason="规划条件调整", by=cast.chen)
    page = door.get(address)
    assert "pc-broken" in page.content.decode()
    [(row, after)] = page.context["chain_breaks"]
    assert (row.code, after) == ("L09", item(case, "G04").item.name)
    assert as_(cast.he).get(address).status_code == 404


@pytest.mark.req("W-053", "W-054", "W-055")
def test_the_enterprise_reads_ground_paper_and_missing_conditions_and_the_pre_approval_that_ended(
    cast: Cast, as_, case: Case
) -> None:
    door, address = as_(cast.wang), reverse("my:easier", args=[case.uuid])
    first = preapproved(item(case, "L09"), cast.chen)
    page = door.get(address).content.decode()
    for words in (first.key_points, first.control, first.document.number, "补齐示例材料"):
        assert words in page
    assert door.get(reverse("files:download", args=[first.document.file.uuid])).status_code == 200
    preapprovals.withdraw(first, reason="规划条件调整", by=cast.chen)
    second = preapproved(item(case, "L09"), cast.chen)
    preapprovals.meet(
        second.conditions.get(requires=None), on=timezone.localdate(), evidence="示例报告9号", by=cast.chen
    )
    page = door.get(address).content.decode()
    for words in (second.document.number, "示例报告9号", first.document.number, "规划条件调整"):
        assert words in page


@pytest.mark.req("W-075")
def test_the_promised_paper_is_handed_in_on_the_page_once(cast: Cast, as_, case: Case) -> None:
    row = item(case, "L09")
    paper = gaps.offer(
        row, materials=row.materials.filter(may_be_late=True)[:1], reason="测绘未完成", due=soon(), by=cast.chen
    )
    agreements.sign(paper, by=cast.wang)
    gap = paper.gaps.get()
    door, address = as_(cast.li), reverse("my:late_paper", args=[case.uuid, gap.pk])
    page = reverse("my:easier", args=[case.uuid])
    assert address in door.get(page).content.decode()
    version = Case.objects.get(pk=case.pk).version
    empty = door.post(address, {"version": version})
    assert empty.status_code == 422
    answer = door.post(address, {"version": version, "upload": pdf("报告.pdf")})
    assert (answer.status_code, answer.url) == (302, page)
    shown = door.get(page).content.decode()
    assert "报告.pdf" in strip_tags(shown)
    assert address not in shown
    again = door.post(address, {"version": version, "upload": pdf("报告.pdf")})
    assert (again.status_code, again.url) == (302, page)
    gap.refresh_from_db()
    assert (gap.status, gap.handed_on is not None) == ("promised", True)
    assert as_(cast.he).get(address).status_code == 404
