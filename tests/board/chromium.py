"""Debian's Chromium, and windows of it that tell of all that a page must not do."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tests.board.town import PASSWORD

PATH = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MISSING = "there is no Chromium on the PATH; .ci/install-system installs it"
SIZES = {"telephone": (360, 740), "desk": (1366, 768), "wall": (1920, 1080)}
LOOKS = (("telephone", "dark"), ("desk", "light"), ("wall", "dark"))
"""Sizes and colours in which a page is looked at whole: widths and colours go wrong apart from each other."""
WITHIN_MS = 20_000
_SERIOUS = ("serious", "critical")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Without the rest of the world: no name but this machine's is found."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=PATH,
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
        )
        try:
            yield browser
        finally:
            browser.close()


@dataclass(slots=True)
class Window:
    """A page, and what went wrong in it: errors, what the policy refused, requests to elsewhere."""

    page: Page
    url: str
    wrong: list[str] = field(default_factory=list)

    def sign_in(self, login: str, to: str = "/") -> None:
        """As a person does."""
        self.page.goto(f"{self.url}/sign-in?next={to}")
        self.page.get_by_label("Nama").fill(login)
        self.page.get_by_label("Kata sandi").fill(PASSWORD)
        self.page.get_by_role("button", name="Masuk").click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def sideways_px(self) -> int:
        """By how much the page is wider than the window."""
        found: int = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return found

    def faults(self) -> list[str]:
        """What axe-core finds to be serious: the rule, and the first place."""
        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in _SERIOUS]


@contextmanager
def window(browser: Browser, url: str, size: str = "desk", **options: object) -> Iterator[Window]:
    """A window of its own, with no session. Raises AssertionError at its end where something went wrong."""
    width, height = SIZES[size]
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": height}, locale="id-ID", timezone_id="Asia/Jakarta", **options
    )
    context.set_default_timeout(WITHIN_MS)
    opened = Window(context.new_page(), url)
    opened.page.on("console", lambda message: _console(opened, message))
    opened.page.on("pageerror", lambda error: opened.wrong.append(f"error: {error}"))
    opened.page.on("request", lambda request: _request(opened, request))
    try:
        yield opened
    finally:
        context.close()
    assert opened.wrong == []


def _console(opened: Window, message: ConsoleMessage) -> None:
    if message.type in ("error", "warning"):
        opened.wrong.append(f"{message.type}: {message.text}")


def _request(opened: Window, request: Request) -> None:
    if not request.url.startswith((f"{opened.url}/", "data:", "blob:")):
        opened.wrong.append(f"leaves the machine: {request.url}")
