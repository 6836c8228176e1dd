"""Enter a project page by page, see whether it is eligible, come back any time."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, MajorProjectListEntry, ProjectCategory, Region
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in, people


def basics(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "enterprise": cast.heavy.pk,
        "once": str(uuid.uuid4()),
        "name": "示例冷链仓储项目",
        "category": ProjectCategory.objects.get(code="WHS").pk,
        "region": Region.objects.get(code=SHOUGUANG).pk,
        "town": "",
        "address": "示例路 8 号",
        "investment": "12000",
        "investment_unit": "wan",
        "project_code": "",
        "decision_reference": "",
        "way": "next",
    } | changes


def test_a_person_without_an_enterprise_is_led_to_enter_one_and_keeps_the_checklist(as_, cast: Cast) -> None:
    answer = as_(people.person("newcomer", "新人")).get(reverse("my:project_new") + "?category=WHS&items=L01")
    assert answer["Location"] == reverse("my:enterprise_new") + "?category=WHS&items=L01"


@pytest.mark.req("W-064")
def test_the_first_page_makes_a_draft_and_ten_thousand_yuan_become_yuan(cast: Cast, as_) -> None:
    answer = as_(cast.wang).post(reverse("my:project_new"), basics(cast))
    case = Case.objects.get()
    assert answer["Location"] == reverse("my:project", args=[case.uuid, "money"])
    assert (case.status, case.project.investment, case.enterprise) == ("draft", Decimal("120000000.00"), cast.heavy)


def test_the_same_first_page_sent_twice_makes_one_draft(cast: Cast, as_) -> None:
    door, typed = as_(cast.wang), basics(cast)
    first, second = door.post(reverse("my:project_new"), typed), door.post(reverse("my:project_new"), typed)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1
    door.post(reverse("my:project_new"), basics(cast))
    assert Case.objects.count() == 2  # the control: another form is another project


@pytest.mark.req("W-013")
def test_a_checklist_brings_its_category_items_and_what_is_done(cast: Cast, as_) -> None:
    door = as_(cast.wang)
    page = door.get(reverse("my:project_new") + "?category=WHS&items=L01&items=G01&done=E02")
    form = page.context["form"]
    assert (form["items"].value(), form["done"].value()) == ("L01,G01", "E02")
    assert form["category"].value() == ProjectCategory.objects.get(code="WHS").pk
    door.post(reverse("my:project_new"), basics(cast, items="L01,G01", done="E02"))
    found = dict(Case.objects.get().items.values_list("item__code", "status"))
    assert found == {"L01": "proposed", "G01": "proposed", "E02": "done_before"}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "required"),
        ("investment", "0", "more than zero"),
        ("investment", "-5", "more than zero"),
        ("project_code", "1234", "24 characters"),
        ("category", "999999", "valid choice"),
    ],
)
def test_a_wrong_answer_says_where_and_what_and_keeps_the_rest(
    cast: Cast, as_, field: str, value: str, words: str
) -> None:
    answer = as_(cast.wang).post(reverse("my:project_new"), basics(cast, **{field: value}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "示例路 8 号" in page
    assert 'class="error-summary"' in page
    assert Case.objects.count() == 0


def test_a_town_of_another_county_is_refused_at_the_town(cast: Cast, as_) -> None:
    town = Region.objects.filter(parent__code=PULANDIAN, level="town").first()
    answer = as_(cast.wang).post(reverse("my:project_new"), basics(cast, town=town.pk))
    assert list(answer.context["form"].errors) == ["town"]


def test_an_enterprise_of_somebody_else_cannot_be_chosen(cast: Cast, as_) -> None:
    answer = as_(cast.zhao).post(reverse("my:project_new"), basics(cast))
    assert list(answer.context["form"].errors) == ["enterprise"]
    assert Case.objects.count() == 0


@pytest.mark.req("W-010", "W-011")
def test_eligibility_by_the_yearly_list_is_told_before_anything_is_saved(cast: Cast, as_) -> None:
    door = as_(cast.wang)
    page = door.post(reverse("my:project_new"), basics(cast, way="check"))
    assert not page.context["eligibility"].eligible
    assert page.context["form"]["address"].field.required  # checking lets it pass, the page still wants it
    region = Region.objects.get(code="370700")
    year = timezone.localdate().year
    MajorProjectListEntry.objects.create(
        year=year, level="city", region=region, name="示例冷链仓储项目", uscc=cast.heavy.uscc
    )
    page = door.post(reverse("my:project_new"), basics(cast, way="check"))
    assert page.context["eligibility"].eligible
    assert "The service is open to this project" in page.content.decode()
    assert "示例路 8 号" in page.content.decode()
    assert Case.objects.count() == 0


@pytest.mark.req("P-040")
@pytest.mark.parametrize(("amount", "open_"), [("10000", True), ("9999.99", False)])
def test_a_hundred_million_yuan_open_the_service_in_pulandian_and_the_limit_is_inside(
    cast: Cast, as_, amount: str, open_: bool
) -> None:
    place = Region.objects.get(code=PULANDIAN).pk
    typed = basics(cast, enterprise=cast.marine.pk, region=place, investment=amount, way="check")
    page = as_(cast.he).post(reverse("my:project_new"), typed)
    assert page.context["eligibility"].eligible is open_
    assert len(page.context["eligibility"].grounds) == 2


def test_saving_for_later_keeps_a_half_filled_page(cast: Cast, as_) -> None:
    door = as_(cast.wang)
    door.post(reverse("my:project_new"), basics(cast, address="", way="later"))
    case = Case.objects.get()
    url = reverse("my:project", args=[case.uuid, "contact"])
    answer = door.post(url, {"version": case.version, "contact_name": "张三", "contact_phone": "", "way": "later"})
    assert answer["Location"] == reverse("my:case", args=[case.uuid])
    case.project.refresh_from_db()
    assert case.project.contact_name == "张三"
    page = door.get(reverse("my:case", args=[case.uuid])).content.decode()
    assert "Contact phone" in page
    assert "Place of construction" in page


def test_continuing_asks_for_what_saving_for_later_lets_pass(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    url = reverse("my:project", args=[case.uuid, "contact"])
    answer = as_(cast.wang).post(
        url, {"version": case.version, "contact_name": "", "contact_phone": "abc", "way": "next"}
    )
    assert sorted(answer.context["form"].errors) == ["contact_name", "contact_phone"]
    case.project.refresh_from_db()
    assert case.project.contact_phone == "138 0000 0001"


def test_a_finish_before_the_start_is_refused(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    typed = {
        "version": case.version,
        "funding": "private",
        "land_acquisition": "grant",
        "planned_start": "2027-05-01",
        "planned_finish": "2027-04-01",
    }
    answer = as_(cast.wang).post(reverse("my:project", args=[case.uuid, "money"]), typed)
    assert answer.status_code == 422
    assert "before the planned start" in answer.content.decode()


def test_two_people_on_one_page_the_second_is_told_and_decides(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    url = reverse("my:project", args=[case.uuid, "contact"])
    seen = case.version
    as_(cast.li).post(url, {"version": seen, "contact_name": "李", "contact_phone": "138 1111 1111", "way": "next"})
    door = as_(cast.wang)
    answer = door.post(url, {"version": seen, "contact_name": "王", "contact_phone": "138 2222 2222", "way": "next"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else changed" in page
    assert "138 2222 2222" in page  # typed, kept
    assert "138 1111 1111" in page  # stored, shown
    case.project.refresh_from_db()
    assert case.project.contact_name == "李"
    again = answer.context["form"]["version"].value()
    assert (
        door.post(
            url, {"version": again, "contact_name": "王", "contact_phone": "138 2222 2222", "way": "next"}
        ).status_code
        == 302
    )
    case.project.refresh_from_db()
    assert case.project.contact_name == "王"


def test_after_sending_the_pages_lead_to_the_case_and_change_nothing(cast: Cast, as_) -> None:
    case = case_in(cast, "submitted")
    url = reverse("my:project", args=[case.uuid, "contact"])
    answer = as_(cast.wang).post(
        url, {"version": case.version, "contact_name": "别人", "contact_phone": "138 2222 2222"}, follow=True
    )
    assert answer.redirect_chain == [(reverse("my:case", args=[case.uuid]), 302)]
    assert "is not open now" in answer.content.decode()
    case.project.refresh_from_db()
    assert case.project.contact_name != "别人"
