"""Every dashboard in a real browser: fits, passes axe; the wall refreshes itself and keeps its figures when the line is dead."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Person, Site, picture
from tests.browser.test_looks import NARROW, WIDE, barriers, too_wide

READERS = {
    "overall_manager": "demo-manager@example.com",
    "process_guide": "xu@example.com",
    "chief_liaison": "gao@example.com",
    "chief_agent": "demo-chief@example.com",
    "group_agent": "group-construction@example.com",
    "work_supervisor": "demo-supervisor@example.com",
    "policy_presenter": "presenter@example.com",
    "administrator": "demo-admin@example.com",
}
# Nobody of the demo data holds this post.
PRESENTER = """
from allauth.account.models import EmailAddress
from cases.enums import PostRole
from cases.management.demo import people
from cases.management.demo_accounts import PASSWORD
one = people.person("presenter", "韩宣讲", PASSWORD)
people.post(one, "370783-agency", PostRole.POLICY_PRESENTER)
EmailAddress.objects.get_or_create(user=one, email=one.email, defaults={"verified": True, "primary": True})
"""


@pytest.fixture(autouse=True)
def presenter(site: Site) -> None:
    site.manage("shell", "-c", PRESENTER)


def faults(page: Page, name: str) -> list[str]:
    """What is wrong with a page, wide and narrow; a picture of each."""
    found: list[str] = []
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        picture(page, f"{name}-{width}")
        found += [f"{name} at {width}: {fault}" for fault in [*too_wide(page), *barriers(page)]]
    return found


@pytest.mark.parametrize("role", READERS)
def test_each_board_fits_and_has_no_barrier(role: str, person: Person) -> None:
    page = person(READERS[role])
    page.goto("/office/board/")
    expect(page.locator("main .board-panel").first).to_be_visible()
    assert faults(page, f"board-{role}") == []
    card = page.locator("main .board-figures .card.go a").first
    if card.count():
        card.click()
        expect(page.locator("main h1")).to_be_visible()
        assert "/office/board/" not in page.url


def test_the_wall_fits_and_refreshes_itself(person: Person) -> None:
    page = person(READERS["work_supervisor"])
    page.clock.install()
    page.goto("/office/wall/")
    assert faults(page, "wall") == []
    page.evaluate("document.querySelector('[data-wall] h1').textContent = 'x'")
    page.clock.run_for(61_000)
    expect(page.locator("main h1")).not_to_have_text("x")
    expect(page.locator("[data-wall-stale]")).to_be_hidden()


def test_the_wall_keeps_its_figures_and_says_so_while_the_line_is_dead(person: Person) -> None:
    page = person(READERS["work_supervisor"])
    page.clock.install()
    page.goto("/office/wall/")
    figures = page.locator(".wall-figures").inner_text()

    def dead(route: Route) -> None:
        route.abort()

    page.route("**/office/wall/", dead)
    page.clock.run_for(61_000)
    expect(page.locator("[data-wall-stale]")).to_be_visible()
    assert page.locator(".wall-figures").inner_text() == figures
    page.unroute("**/office/wall/", dead)
    page.clock.run_for(61_000)
    expect(page.locator("[data-wall-stale]")).to_be_hidden()


LINES = """() => Math.max(...[...document.querySelectorAll(".desk-table .lamp")]
  .map((one) => one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight)))"""
ASIDE = "() => [...document.querySelectorAll('.desk-table')].some((one) => one.scrollWidth > one.clientWidth)"


@pytest.mark.parametrize("place", ["alerts", "cases", "orders"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_lamp_in_a_list_stands_on_one_line_and_the_list_fits(person: Person, place: str, language: str) -> None:
    page = person(READERS["work_supervisor"], language=language)
    page.goto(f"/office/{place}/")
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(LINES) < 1.5, width
        assert not page.evaluate(ASIDE), width
        assert too_wide(page) == [], width
    page.evaluate(
        "document.querySelectorAll('.desk-table .lamp').forEach((one) => { one.style.width = '5em'; one.style.whiteSpace = 'normal'; })"
    )
    assert page.evaluate(LINES) > 1.5, "control"
