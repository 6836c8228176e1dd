"""The roadmap in a real browser: compare ways, change a date, see what breaks, save, be told; by keyboard alone, and on paper."""

import io
import re

import pypdf
from playwright.sync_api import Page, expect

from tests.browser import desk
from tests.browser.conftest import Person, picture
from tests.browser.hands import follow, open_own, press, told
from tests.browser.test_looks import barriers

REASON = "企业要求与设备到货衔接（示例）"


def roadmap_of(page: Page) -> str:
    """From the head of the desk to the roadmap of the running case; returns the address."""
    page.goto("/office/")
    desk.find_case(page, desk.RUNNING)
    desk.section(page, "roadmap")
    return page.url


def enter(page: Page) -> None:
    """Press what has the focus, and be on the page behind it."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_compare_ways_change_a_date_see_what_breaks_save_and_be_told_by_keyboard_alone(person: Person) -> None:
    page = person("demo-agent@example.com")
    roadmap_of(page)
    version = int(re.findall(r"\d+", page.locator("main h2 .second").first.inner_text())[0])

    # Side by side, and the best one onto the bench.
    page.locator("main .views a[href$='/strategies/']").focus()
    enter(page)
    expect(page.locator("main svg").first).to_be_visible()
    page.locator("main a[href*='strategy=best']").first.focus()
    enter(page)
    expect(page).to_have_url(re.compile(r"\?strategy=best$"))
    expect(page.locator("main .wishes li")).to_have_count(1)

    # A date and a duration, sent with Enter; the address keeps them, the form too.
    tried_first = page.url
    page.locator("#try_days_V01").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("60")
    enter(page)
    expect(page).to_have_url(re.compile(r"strategy=best&days_V01=60"))
    expect(page.locator("#try_days_V01")).to_have_value("60")
    expect(page.locator("main #result .callout.tone-late").first).to_be_visible()
    expect(page.locator("main #result svg.gantt-plan")).to_be_visible()
    assert not barriers(page)
    picture(page, "roadmap-tried")
    page.go_back()
    expect(page).to_have_url(tried_first)
    page.go_forward()

    # Saved with the reason, as a new version.
    page.locator("main input[name=reason]").focus()
    reason = f"{REASON}{version + 1}"
    page.keyboard.type(reason)
    enter(page)
    told(page)
    expect(page.locator("main h2 .second").first).to_contain_text(str(version + 1))
    expect(page.locator("main")).to_contain_text(reason)

    # Both versions, and what the enterprise hears.
    page.locator("main .views a[href$='/versions/']").focus()
    enter(page)
    expect(page.locator("main tbody tr", has_text="C05").first).to_be_visible()
    told_too = person("demo-enterprise@example.com")
    told_too.goto("/my/messages/")
    expect(told_too.locator("main")).to_contain_text(reason)


def test_the_chart_and_the_network_are_walked_with_the_arrows(person: Person) -> None:
    page = person("demo-agent@example.com")
    roadmap_of(page)
    bars = page.locator("svg.gantt-plan > g[tabindex]")
    expect(page.locator("svg.gantt-plan > g[tabindex='0']")).to_have_count(1)
    bars.first.focus()
    page.keyboard.press("ArrowDown")
    expect(bars.nth(1)).to_be_focused()
    expect(page.locator("svg.gantt-plan > g[tabindex='0']")).to_have_count(1)
    page.keyboard.press("End")
    expect(bars.last).to_be_focused()
    page.keyboard.press("Home")
    expect(bars.first).to_be_focused()

    follow(page, "/roadmap/network/")
    boxes = page.locator(".network svg > a")
    boxes.first.focus()
    page.keyboard.press("ArrowRight")
    expect(boxes.first).not_to_be_focused()
    code = page.evaluate("document.activeElement.getAttribute('href').slice(6)")
    page.keyboard.press("Enter")
    expect(page.locator(f"#need-{code}")).to_be_in_viewport()
    assert not barriers(page)


def test_a_stage_fills_the_chart_and_the_way_back_is_one_press(person: Person) -> None:
    page = person("demo-agent@example.com", width=390)
    roadmap_of(page)
    whole = page.locator("svg.gantt-plan > g").count()
    press(page, page.locator("main a.chip[href='?stage=S3']"))
    assert 0 < page.locator("svg.gantt-plan > g").count() < whole
    page.go_back()
    expect(page.locator("svg.gantt-plan > g")).to_have_count(whole)


def test_on_paper_are_the_chart_its_names_and_the_table(person: Person) -> None:
    page = person("demo-agent@example.com")
    address = roadmap_of(page)
    expect(page.locator("svg.gantt-pin")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("svg.gantt-plan")).to_be_visible()
    expect(page.locator("svg.gantt-plan use.gantt-print")).to_be_visible()
    expect(page.locator("main table").last).to_be_visible()
    expect(page.locator("main .views")).to_be_hidden()
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", landscape=True)))
    text = "".join(sheet.extract_text() for sheet in paper.pages)
    assert text.count("C05") >= 2, "in the chart and in the table"
    wall = page.request.get(f"{address}wall.pdf")
    assert len(pypdf.PdfReader(io.BytesIO(wall.body())).pages) == 1


def test_the_enterprise_reads_how_it_can_be_sooner_and_how_safe_a_day_is(person: Person) -> None:
    page = person("demo-enterprise@example.com", width=390)
    open_own(page, desk.RUNNING)
    expect(page.locator("main .turn")).to_contain_text("接下来")
    follow(page, "/roadmap/")
    for view in ("ways", "forecast", "network"):
        follow(page, f"/roadmap/{view}/")
        expect(page.locator("main svg[role=list]").first).to_be_visible()
        assert not barriers(page)
        picture(page, f"my-roadmap-{view}")
