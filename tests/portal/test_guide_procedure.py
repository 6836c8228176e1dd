"""A guide shows from the record what has to hold, how it goes, where it is handed in, how to complain and to appeal."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils.translation import override
from wagtail.documents.models import Document

from cases.actions import reference as catalogue
from cases.enums import ItemType
from cases.models import ApprovalItem, Unit
from portal import procedure, reading
from portal.models import GuidePage
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("pages")
URL = "/guides/c05/?now=1"


def of(code: str) -> procedure.Procedure:
    item = ApprovalItem.objects.get(code=code)
    core = item.materials.filter(active=True, core=True).count()
    return procedure.of(item, reading.predecessors(item, {}), core)


def test_a_licence_has_conditions_steps_and_both_remedies_with_their_days(client: Client) -> None:
    client.cookies["django_language"] = "en"
    shown = client.get(URL).content.decode()
    for said in (
        'id="conditions"', 'id="steps"', 'id="windows"', 'id="rights"', "within 5 working days, everything that is missing",
        "delivered within 10 working days of the decision", "reconsideration within 60 days", "within 6 months of that day",
        "within 15 days of receiving it", 'href="/complain/"',
    ):  # fmt: skip
        assert said in shown, said


@pytest.mark.parametrize("kind", list(ItemType))
def test_every_kind_of_item_has_steps_and_only_decisions_can_be_appealed(kind: ItemType) -> None:
    ApprovalItem.objects.filter(code="C05").update(kind=kind)
    found = of("C05")
    assert len(found.steps) >= 2
    assert all(name and text for name, text in found.steps)
    assert bool(found.appeals) is (kind in procedure.DECIDED)
    # What the law says of licences is said of licences only.
    assert ("10个工作日" in str(found.steps)) is (kind == ItemType.LICENCE)


def test_every_guide_says_it_in_both_languages(client: Client) -> None:
    for code in ApprovalItem.objects.values_list("code", flat=True):
        for language in ("zh-hans", "en"):
            with override(language):
                found = of(code)
                assert all(point.text for point in found.conditions), code
                assert all(name and text for name, text in found.steps), code


def test_a_changed_window_and_limit_stand_there_at_once(client: Client, cast: Cast) -> None:
    item = ApprovalItem.objects.select_related("department").get(code="C05")
    unit = procedure.windows(item)[0]
    told = {
        "address": "示例市示例路8号三楼C区",
        "hours_zh": "工作日8:30至17:00",
        "hours_en": "Working days 8:30 to 17:00",
    }
    catalogue.change(unit, told, reason="示例", by=cast.jin)
    catalogue.change(item, {"promised_days": 13}, reason="示例", by=cast.jin)
    shown = client.get(URL).content.decode()
    for said in (unit.name_zh, unit.phone, "示例市示例路8号三楼C区", "工作日8:30至17:00", "承诺时限：13个工作日"):
        assert said in shown, said


def test_windows_are_those_of_the_line_and_the_level_and_cost_one_query(django_assert_num_queries: object) -> None:
    item = ApprovalItem.objects.get(code="C05")
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = [(unit.region.level, unit.region.name) for unit in procedure.windows(item)]
    assert found
    assert {level for level, _name in found} == {item.level}
    assert Unit.objects.exclude(region__level=item.level).exists()


def test_an_example_of_a_form_is_offered_where_an_editor_put_one(client: Client) -> None:
    assert (
        'id="examples"' not in client.get("/guides/c06/?x=1").content.decode()
    )  # control: nothing is shipped for this one
    file = Document.objects.create(title="示例申请表", file=ContentFile(b"%PDF-1.4 example", name="example.pdf"))
    page = GuidePage.objects.get(item__code="C06")
    page.examples = [("example", {"title": "施工许可申请表", "document": file, "note": "工程名称与规划许可证一致"})]
    page.save_revision().publish()
    shown = client.get("/guides/c06/?x=1").content.decode()
    assert "施工许可申请表" in shown
    assert "工程名称与规划许可证一致" in shown


def test_where_and_when_is_said_only_where_an_office_has_entered_it(client: Client) -> None:
    bare = client.get(URL).content.decode()
    assert "地址和时间" not in bare  # no column of dashes, and no address of somebody else
    assert "由当地办公室补充" in bare
    unit = procedure.windows(ApprovalItem.objects.get(code="C05"))[0]
    Unit.objects.filter(pk=unit.pk).update(address="示例路9号（示例地址）", hours_zh="周一至周五（示例时间）")
    told = client.get(URL).content.decode()
    for said in ("示例路9号（示例地址）", "周一至周五（示例时间）", "由当地办公室补充"):
        assert said in told
