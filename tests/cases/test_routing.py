"""Where items belong and what follows from it: shares, proposals, chief contacts, holders (W-032 to W-038, domain A.3-7 to A.3-9)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cases.actions import chief_contacts, transfers
from cases.enums import CaseStatus
from cases.exceptions import BadInput, NotAllowed
from cases.management.demo.people import contact
from cases.models import ApprovalItem, Case, ChiefContact, Notice, ProjectCategory, Region, Unit
from cases.queries import agencies, routing
from cases.queries import chief_contacts as contact_readers
from cases.routes import RouteKind
from tests.cases.kit import fresh, refused
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

S, K = CaseStatus, RouteKind
WEIFANG = "370700"
COUNTY, CITY, PROVINCE = {"L01", "L09", "C05"}, {"L11", "G01", "G10"}, {"X02"}


def kinds(case: Case) -> list[RouteKind]:
    return [route.kind for route in routing.propose(case)]


def items_of(case: Case, kind: RouteKind) -> set[str]:
    route = next(one for one in routing.propose(case) if one.kind == kind)
    return {one.row.item.code for one in route.items}


@pytest.mark.parametrize(
    ("keep", "expected"),
    [
        (COUNTY, [K.KEEP]),
        (COUNTY | {"L11"}, [K.KEEP, K.DIRECT]),
        (COUNTY | {"L11"} | PROVINCE, [K.KEEP, K.LINE, K.DIRECT]),
        (CITY | {"L01"}, [K.UPPER, K.DIRECT]),
        (CITY | {"L01", "L09", "C05"}, [K.KEEP, K.DIRECT]),  # exactly half is not more than half
        (CITY, [K.UPPER]),
    ],
)
@pytest.mark.req("W-034", "W-036", "W-037", "W-038")
def test_more_than_half_elsewhere_moves_the_case_few_are_asked_one_by_one(
    cast: Cast, keep: set[str], expected: list[RouteKind]
) -> None:
    case = case_in(cast, S.SUBMITTED, keep=keep)
    assert kinds(case) == expected


@pytest.mark.req("W-036", "W-038")
def test_after_the_case_has_gone_up_what_the_county_decides_is_the_few_elsewhere(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED, keep=CITY | {"L01"})
    routes = {route.kind: route for route in routing.propose(case)}
    assert routes[K.UPPER].units == [Unit.objects.get(code="370700-agency")]
    assert (routes[K.UPPER].count, routes[K.UPPER].total, routes[K.UPPER].percent) == (3, 4, 75)
    assert items_of(case, K.DIRECT) == {"L01"}
    row = case.items.get(item__code="L01")
    assert routes[K.DIRECT].contacts[row.pk].user == cast.chen  # of the category, in the county


@pytest.mark.req("W-035")
def test_the_city_proposes_the_lower_agency_of_the_place_when_the_items_are_the_countys(cast: Cast) -> None:
    town = Region.objects.get(code="370783T02")
    case = case_in(cast, S.SUBMITTED, WEIFANG, keep=COUNTY | {"L11"}, town=town)
    assert case.handling_unit.code == "370700-agency"
    routes = {route.kind: route for route in routing.propose(case)}
    assert set(routes) == {K.LOWER, K.DIRECT}
    assert routes[K.LOWER].units[0].code == f"{SHOUGUANG}-agency"  # the place of the project first
    assert len(routes[K.LOWER].units) == 17
    assert items_of(case, K.DIRECT) == {"L11"}


@pytest.mark.req("W-037")
def test_what_the_province_decides_is_coordinated_by_the_counterpart_here(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED, keep=COUNTY | {"X02", "L07"})
    route = next(one for one in routing.propose(case) if one.kind == K.LINE)
    pairs = {one.row.item.code: unit for one, unit in routing.counterparts(case, route.items)}
    assert {code: unit and unit.region.code for code, unit in pairs.items()} == {"X02": SHOUGUANG, "L07": SHOUGUANG}
    assert pairs["L07"] == Unit.objects.get(code=f"{SHOUGUANG}-natural-resources")


def test_in_pulandian_nothing_is_handed_over_the_city_is_asked_by_business_line(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED, PULANDIAN, keep=CITY | {"L01"})
    assert kinds(case) == [K.KEEP, K.LINE]
    assert items_of(case, K.LINE) == CITY


@pytest.mark.req("W-034", "W-037")
def test_a_person_decides_and_the_shares_and_the_reason_are_kept(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED, keep=COUNTY | PROVINCE)
    row = case.items.get(item__code="X02")
    made = transfers.decide(case, kind=K.LINE, items=[row], reason="林地由省林业局审批", by=cast.chen)
    assert (made.shares, made.proposed, made.reason) == ({"above": 1, "own": 3}, True, "林地由省林业局审批")
    assert list(made.items.all()) == [row]
    event = fresh(case).events.last()
    assert (event.action, event.data["shares"], event.public) == ("decide_route", {"above": 1, "own": 3}, False)
    assert fresh(case).handling_unit == case.first_unit  # nothing is handed over
    against = transfers.decide(fresh(case), kind=K.KEEP, reason="先办县级事项", by=cast.chen)
    assert against.proposed is True
    up = case_in(cast, S.SUBMITTED, keep=CITY, name="示例二期")
    assert transfers.decide(up, kind=K.KEEP, reason="企业要求留在本县", by=cast.chen).proposed is False


def test_a_decision_needs_its_reason_and_its_items(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED, keep=COUNTY | PROVINCE)
    with refused(BadInput, says="Give the reason", field="reason"):
        transfers.decide(case, kind=K.KEEP, reason="  ", by=cast.chen)
    with refused(BadInput, says="Name the items", field="items"):
        transfers.decide(case, kind=K.LINE, reason="x", by=cast.chen)
    with refused(BadInput, says="make an offer", field="kind"):
        transfers.decide(case, kind=K.UPPER, reason="x", by=cast.chen)
    with refused(NotAllowed, says="the assisting agency"):
        transfers.decide(case, kind=K.KEEP, reason="x", by=cast.gao)


def test_the_counterpart_departments_are_told(cast: Cast) -> None:
    from cases.enums import PostRole  # noqa: PLC0415
    from cases.management.demo.people import person, post  # noqa: PLC0415

    officer = person("forest", "林业科")
    post(officer, f"{SHOUGUANG}-natural-resources", PostRole.UNIT_AGENT)
    case = case_in(cast, S.SUBMITTED, keep=COUNTY | {"L07"})
    transfers.decide(case, kind=K.LINE, items=[case.items.get(item__code="L07")], reason="省级", by=cast.chen)
    assert Notice.objects.filter(recipient=officer, kind="line_asked", data__items=["L07"]).count() == 1


def test_a_list_of_items_asks_for_its_units_in_as_many_queries_as_one(
    cast: Cast, django_assert_num_queries: object
) -> None:
    region, items = Region.objects.get(code=SHOUGUANG), list(ApprovalItem.objects.all())
    with django_assert_num_queries(3):  # type: ignore[operator]
        one = agencies.deciding_units(items[:1], region)
    with django_assert_num_queries(3):  # type: ignore[operator]
        every = agencies.deciding_units(items, region)
    assert every[items[0].pk] == one[items[0].pk]
    assert every == {item.pk: agencies.deciding_unit(item, region) for item in items}


# ---- chief contacts


def name(cast: Cast, **changes: object) -> ChiefContact:
    given = {
        "region": Region.objects.get(code=SHOUGUANG), "user": cast.chen, "reason": "分工",
        "unit": Unit.objects.get(code=f"{SHOUGUANG}-agency"), "item": ApprovalItem.objects.get(code="C05"), "by": cast.sun,
    } | changes  # fmt: skip
    return chief_contacts.name(**given)  # type: ignore[arg-type]


@pytest.mark.req("W-032")
def test_an_item_of_a_place_has_exactly_one_chief_contact_and_the_one_before_stays_on_record(cast: Cast) -> None:
    first = name(cast)
    second = name(cast, user=cast.xu, reason="陈帮办轮岗")
    first.refresh_from_db()
    assert (first.until is not None, second.until) == (True, None)
    place = Region.objects.get(code=SHOUGUANG)
    item = first.item_id or 0
    assert contact_readers.for_items([item], 0, place)[item] == second
    assert list(contact_readers.history(place)) == [first]
    with pytest.raises(IntegrityError), transaction.atomic():  # the database holds it, whoever writes
        ChiefContact.objects.create(region=place, item=first.item, user=cast.qian, unit=first.unit, named_by=cast.sun)
    elsewhere = name(
        cast,
        region=Region.objects.get(code=WEIFANG),
        user=cast.luo,
        unit=Unit.objects.get(code="370700-agency"),
        by=cast.jin,
    )
    assert elsewhere.until is None  # control: another place has its own


@pytest.mark.req("W-032")
def test_the_contact_of_the_item_comes_before_that_of_the_category_and_the_place_above_answers_last(cast: Cast) -> None:
    category = ProjectCategory.objects.get(code="IND")
    here, above = Region.objects.get(code=SHOUGUANG), Region.objects.get(code=WEIFANG)
    energy, permit = ApprovalItem.objects.get(code="L11"), ApprovalItem.objects.get(code="C05")
    found = contact_readers.for_items([energy.pk, permit.pk], category.pk, here)
    assert (found[energy.pk].user, found[permit.pk].user) == (cast.chen, cast.chen)  # by category
    contact(cast.xu, f"{SHOUGUANG}-agency", item="C05")
    assert contact_readers.for_items([permit.pk], category.pk, here)[permit.pk].user == cast.xu
    assert contact_readers.for_items([energy.pk], category.pk, above)[energy.pk].item == energy
    ChiefContact.objects.filter(region=here).update(until=date(2026, 1, 1))
    assert contact_readers.for_items([energy.pk], category.pk, here)[energy.pk].user == cast.luo
    ChiefContact.objects.all().delete()
    assert contact_readers.for_items([energy.pk], category.pk, here) == {}


def test_who_names_a_chief_contact_and_whom(cast: Cast) -> None:
    with refused(NotAllowed, says="named by an administrator"):
        name(cast, by=cast.chen)
    with refused(NotAllowed, says="named by an administrator"):
        name(cast, region=Region.objects.get(code=WEIFANG), by=cast.sun)  # the county's head names nobody in the city
    with refused(BadInput, says="does not hold a post", field="user"):
        name(cast, user=cast.luo)
    with refused(BadInput, says="one item or for one category", field="item"):
        name(cast, category=ProjectCategory.objects.get(code="IND"))
    with refused(BadInput, says="Say why", field="reason"):
        name(cast, reason=" ")
    assert name(cast, by=cast.gao).named_by == cast.gao  # control: the head of the city above
    with refused(BadInput, says="is the chief contact already", field="user"):
        name(cast)
