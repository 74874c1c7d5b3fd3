"""Pictures of the pages at all widths, with ten thousand incidents: to be looked at, and for the README.

python -m tests.board.pictures FOLDER
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, expect

from tests.board.chromium import SIZES, chromium, window
from tests.board.town import Town, town
from tests.integration.board.incidents import open_incidents

MANY = 10_000


def main(folder: Path) -> None:
    """Writes PNG files."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(prefix="sinergi-") as where,
        town(Path(where)) as here,
        chromium() as browser,
    ):
        here.account("ani")
        [id, *_] = here.ask(lambda pool: open_incidents(pool, "kota", 0, MANY - 1))
        for size in SIZES:
            for scheme in ("light", "dark"):
                _pictures(folder, browser, here, id, size, scheme)


def _pictures(folder: Path, browser: Browser, here: Town, id: str, size: str, scheme: str) -> None:
    def taken(name: str) -> None:
        one.page.wait_for_timeout(300)
        one.page.screenshot(path=folder / f"{name}-{size}-{scheme}.png")

    with window(browser, here.url, size, color_scheme=scheme) as one:
        one.page.goto(f"{here.url}/sign-in")
        taken("sign-in")
        one.sign_in("ani", "/incidents")
        expect(one.page.locator("#live")).to_have_attribute("data-state", "live")
        for _ in range(3):
            one.page.keyboard.press("j")
        taken("incidents")
        if size == "telephone":
            one.page.keyboard.press("m")
            taken("map")
        one.page.goto(f"{here.url}/incident/{id}")
        taken("incident")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
