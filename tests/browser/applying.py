"""The enterprise's way from nothing to a number: account, enterprise, colleague, project, items, papers, sending."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from cases.checks import uscc_check_character
from tests.browser.conftest import Person, Site, picture
from tests.browser.hands import a_pdf, fill, follow, opens_as_pdf, press, refused, send, told

SECRET = "a-long-invented-password-26"


def a_code(region: str) -> str:
    """A valid unified social credit code that no demo enterprise has."""
    first = f"91{region}MA{os.getpid() % 10**7:07d}"
    return first + uscc_check_character(first)


def register(person: Person, site: Site, email: str, name: str, bookmark: str = "/") -> Page:
    """From the first page (or the link in a mail) to an account, with the code of the real mail."""
    page = person()
    page.goto(bookmark)
    if bookmark == "/":
        press(page, page.locator("main .hero a[href='/my/']"))
    press(page, page.locator("main a[href*='/accounts/signup/']").first)
    fill(page, {"email": email, "name": name, "phone": "137 0000 0009", "password1": SECRET, "password2": SECRET})
    send(page)
    code = site.wait_for_mail(email, r"\b([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\b")
    fill(page, {"code": code})
    send(page)
    expect(page).to_have_url(re.compile("/my/"))
    return page


def create_enterprise(page: Page, name: str, region: str) -> None:
    """First with a slip of the pen in the code, then rightly."""
    follow(page, "/my/enterprises/new/")
    right = a_code(region)
    wrong = right[:-1] + ("1" if right.endswith("0") else "0")
    facts = {"name": name, "uscc": wrong, "legal_representative": "法人（示例）", "address": "示例路 9 号"}
    fill(page, facts)
    send(page)
    refused(page)
    assert page.input_value("main input[name=name]") == name, "what was typed is kept"
    fill(page, {"uscc": right})
    send(page)
    told(page, name)


def invite_colleague(owner: Page, person: Person, site: Site, email: str, enterprise: str) -> Page:
    """The owner invites; the colleague comes by the link in the mail and joins."""
    press(owner, owner.locator("nav a[href='/my/']").first)
    press(owner, owner.locator("a[href='/my/enterprises/']").first)
    press(owner, owner.get_by_role("link", name=enterprise))
    fill(owner, {"email": email, "role": "member"})
    send(owner)
    told(owner, email)
    link = site.wait_for_mail(email, r"(https?://\S+/my/join/\S+?)[。.\s]")
    colleague = register(person, site, email, "同事（示例）", bookmark=link)
    expect(colleague.locator("main")).to_contain_text(enterprise)
    send(colleague)
    told(colleague, enterprise)
    return colleague


def from_guide_to_application(page: Page, search: str, guide: str, category: str, take: set[str]) -> None:
    """Search for an approval, read its guide, go to the category and its checklist, apply with chosen items."""
    page.goto("/")
    page.locator("header input[name=q]").fill(search)
    page.locator("header input[name=q]").press("Enter")
    press(page, page.locator("main .hits a").filter(has_text=guide).first)
    expect(page.locator("main h1")).to_contain_text(guide)
    expect(page.locator("main #basis")).to_be_visible()
    press(page, page.locator(f"main a[href='/categories/{category}/']").first)
    follow(page, f"/checklists/{category}/")
    for fold in page.locator("main details.fold > summary").all():
        fold.click()
    fill(page, {"items": take})
    press(page, page.locator("main form#checklist button").last)
    expect(page).to_have_url(re.compile(r"/my/projects/new/\?category="))


def project_pages(page: Page, facts: Mapping[str, Any]) -> None:
    """The four pages of questions; ``facts`` are the answers of the first."""
    fill(page, facts)
    send(page, "保存并继续")
    fill(page, {"funding": "private", "land_acquisition": "grant", "land_area": "20000"})
    send(page, "保存并继续")
    fill(page, {"scale": "新建厂房一座，建筑面积一万平方米。", "need_land": "工业用地三十亩"})
    send(page, "保存并继续")
    fill(page, {"contact_name": "新业主（示例）", "contact_phone": "137 0000 0009"})
    send(page, "保存并继续")
    expect(page).to_have_url(re.compile(r"/items/$"))


def choose_items(page: Page, wanted: set[str], done: set[str]) -> None:
    """Take only ``wanted``; say that ``done`` is finished already; unfold the rows first."""
    for fold in page.locator("main details.fold:not([open]) > summary").all():
        fold.click()
    for box in page.locator("main input[type=checkbox][name$='-taken']").all():
        code = (box.get_attribute("name") or "").split("-")[0]
        if box.is_checked() != (code in wanted | done):
            box.click()
    for code in done:
        page.locator(f"#item-{code} details > summary").click()
        fill(page, {f"{code}-done": True, f"{code}-done_on": "2026-01-15"})
    send(page, "保存并继续")


def hand_in_papers(page: Page, folder: Path) -> None:
    """A text file that calls itself a PDF is refused; a real one is kept."""
    false = folder / "不是文件.pdf"
    false.write_text("这不是 PDF", encoding="utf-8")
    page.locator("main input[type=file]").first.set_input_files(false)
    send(page, "上传已选文件")
    refused(page, "不是文件.pdf")
    assert not page.locator("main .files a").count(), "nothing was stored"
    page.locator("main input[type=file]").first.set_input_files(a_pdf(folder, "企业基本情况.pdf"))
    send(page, "上传并继续")
    expect(page).to_have_url(re.compile(r"/check/$"))


def submit(page: Page, pictures: str, file: str = "") -> tuple[str, str]:
    """Preview, then press “send” twice in one breath: one application, one number. Returns case number and address."""
    expect(page.locator("main")).to_contain_text(file)
    picture(page, f"{pictures}-preview")
    page.check("main input[name=truth]")
    page.locator("main form.form button[type=submit]").last.dblclick()
    expect(page).to_have_url(re.compile(r"/receipt/$"))
    number = page.locator("main .figure-big").inner_text()
    assert re.fullmatch(r"BDB-\d{6}-\d{4}-\d{4}", number), number
    opens_as_pdf(page, page.locator("main a[href*='/files/']").first)
    press(page, page.locator("main .actions a.button"))
    expect(page.locator("main")).to_contain_text(number)
    return number, page.url
