"""An administrator invites somebody, who chooses a password, comes in, and is locked out again."""

import pytest
from playwright.sync_api import expect

from tests.board.conftest import Open
from tests.board.town import PASSWORD, Town, new_word


@pytest.mark.parametrize("size", ["desk", "telephone"])
def test_somebody_is_invited_comes_in_and_is_locked_out(bekasi: Town, opened: Open, size: str) -> None:
    admin, login = new_word(), new_word()
    bekasi.account(admin, "admin")
    with opened(size) as one, opened(size) as other:
        one.sign_in(admin)
        one.page.wait_for_url("**/accounts")
        assert (one.faults(), one.sideways_px()) == ([], 0)
        one.page.get_by_label("Nama akun").fill(login)
        one.page.get_by_label("Peran").select_option("agency:dishub")
        one.page.get_by_role("button", name="Undang").click()
        link = one.page.get_by_label("Tautan").input_value()
        assert (one.faults(), one.sideways_px()) == ([], 0)

        other.page.goto(link)
        assert (other.faults(), other.sideways_px()) == ([], 0)
        for label in ("Kata sandi", "Sekali lagi"):
            other.page.get_by_label(label).fill(PASSWORD)
        other.page.get_by_role("button", name="Simpan").click()
        other.page.wait_for_url("**/sign-in")
        other.sign_in(login)
        expect(other.page.get_by_text("Dinas Perhubungan").first).to_be_attached()

        one.page.goto(f"{one.url}/accounts")
        one.page.get_by_role("link", name=login).click()
        expect(one.page.get_by_text("1 terbuka")).to_be_visible()
        assert (one.faults(), one.sideways_px()) == ([], 0)
        one.page.get_by_role("button", name="Kunci akun").click()
        expect(one.page.get_by_text("terkunci").first).to_be_visible()
        expect(one.page.get_by_text("dikunci").first).to_be_visible()
        other.page.goto(f"{other.url}/mine")
        expect(other.page.get_by_role("heading", name="Masuk ke papan")).to_be_visible()
