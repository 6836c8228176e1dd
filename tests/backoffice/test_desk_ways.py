"""Ways on the desk: what an administrator is offered, and where a page that is not there leads."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from backoffice import nav
from cases.enums import PostRole
from cases.management.demo import people
from cases.models import User
from tests.cast import Cast

SignIn = Callable[[User], Client]


def places(user: User) -> set[str]:
    return {place["url"] for place in nav.rail(user, "")}


def test_an_administrator_is_offered_no_list_of_cases(cast: Cast) -> None:
    lists = {
        nav.address(name) for name in ("cases", "items", "orders", "findings", "inspections", "ledger", "statistics")
    }
    assert lists & places(cast.jin) == set()
    assert {nav.address(name) for name in ("home", "board", "letters", "people", "jobs")} <= places(cast.jin)
    assert lists <= places(cast.chen), "control"
    people.post(cast.jin, "370783-agency", PostRole.SERVICE_AGENT)
    assert lists <= places(User.objects.get(pk=cast.jin.pk)), "who also serves sees what is served"


def test_a_page_that_is_not_there_leads_an_officer_back_to_the_desk(cast: Cast, at_desk: SignIn) -> None:
    missing = "/office/cases/00000000-0000-0000-0000-000000000000/"
    officer = at_desk(cast.chen).get(missing)
    assert officer.status_code == 404
    main = officer.content.decode().partition("<main")[2]
    assert 'href="/office/"' in main
    assert 'href="/my/"' not in main
    enterprise = at_desk(cast.he).get(reverse("my:home") + "nothing-here/").content.decode().partition("<main")[2]
    assert 'href="/my/"' in enterprise, "control"
