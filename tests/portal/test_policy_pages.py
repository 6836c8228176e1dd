"""What the two policies promise to everybody and the published pages keep: easier ways, fees, guides, news, one platform."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from cases.actions import items
from cases.enums import BLZT, CaseStatus, FeeKind, Flag
from cases.models import ApprovalItem
from portal.models import GuidePage, QuestionPage
from portal.models.plain import NoticeIndexPage, NoticePage
from tests.cast import Cast, case_in

pytestmark = pytest.mark.usefixtures("pages")
S = CaseStatus
WAY = re.compile(r'<span class="badge tone-\w+">([^<]+)</span> <strong>([^<]+)</strong>')


def text(response: Any) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.req("W-075")
def test_every_guide_says_whether_late_papers_commitment_and_pre_approval_are_open_to_its_item(client: Client) -> None:
    client.cookies["django_language"] = "en"
    seen = set()
    for item in ApprovalItem.objects.all():
        page = client.get(f"/guides/{item.code.lower()}/").content.decode().partition('id="easier"')[2]
        found = {way: flag for flag, way in WAY.findall(page.partition("</ul>")[0])}
        with translation.override("en"):
            assert found == {
                "Acceptance with gaps": str(Flag(item.gap).label),
                "Notification and commitment": str(Flag(item.commitment).label),
                "Pre-approval": str(Flag(item.preapproval).label),
            }, item.code
        seen.add((item.gap, item.commitment))
    assert len(seen) >= 4  # the pages differ as the items do


@pytest.mark.req("W-003", "P-003")
def test_every_guide_names_the_fee_of_the_item_and_that_the_service_costs_nothing(client: Client) -> None:
    client.cookies["django_language"] = "en"
    free = "The assisted approval service itself is always free."
    kinds = set()
    for item in ApprovalItem.objects.all():
        page = text(client.get(f"/guides/{item.code.lower()}/"))
        with translation.override("en"):
            assert str(FeeKind(item.fee_kind).label) in page, item.code
        assert html.unescape(item.fee_en) in page, item.code
        assert free in page, item.code
        kinds.add(item.fee_kind)
    assert kinds == set(FeeKind.values)


@pytest.mark.req("P-066")
def test_the_page_of_a_case_leads_to_the_guide_of_each_item_and_the_agents_record_what_they_filed(
    cast: Cast, client: Client
) -> None:
    case = case_in(cast, S.UNDERWAY)
    client.force_login(cast.wang)
    page = client.get(reverse("my:case", args=[case.uuid])).content.decode()
    for code in ("L01", "L08", "L09"):
        assert f'href="{GuidePage.objects.get(item__code=code).url}"' in page
    filing = case.items.get(item__code="L01")
    assert filing.materials.exists()
    items.record(filing, code=BLZT.RECEIVED, on=timezone.localdate(), file_number="示例收件〔2026〕9号", by=cast.chen)
    client.force_login(cast.chen)
    desk = text(client.get(reverse("office:item", args=[case.uuid, filing.pk])))
    assert "示例收件〔2026〕9号" in desk
    assert filing.materials.first().name_zh in desk


@pytest.mark.req("W-094")
def test_news_are_published_and_concerns_find_an_answer_and_a_number_to_call(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    index = NoticeIndexPage.objects.live().get()
    notice = NoticePage(title="帮代办服务进园区（示例）", slug="jin-yuan-qu", lead="本月走访示例园区。", live=False)
    index.add_child(instance=notice)
    assert notice.title not in text(client.get(index.url))
    with django_capture_on_commit_callbacks(execute=True):
        notice.save_revision().publish()
    assert notice.title in text(client.get(index.url))
    assert "本月走访示例园区。" in text(client.get(notice.url))
    with django_capture_on_commit_callbacks(execute=True):
        NoticePage.objects.get(pk=notice.pk).unpublish()
    assert notice.title not in text(client.get(index.url))
    assert client.get(notice.url)["Location"] == "/news/", "its address leads to the page above"
    question = QuestionPage.objects.live().first()
    page = client.get(question.url)
    assert question.answer in text(page)
    assert 'href="tel:12345"' in page.content.decode()


@pytest.mark.req("W-060")
def test_one_platform_has_a_door_for_everybody_one_for_enterprises_and_one_for_the_service(
    cast: Cast, client: Client
) -> None:
    case = case_in(cast, S.SUBMITTED)
    name, number = case.project.name, str(case.number)
    home = client.get("/")
    assert home.status_code == 200
    assert 'href="/my/"' in home.content.decode()
    assert name not in text(home)
    for address in ("/my/", "/office/"):
        assert client.get(address)["Location"].startswith("/accounts/login/")
    client.force_login(cast.wang)
    assert name in text(client.get("/my/"))
    assert client.get("/office/").status_code == 403
    client.force_login(cast.chen)
    assert number in text(client.get(reverse("office:cases")))
