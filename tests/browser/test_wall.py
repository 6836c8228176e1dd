"""The wall screen fits one screen with any number of places, in each size that hangs on walls, also for who is not signed in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Person, Site, picture

SUPERVISOR = "demo-supervisor@example.com"
SCREENS = ((1920, 1080), (1366, 768), (1280, 720), (3840, 2160))
# A case in each county of the city: the first open one again, with a date in the past or near.
MAKE = """
import datetime, uuid
from django.utils import timezone
from cases.models import Case, Project, Region
one = Case.objects.filter(region__path__contains="/370700", status="underway").first()
project, today = one.project, timezone.localdate()
for number, region in enumerate(Region.objects.filter(parent__code="370700", level="county")):
    for twice in range(2):
        project.pk, project._state.adding = None, True
        project.uuid = uuid.uuid4()
        project.save()
        one.pk, one._state.adding, one.uuid, one.number = None, True, uuid.uuid4(), f"WALL-{number}-{twice}"
        one.project, one.region = project, region
        one.next_due = today + datetime.timedelta(days=-3 if twice else 1)
        one.save()
"""
DROP = """
from cases.models import Case, Project
made = Case.objects.filter(number__startswith="WALL-")
projects = list(made.values_list("project", flat=True))
made.delete()
Project.objects.filter(pk__in=projects).delete()
"""
FAULTS = """() => {
  const low = innerHeight + 0.5, wide = innerWidth + 0.5, found = [];
  const root = document.documentElement;
  if (root.scrollHeight > innerHeight) found.push(`scrolls: ${root.scrollHeight} of ${innerHeight}`);
  if (root.scrollWidth > innerWidth) found.push(`scrolls aside: ${root.scrollWidth}`);
  for (const one of document.querySelectorAll("main h1, main h2, main h3, main p, main li, main small")) {
    const box = one.getBoundingClientRect();
    if (box.bottom > low || box.right > wide || box.height === 0 && one.textContent.trim())
      found.push(`outside: ${one.className} ${one.textContent.trim().slice(0, 30)}`);
  }
  for (const tile of document.querySelectorAll(".wall-tiles > li")) {
    if (tile.scrollHeight > tile.clientHeight + 1) found.push(`cut: ${tile.textContent.trim().slice(0, 30)}`);
    const name = tile.querySelector("h3");
    if (name.scrollWidth > name.clientWidth + 1) found.push(`cut name: ${name.textContent}`);
  }
  const boxes = [...document.querySelectorAll(".wall-head, .wall-figures, .wall-tiles > li, .wall-quiet, .wall-coming, footer")];
  const laid = boxes.map((one) => one.getBoundingClientRect());
  laid.forEach((a, i) => laid.slice(i + 1).forEach((b, j) => {
    if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
      found.push(`over each other: ${boxes[i].className} and ${boxes[i + 1 + j].className}`);
  }));
  return found;
}"""
LETTER = """() => Math.min(...[...document.querySelectorAll(".wall-tiles h3, .wall-tiles .lamp")]
  .map((one) => parseFloat(getComputedStyle(one).fontSize))) / innerHeight"""


@pytest.fixture
def seventeen(site: Site) -> Iterator[None]:
    """Every county of the city has a case that is overdue and one that soon will be."""
    site.manage("shell", "-c", MAKE)
    yield
    site.manage("shell", "-c", DROP)


def faults(page: Page, name: str) -> list[str]:
    """What does not fit, on each screen."""
    found: list[str] = []
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(100)
        picture(page, f"{name}-{width}")
        found += [f"{width}: {fault}" for fault in page.evaluate(FAULTS)]
    return found


def test_few_places_fit_one_screen(person: Person) -> None:
    page = person(SUPERVISOR)
    page.goto("/office/wall/")
    assert faults(page, "wall-few") == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_seventeen_places_fit_one_screen(person: Person, seventeen: None, language: str) -> None:
    page = person(SUPERVISOR, language=language)
    page.goto("/office/wall/")
    assert page.locator(".wall-tiles > li").count() >= 17
    assert faults(page, f"wall-17-{language}") == []
    assert page.evaluate(LETTER) >= 0.0195, "letters of 1.4 cm at least on a screen of 70 cm height"
    # Control: it is the shape of the tiles that makes room; as large as those of few places they do not fit.
    page.evaluate("document.querySelector('.wall-tiles').classList.remove('dense')")
    assert any("scrolls" in fault for fault in page.evaluate(FAULTS))


def test_a_screen_without_an_account_shows_the_numbers_and_turns_its_pages(
    person: Person, site: Site, seventeen: None
) -> None:
    page = person(SUPERVISOR)
    page.goto("/office/wall/screens/")
    page.fill("input[name=name]", "大厅")
    page.locator("form.form button[type=submit]").click()
    address = page.locator("#display-address").input_value()
    screen = person()
    screen.goto(address.replace(address.split("/display/")[0], site.url))
    assert screen.locator(".wall-tiles > li").count() >= 17
    assert screen.locator("main a").count() == 0
    assert faults(screen, "wall-display") == []
    screen.goto(site.url + "/office/wall/")
    assert "/accounts/login/" in screen.url
    page.locator("button[name=stop]").first.click()
    answer = screen.goto(address.replace(address.split("/display/")[0], site.url))
    assert answer is not None
    assert answer.status == 404


def test_the_next_page_comes_at_each_refresh_without_movement(person: Person) -> None:
    """The page names the next one; the screen asks for it, and for that which it names then."""
    page = person(SUPERVISOR)
    page.clock.install()
    page.goto("/office/wall/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/office/wall/?page=" in request.url else None)
    page.evaluate("document.querySelector('[data-wall-next]').dataset.wallNext = '?page=2'")
    page.clock.run_for(61_000)
    expect(page.locator("[data-wall-next]")).to_have_attribute("data-wall-next", "")
    page.clock.run_for(61_000)
    assert [one.split("?")[1] for one in asked] == ["page=2"]
    assert page.evaluate("document.getAnimations().length") == 0
