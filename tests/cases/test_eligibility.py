"""Who may be served: the yearly list, a hundred million yuan and more, a decision of the government."""

from decimal import Decimal

import pytest
from django.utils import timezone, translation

from cases.enums import Ground, Level
from cases.management.demo.walks import facts
from cases.models import Enterprise, MajorProjectListEntry, Project, Region, Unit
from cases.queries import eligibility
from tests.cast import PULANDIAN, SHOUGUANG, Cast

NAME = "年产五万吨示例新材料项目"


def project(enterprise: Enterprise, region: str, **changes: object) -> Project:
    """Not saved: the answer comes while the form is being filled in."""
    return Project(enterprise=enterprise, **facts(region, **changes))


def listed(region: str = SHOUGUANG, **changes: object) -> MajorProjectListEntry:
    said = {
        "year": timezone.localdate().year,
        "level": Level.CITY,
        "name": NAME,
        "region": Region.objects.get(code=region),
    }
    return MajorProjectListEntry.objects.create(**(said | changes))


@pytest.mark.req("P-040")
@pytest.mark.parametrize(
    ("investment", "eligible"),
    [("99999999.99", False), ("100000000.00", True), ("100000000.01", True), ("0.01", False)],
)
def test_a_hundred_million_yuan_and_more_includes_the_hundred_million(
    cast: Cast, investment: str, eligible: bool
) -> None:
    with translation.override("en"):
        answer = eligibility.check(project(cast.marine, PULANDIAN, investment=Decimal(investment)))
    assert answer.eligible is eligible
    ground = next(g for g in answer.grounds if g.ground == Ground.INVESTMENT)
    assert ground.met is eligible
    assert ("reaches 1 hundred" if eligible else "below 1 hundred") in ground.sentence


@pytest.mark.req("P-040")
def test_a_smaller_project_is_served_on_a_named_decision(cast: Cast) -> None:
    small = {"investment": Decimal("5000000")}
    assert not eligibility.check(project(cast.marine, PULANDIAN, **small)).eligible
    assert not eligibility.check(project(cast.marine, PULANDIAN, **small, decision_reference="  ")).eligible
    answer = eligibility.check(project(cast.marine, PULANDIAN, **small, decision_reference="区政府纪要〔2026〕3号"))
    assert answer.eligible
    assert answer.first_met is not None
    assert (answer.first_met.ground, answer.first_met.reference) == (Ground.DECISION, "区政府纪要〔2026〕3号")


@pytest.mark.req("W-010", "W-083")
def test_money_alone_does_not_open_zero_n_but_the_list_of_the_year_does(cast: Cast) -> None:
    rich = project(cast.heavy, SHOUGUANG, investment=Decimal("9000000000"))
    answer = eligibility.check(rich)
    assert not answer.eligible
    assert [g.ground for g in answer.grounds] == [Ground.MAJOR_LIST]
    listed()
    answer = eligibility.check(rich)
    assert answer.eligible
    assert answer.first_met is not None
    assert NAME in answer.first_met.reference


@pytest.mark.req("W-083")
def test_last_years_and_next_years_lists_do_not_count(cast: Cast) -> None:
    year = timezone.localdate().year
    listed(year=year - 1)
    listed(year=year + 1)
    assert not eligibility.check(project(cast.heavy, SHOUGUANG)).eligible
    listed()
    assert eligibility.check(project(cast.heavy, SHOUGUANG)).eligible


@pytest.mark.req("W-010")
def test_the_list_knows_a_project_by_its_code_or_by_its_name_and_enterprise(cast: Cast) -> None:
    code = "2601-370783-04-01-123456"
    listed(uscc=cast.heavy.uscc, project_code=code)
    assert eligibility.check(project(cast.heavy, SHOUGUANG, name="年产五万吨 示例新材料项目")).eligible  # blanks aside
    assert not eligibility.check(project(cast.other, SHOUGUANG)).eligible  # another enterprise, the same name
    assert eligibility.check(project(cast.other, SHOUGUANG, name="改了名", project_code=code)).eligible
    assert not eligibility.check(project(cast.heavy, SHOUGUANG, name="改了名")).eligible


def test_an_entry_without_a_code_is_not_met_by_a_project_without_a_code(cast: Cast) -> None:
    listed(name="别的项目", project_code="")
    assert not eligibility.check(project(cast.heavy, SHOUGUANG, project_code="")).eligible


@pytest.mark.req("W-010", "W-011")
def test_a_list_counts_for_its_region_and_everything_in_it(cast: Cast) -> None:
    entry = listed("370702", level=Level.COUNTY)  # a neighbouring district
    assert not eligibility.check(project(cast.heavy, SHOUGUANG)).eligible
    for region in (SHOUGUANG, "370700", "370000"):
        entry.region = Region.objects.get(code=region)
        entry.save()
        assert eligibility.check(project(cast.heavy, SHOUGUANG)).eligible, region
    zone = Region.objects.filter(kind="zone").first()
    assert zone is not None
    assert eligibility.scheme_for(zone) is not None  # W-011: development zones stand under 0+N too


def test_a_level_that_the_scheme_does_not_name_does_not_count(cast: Cast) -> None:
    entry = listed(level=Level.TOWN)
    assert not eligibility.check(project(cast.heavy, SHOUGUANG)).eligible
    entry.level = Level.PROVINCE
    entry.save()
    assert eligibility.check(project(cast.heavy, SHOUGUANG)).eligible


def test_a_region_without_the_service_is_answered_in_words(cast: Cast) -> None:
    nowhere = Region.objects.create(code="110000", name_zh="外地", name_en="Elsewhere", level="province", path="110000")
    abroad = project(cast.heavy, SHOUGUANG)
    abroad.region = nowhere
    answer = eligibility.check(abroad)
    assert (answer.eligible, answer.scheme, answer.grounds) == (False, None, [])
    assert answer.sentence
    assert eligibility.agency_for(nowhere) is None


@pytest.mark.req("W-034", "W-071")
def test_the_agency_of_the_place_takes_the_case_first_and_the_one_above_when_there_is_none(cast: Cast) -> None:
    county = Region.objects.get(code=SHOUGUANG)
    own = eligibility.agency_for(county)
    assert own is not None
    assert own.region == county
    Unit.objects.filter(region=county).update(kind="department")
    above = eligibility.agency_for(county)
    assert above is not None
    assert above.region.code == "370700"
