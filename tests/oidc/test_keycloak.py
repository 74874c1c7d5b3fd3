"""What people of the city do: in by Keycloak's form, and out of it."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.board.town import PASSWORD, Town
from tests.oidc.conftest import SLOW_MS, window

expect.set_options(timeout=SLOW_MS)


def at_keycloak(page: Page, login: str) -> None:
    """As a person does, on Keycloak's own page."""
    page.get_by_role("link", name="Masuk dengan Keycloak").click()
    page.wait_for_url("**/realms/kota/**")
    page.locator("#username").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.locator("#kc-login").click()


def test_an_agency_sees_its_own_and_comes_back_without_a_password(bekasi: Town, browser: Browser) -> None:
    with window(browser) as page:
        page.goto(f"{bekasi.url}/sign-in")
        at_keycloak(page, "dodi")
        expect(page.get_by_text("Dinas Perhubungan").first).to_be_visible()
        page.context.clear_cookies(name="sinergi")
        page.goto(f"{bekasi.url}/sign-in")
        page.get_by_role("link", name="Masuk dengan Keycloak").click()
        expect(page.get_by_text("Dinas Perhubungan").first).to_be_visible()


def test_who_has_no_role_reads_whom_to_ask(bekasi: Town, browser: Browser) -> None:
    with window(browser) as page:
        page.goto(f"{bekasi.url}/sign-in")
        at_keycloak(page, "tamu")
        expect(page.get_by_text("Anda belum diberi peran di papan ini.")).to_be_visible()
        expect(page.get_by_text("Hubungi admin papan di Patriot Operation Center")).to_be_visible()
        found = Axe().run(page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
        page.get_by_role("link", name="Keluar dari Keycloak untuk memakai nama lain").click()
        page.wait_for_url(re.compile(re.escape(f"{bekasi.url}/sign-in")))
