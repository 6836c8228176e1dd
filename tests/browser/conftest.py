"""A real installation in a folder of its own, started with the command people use, and a real Chromium in front of it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PASSWORD = "bangdaiban-demo-2026"
FAILED = pytest.StashKey[bool]()
PICTURES = Path(os.environ.get("PICTURES", ROOT / "var" / "pictures"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(item.fspath).is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember that a test failed, so that its windows are kept as pictures."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """The installation under test has its own cache."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(folder: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}}
    return kept | {"VAR_DIR": str(folder)}


class Site:
    """The running installation: its address and the mails it has sent."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder

    def manage(self, *words: str, **more: str) -> None:
        """A command as an administrator types it on the server; what exists already may be refused."""
        command = [sys.executable, "manage.py", *words]
        subprocess.run(command, cwd=ROOT, env=_environment(self.folder) | more, capture_output=True, check=False)

    def mails(self) -> list[tuple[str, str, str]]:
        """(to, subject, text) of every mail, oldest first."""
        found = []
        for path in sorted((self.folder / "mail").glob("*.log"), key=lambda file: file.stat().st_mtime_ns):
            for raw in path.read_bytes().split(b"-" * 79 + b"\n"):
                if raw.strip():
                    mail = message_from_bytes(raw, policy=policy.default)
                    body = mail.get_body(("plain",))
                    found.append((str(mail["To"]), str(mail["Subject"]), body.get_content() if body else ""))
        return found

    def wait_for_mail(self, to: str, pattern: str, seconds: float = 20) -> str:
        """The first group of ``pattern`` in the newest mail to ``to``."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for address, subject, text in reversed(self.mails()):
                if to in address and (match := re.search(pattern, f"{subject}\n{text}")):
                    return match.group(1)
            time.sleep(0.3)
        raise AssertionError(f"no mail to {to} with {pattern}: {[m[:2] for m in self.mails()][-8:]}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """``manage.py serve --setup`` with demo data in a fresh folder; stopped like by Ctrl-C at the end."""
    if os.environ.get("BROWSER_SITE"):
        yield Site(os.environ["BROWSER_SITE"], Path(os.environ["BROWSER_VAR"]))
        return
    folder, port = tmp_path_factory.mktemp("site"), _free_port()
    env = _environment(folder) | {"BASE_URL": f"http://127.0.0.1:{port}"}
    log = (folder / "serve.log").open("wb")
    command = [sys.executable, "manage.py", "serve", "--setup", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        _wait_until_up(server, port, folder)
        yield Site(f"http://127.0.0.1:{port}", folder)
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0, (folder / "serve.log").read_text()[-2000:]


SETUP = 900  # seconds for tables, pages and demo data; a busy machine takes a third of it


def _wait_until_up(server: "subprocess.Popen[bytes]", port: int, folder: Path) -> None:
    until = time.monotonic() + SETUP
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise AssertionError((folder / "serve.log").read_text()[-3000:])


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        engine = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield engine
        engine.close()


Person = Callable[..., Page]


@pytest.fixture
def person(site: Site, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Person]:
    """``person("demo-agent@example.com")``: a window of one's own, signed in; without an address a stranger's."""
    windows: list[BrowserContext] = []

    def open_window(email: str = "", width: int = 1280, language: str = "zh-hans", password: str = PASSWORD) -> Page:
        window = chromium.new_context(viewport={"width": width, "height": 900}, locale="zh-CN", base_url=site.url)
        window.set_default_timeout(15000)
        window.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
        windows.append(window)
        page = window.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error on {page.url}: {error}"))
        if email:
            sign_in(page, email, password)
        return page

    yield open_window
    for number, window in enumerate(windows):
        if request.node.stash.get(FAILED, False):
            print(f"window {number} was at {window.pages[-1].url}")
            picture(window.pages[-1], f"failed-{request.node.name}-{number}")
        window.close()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    expect(page).not_to_have_url(re.compile("/accounts/login/"))


def picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page for people to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
