"""Annexes 1 and 2 as charts drawn from the data, each with a table that says the same (P-094)."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape
from django.utils.translation import override

from cases.actions import duties, staffing
from cases.enums import Action
from cases.models import Region, ServiceScheme, User, WorkGroup
from cases.queries import course, organisation
from home.charts.axis import folded
from home.charts.course import course_svg
from home.charts.organisation import group_lines, organisation_svg
from tests.cast import PULANDIAN, Cast

pytestmark = pytest.mark.django_db


def shown(client: Client, address: str) -> str:
    client.cookies["django_language"] = "zh-hans"
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def picture(page: str) -> str:
    return " ".join(re.findall(r"(?s)<svg[^>]*role=\"img\".*?</svg>", page))


def table(page: str) -> str:
    return " ".join(re.findall(r"(?s)<table.*?</table>", page))


@pytest.fixture
def place(cast: Cast) -> Region:
    found = Region.objects.get(code=PULANDIAN)
    staffing.seat(
        region=found, role="leader", unit=None, name="示例区长", title="区长", rank="head", reason="示例", by=cast.liu
    )
    return found


@pytest.mark.req("P-094")
def test_leader_groups_and_members_stand_in_the_picture_and_in_the_table(client: Client, place: Region) -> None:
    page = shown(client, "/organisation/")
    for group in WorkGroup.objects.filter(region=place):
        for said in (group.name_zh, group.lead.name_zh, *group.members.values_list("name_zh", flat=True)):
            assert escape(said) in table(page)
        assert escape(group.name_zh[:12]) in picture(page)
    for part in (picture(page), table(page)):
        assert "示例区长" in part


@pytest.mark.req("P-094")
def test_the_organisation_chart_names_no_person_without_public_office_and_no_private_number(
    client: Client, cast: Cast, place: Region
) -> None:
    User.objects.filter(pk=cast.liu.pk).update(phone="13912345678")
    staffing.seat(
        region=place, role="contact", unit=WorkGroup.objects.filter(region=place).earliest("order").lead, name="示例联系人",
        title="副局长", rank="deputy", reason="示例", by=cast.liu,
    )  # fmt: skip
    page = shown(client, "/organisation/")
    hidden = [name for user in User.objects.all() for name in (user.name, user.email)]
    hidden += [user.phone for user in User.objects.all() if user.phone.startswith("139")]
    assert [said for said in [*hidden, "示例联系人"] if said in page] == []


@pytest.mark.req("P-094")
def test_the_chart_follows_the_register(client: Client, cast: Cast, place: Region) -> None:
    staffing.seat(
        region=place, role="leader", unit=None, name="示例新区长", title="区长", rank="head", reason="示例", by=cast.liu
    )
    page = shown(client, "/organisation/")
    assert "示例新区长" in picture(page)
    assert "示例区长" not in page


@pytest.mark.req("P-094")
def test_every_scheme_has_its_course_with_the_limits_it_sets(client: Client, reference: None) -> None:
    ServiceScheme.objects.filter(code="one_three_n").update(flow_table_wd=12)
    page = shown(client, "/service-course/")
    for scheme in ServiceScheme.objects.all():
        assert scheme.name_zh in page
    for part in (picture(page), table(page)):
        assert "签订后12个工作日内" in part
        assert "委托书" in part
        assert "协议" in part


def test_the_table_of_the_course_folds_on_a_phone_with_the_name_of_each_side(client: Client, reference: None) -> None:
    page = shown(client, "/service-course/")
    assert 'class="stacked course-table"' in page
    cells = re.findall(r"<td([^>]*)>", table(page))
    assert {re.sub(r' data-label="(.*)"', r"\1", cell) for cell in cells} == {
        "建设单位",
        "帮代办机构",
        "工作组和各单位",
    }


@pytest.mark.req("W-030")
def test_every_public_office_number_is_dialled(client: Client, cast: Cast, place: Region) -> None:
    duties.publish(place, note="", by=cast.liu)
    for address in ("/duties-and-contacts/", "/organisation/"):
        page = shown(client, address).partition("<main")[2].partition("</main")[0]
        numbers = set(re.findall(r"\b0\d{2,3}-\d{7,8}\b", re.sub(r"<a href=\"tel:[^\"]+\">[^<]*</a>", "", page)))
        assert numbers == set(), address
        assert re.search(r'<a href="tel:0\d{9,11}">0\d{2,3}-\d{7,8}</a>', page), address


def words(drawn: str) -> str:
    """The texts of a picture without the breaks of lines."""
    return re.sub(r"\s", "", "".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawn)))


def furthest(drawn: str) -> float:
    """How many px of its width a picture gives to the letters of its longest line, by the measure of ``axis``."""
    texts = re.findall(r'<text class="([^"]*)"[^>]* x="([\d.]+)"[^>]*>([^<]*)</text>', drawn)
    return max(
        sum(1 if ord(letter) > 0x2E80 else 0.56 for letter in text) * (12.2 if look == "gm" else 13.2)
        for look, _x, text in texts
    )


@pytest.mark.req("P-094")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_in_the_charts_is_cut_off_and_lines_keep_to_their_box(
    place: Region, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with override(language):
        made = organisation.chart(place)
        drawn = organisation_svg(made)
        courses = [(course.course(scheme), "x") for scheme in ServiceScheme.objects.all()]
        assert "…" not in drawn + "".join(course_svg(*one) for one in courses)
        for group in made.groups:
            for said in group_lines(group):
                assert re.sub(r"\s", "", escape(said)) in words(drawn), said
        for steps, label in courses:
            told = words(course_svg(steps, label))
            for said in [limit for step in steps for limit in step.limits] + [
                act.words for step in steps for act in step.acts
            ]:
                assert re.sub(r"\s", "", escape(said)) in told, said
        assert furthest(drawn.partition("for-telephone")[2]) <= 246
        monkeypatch.setattr("home.charts.organisation.folded", lambda text, *_room: [text])
        if language == "en":
            assert furthest(organisation_svg(made).partition("for-telephone")[2]) > 246, (
                "control: not folded it is too wide"
            )


@pytest.mark.req("P-094")
def test_four_groups_stand_side_by_side_on_a_desk_in_large_type(place: Region) -> None:
    """1280 px of a window are 946 of the picture there; a telephone of 390 px has 273."""
    made = organisation.chart(place)
    assert len(made.groups) == 4
    widths = [int(width) for width in re.findall(r'<svg width="(\d+)"', organisation_svg(made))]
    assert widths[0] <= 946
    assert widths[1] <= 273


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("普兰店区发展和改革委员会", 5, ["普兰店区发", "展和改革委", "员会"]),
        ("国家税务总局", 5, ["国家税务", "总局"]),
        ("一二三四五，六", 5, ["一二三四五，", "六"]),
        ("Enquiries answered within 1 working day", 14, ["Enquiries answered", "within 1 working day"]),
        ("Donaudampfschifffahrt", 5, ["Donaudam", "pfschiff", "fahrt"]),
        ("", 5, [""]),
    ],
)
def test_a_long_line_goes_on_below_itself_and_loses_nothing(text: str, width: float, lines: list[str]) -> None:
    found = folded(text, width)
    assert found == lines
    assert "".join(found).replace(" ", "") == text.replace(" ", "")


@pytest.mark.req("P-094")
def test_the_course_says_each_act_once_and_only_those_that_the_scheme_knows(reference: None) -> None:
    found: dict[str, Any] = {}
    for scheme in ServiceScheme.objects.all():
        words = [act.words for step in course.course(scheme) for act in step.acts]
        assert len(words) == len(set(words))
        found[scheme.code] = set(words)
    for act in (Action.OPEN_GENERATION, Action.FILE_FLOW_TABLE, Action.DECIDE_GENERATION):
        assert str(act.label) in found["one_three_n"]
        assert str(act.label) not in found["zero_n"], "control: the other scheme has no such act"


def test_a_place_without_seats_is_drawn_all_the_same(reference: None) -> None:
    drawn = organisation_svg(organisation.chart(Region.objects.get(code=PULANDIAN)))
    assert "尚未确定" in drawn
    assert "<svg" in organisation_svg(organisation.chart(Region.objects.get(code="370700"))), "without groups too"


def test_a_third_scheme_is_drawn_without_a_line_of_code(reference: None) -> None:
    third = ServiceScheme.objects.get(code="zero_n")
    third.pk, third.code, third.flow_tables, third.generation_review = None, "third", True, True
    third.save()
    steps = course.course(third)
    assert [step.stage.code for step in steps][2] == "generation"
    assert course_svg(steps, "x").count('class="course"') == len(steps)
