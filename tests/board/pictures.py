"""Pictures of the pages at all widths, with ten thousand incidents: to be looked at, and for the README.

python -m tests.board.pictures FOLDER
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, expect

from sinks.postgres import Pool
from tests.board.chromium import SIZES, chromium, window
from tests.board.council_town import heard_unevenly
from tests.board.town import Town, town
from tests.integration.board.incidents import open_incidents
from tests.integration.board.reports import add_reports, ask, record_correction

MANY = 10_000
_BESIDE = """
update incidents set place = place || jsonb_build_object('lat', there.lat + 0.0006, 'lon', there.lon)
from (select lat, lon from incidents where id = $2) as there where id = $1
"""


def main(folder: Path) -> None:
    """Writes PNG files."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(prefix="sinergi-") as where,
        town(Path(where)) as here,
        chromium() as browser,
    ):
        here.account("ani")
        here.account("dina", "agency", "dishub")
        [id, other, *_] = here.ask(lambda pool: open_incidents(pool, "kota", 0, MANY - 1))
        here.ask(lambda pool: _furnish(pool, id, other))
        here.report("foto", "Lampu jalan padam di depan pasar", -6.2570, 107.0010)
        for size in SIZES:
            for scheme in ("light", "dark"):
                _pictures(folder, browser, here, (id, other), size, scheme)
                _officers(folder, browser, here, size, scheme)
        here.account("adi", "admin")
        here.account("dewi", "council")
        here.ask(heard_unevenly)
        for size in SIZES:
            for scheme in ("light", "dark"):
                _council(folder, browser, here, size, scheme)
                _admin(folder, browser, here, size, scheme)


async def _furnish(pool: Pool, id: str, other: str) -> None:
    """Words of citizens, a question, and something that was put right."""
    await add_reports(pool, id, ["Lampu jalan padam sejak kemarin malam, gang jadi gelap sekali"], "asks")
    await add_reports(pool, other, ["PJU mati di depan pasar", "gelap, lampu tidak menyala", "lampu mati"])
    await ask(pool, id, other)
    await pool.execute(_BESIDE, id, other)
    what: dict[str, object] = {"kind": "reroute", "incident": other, "agencies": ["dishub", "dbmsda"]}
    await record_correction(pool, "k-1", what, incidents=[other], why="perlu pengalihan arus")


def taking_a_call(page: Page, url: str) -> None:
    """In the middle of a call."""
    page.goto(f"{url}/call")
    page.keyboard.type("ada jalan rusak berlubang dalam, sudah dua motor jatuh tadi pagi")
    page.keyboard.press("Tab")
    page.keyboard.type("jalan Ahmad Yani dekat Mega Bekasi, Margajaya")
    page.wait_for_selector("#near .incident", timeout=30_000)
    page.keyboard.press("Alt+2")


def _pictures(
    folder: Path, browser: Browser, here: Town, ids: tuple[str, str], size: str, scheme: str
) -> None:
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
            one.page.keyboard.press("p")
            taken("map")
        one.page.goto(f"{here.url}/incident/{ids[1]}")
        expect(one.page.locator("#live")).to_have_attribute("data-state", "live")
        taken("incident")
        one.page.keyboard.press("s")
        taken("split")
        one.page.keyboard.press("Escape")
        one.page.keyboard.press("r")
        taken("reroute")
        one.page.goto(f"{here.url}/questions?of={ids[0]}")
        expect(one.page.locator("#pair-map .pin").first).to_be_visible()
        taken("question")
        one.page.goto(f"{here.url}/compare?incident={ids[0]}&into={ids[1]}")
        expect(one.page.locator("#pair-map .pin").first).to_be_visible()
        taken("compare")
        taking_a_call(one.page, here.url)
        taken("call")
        one.page.once("dialog", lambda dialog: dialog.accept())
        one.page.get_by_role("button", name="Buang").click()
    with window(browser, here.url, size, color_scheme=scheme) as one:
        for name, path in (
            ("citizens", "/"),
            ("citizens-map", "/map"),
            ("kelurahan", "/kelurahan/margahayu"),
        ):
            one.page.goto(f"{here.url}{path}?lang={'en' if scheme == 'dark' else 'id'}")
            one.page.wait_for_load_state("networkidle")
            taken(name)
        one.page.goto(f"{here.url}/status")
        one.page.get_by_label("Nomor laporan").fill("sorot:foto")
        one.page.keyboard.press("Enter")
        one.page.wait_for_selector(".standing")
        taken("status")


def _officers(folder: Path, browser: Browser, here: Town, size: str, scheme: str) -> None:
    """What an agency has to do, and its page for everybody."""
    with window(browser, here.url, size, color_scheme=scheme) as one:
        one.sign_in("dina", "/mine")
        for name in ("mine", "task"):
            expect(one.page.locator("#live")).to_have_attribute("data-state", "live")
            one.page.screenshot(path=folder / f"{name}-{size}-{scheme}.png", full_page=name == "task")
            one.page.locator("a.task, #back").first.click()
        one.page.goto(f"{here.url}/agency/dishub?lang={'en' if scheme == 'dark' else 'id'}")
        expect(one.page.locator("canvas.marks")).to_be_visible()
        one.page.screenshot(path=folder / f"agency-{size}-{scheme}.png")


def _council(folder: Path, browser: Browser, here: Town, size: str, scheme: str) -> None:
    with window(browser, here.url, size, color_scheme=scheme) as one:
        one.sign_in("dewi")
        for name, path in (
            ("overview", "/overview"),
            ("figures", "/figures?by=kelurahan"),
            ("hearing", "/hearing"),
        ):
            one.page.goto(one.url + path)
            one.page.wait_for_load_state("networkidle")
            one.page.screenshot(path=folder / f"{name}-{size}-{scheme}.png", full_page=True)
            if size == "desk" and scheme == "light":
                one.page.pdf(path=folder / f"{name}.pdf", prefer_css_page_size=True)


def _admin(folder: Path, browser: Browser, here: Town, size: str, scheme: str) -> None:
    def taken(name: str) -> None:
        one.page.screenshot(path=folder / f"{name}-{size}-{scheme}.png", full_page=True)

    with window(browser, here.url, size, color_scheme=scheme) as one:
        one.sign_in("adi")
        taken("accounts")
        one.page.get_by_label("Nama akun").fill(f"budi-{size}-{scheme}")
        one.page.get_by_role("button", name="Undang").click()
        taken("invited")
        link = one.page.get_by_label("Tautan").input_value()
        one.page.goto(f"{here.url}/accounts")
        one.page.get_by_role("link", name=f"budi-{size}-{scheme}").click()
        taken("account")
        one.page.goto(link)
        taken("invitation")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    main(asked.parse_args().folder)
