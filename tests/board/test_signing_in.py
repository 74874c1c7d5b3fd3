"""Signing in, out, and what is told to whom."""

from playwright.sync_api import expect

from tests.board.conftest import Open
from tests.board.town import Town


def test_one_signs_in_sees_the_page_that_one_wanted_and_signs_out(bekasi: Town, opened: Open) -> None:
    with opened() as one:
        page = one.page
        page.goto(f"{one.url}/incidents?urgency=high")
        assert page.url.endswith("/sign-in?next=%2Fincidents%3Furgency%3Dhigh")
        assert one.faults() == []
        page.get_by_label("Nama").fill("ani")
        page.get_by_label("Kata sandi").fill("kuda tetap biru")
        page.keyboard.press("Enter")
        page.wait_for_url("**/incidents?urgency=high")
        expect(page.locator("#filters [name=urgency]")).to_have_value("high")
        page.get_by_role("button", name="Keluar").click()
        page.wait_for_url("**/sign-in")
        page.goto(f"{one.url}/incidents")
        assert "/sign-in" in page.url
