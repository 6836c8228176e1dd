"""The agency's way with a case, by the buttons of its page: intake, agreement, meetings, roadmap, items, end."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.browser.conftest import picture
from tests.browser.hands import fill, follow, opens_as_pdf, press, send, told

# The case of the demo data that is under way, by the number that the installation gives it.
RUNNING = "BDB-370783-2026-0001"


def today(days: int = 0) -> str:
    """Today in China and so many days on, as a date field takes it."""
    return (datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=days)).isoformat()


def find_case(page: Page, number: str) -> str:
    """From the search field at the head of every page to the case; returns its address."""
    page.locator("header input[name=q]").fill(number)
    press(page, page.locator("header .search button"))
    if "/office/cases/" not in page.url:
        press(page, page.locator("main a.row-link", has_text=number).first)
    expect(page.locator(".case-head")).to_contain_text(number)
    return page.url


def act(page: Page, name: str, values: Mapping[str, Any] | None = None) -> None:
    """Press a button at the head of the case, fill in the form behind it, send it; the page says it is done."""
    to_case(page)
    follow(page, f"/{name}/", within=".case-head")
    fill(page, values or {})
    send(page)
    told(page)


def to_case(page: Page) -> None:
    """From a page below the case back to the case, by the breadcrumbs."""
    if not page.locator(".case-head").count():
        press(page, page.locator("nav.breadcrumbs a[href*='/office/cases/']").last)
    expect(page.locator(".case-head")).to_be_visible()


def section(page: Page, name: str) -> None:
    """Open a section of the case page: items, materials, documents, meetings, roadmap, hand-over, events."""
    to_case(page)
    press(page, page.locator(f"main nav a[href$='/{name}/']").first)


def hold_meeting(page: Page, kind: str, on: str, verdicts: list[str], **more: Any) -> None:
    """Call a meeting, record opinions (the first units asked, in their order), hold it."""
    act(page, "call-meeting", {"kind": kind, "planned_on": on, "place": "市民服务中心三楼会议室"} | more)
    speak_and_hold(page, verdicts)


def speak_and_hold(page: Page, verdicts: list[str]) -> None:
    """Opinions on the meeting that was called, then its minutes."""
    for number, verdict in enumerate(verdicts):
        section(page, "meetings")
        press(page, page.locator("main a[href$='/opinion/']").last)
        unit = page.locator("main select[name=unit] option").nth(number).get_attribute("value")
        said = {
            "unit": unit,
            "compliance": verdict,
            "feasibility": verdict,
            "text": f"意见 {number + 1}：符合规划条件。",
        }
        fill(page, said)
        send(page)
        told(page)
    section(page, "meetings")
    press(page, page.locator("main a[href$='/hold/']").last)
    fill(page, {"held_on": today(), "minutes": "与会单位逐项确认，原则同意。"})
    send(page)
    told(page)
    expect(page.locator("main section.section").filter(has_text="意见 1").first).to_be_visible()


def record(page: Page, item: str, code: int, **values: Any) -> None:
    """One fact of an item, from the item's own page."""
    open_item(page, item)
    press(page, page.locator("main a[href$='/record/']").first)
    fill(page, {"code": code, **values})
    send(page)


def open_item(page: Page, item: str) -> None:
    """To the page of an item of the case that is open."""
    section(page, "items")
    press(page, page.locator("main a.row-link", has_text=item).first)
    expect(page.locator("main h1")).to_be_visible()


def pass_item(page: Page, item: str, number: str, result: Path | None = None) -> None:
    """Received, accepted, passed today, with its file number and the result document."""
    for code in (1, 3):
        record(page, item, code, on=today())
        told(page)
    record(page, item, 11, on=today(), file_number=number, **({"result_upload": result} if result else {}))
    told(page)


def set_roadmap(page: Page, pictures: str) -> None:
    """Look at the dates first, then set them; the chart is there with its table."""
    follow(page, "/set-plan/", within=".case-head")
    fill(page, {"start": today(), "works_days": "400"})
    press(page, page.locator("main button[name=look]"))
    expect(page.locator("#looked tbody tr").first).to_be_visible()
    send(page)
    told(page)
    expect(page.locator("main svg.gantt-plan").first).to_be_visible()
    picture(page, f"{pictures}-roadmap-office")


def documents(page: Page, *kinds: str) -> None:
    """The documents of the case are there, each a PDF that opens."""
    section(page, "documents")
    for kind in kinds:
        place = page.locator("main section.section", has_text=kind).first
        assert opens_as_pdf(page, place.locator("a[href*='/files/']").first) >= 1
