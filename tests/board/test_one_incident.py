"""The page of one incident."""

from playwright.sync_api import expect

from tests.board.conftest import Open
from tests.board.town import Town, new_word
from tests.integration.board.incidents import close, touch
from tests.waiting import wait_until


def test_it_tells_what_was_reported_and_changes_with_the_incident(bekasi: Town, opened: Open) -> None:
    word = new_word()
    bekasi.report(word, f"Lubang {word} besar sekali, hubungi 081234567890", -6.2570, 107.0010)

    def incident() -> str | None:
        found: str | None = bekasi.ask(
            lambda pool: pool.fetchval("select incident_id from links where report_id = $1", word)
        )
        return found

    wait_until(lambda: incident() is not None, "it is recorded")
    id = incident()
    assert id
    with opened() as one:
        one.sign_in("ani", f"/incident/{id}")
        page = one.page
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        expect(page.locator(".reports .said")).to_contain_text(word)
        assert "081234567890" not in page.content()
        # Once the page cannot be had anew: it asks again.
        page.route("**/incident/*", lambda route: route.fulfill(status=503), times=1)
        bekasi.ask(lambda pool: touch(pool, [id]))
        expect(page.locator(".facts")).to_contain_text("2 dari 2 warga")
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        [refused] = one.wrong
        assert "503" in refused
        one.wrong.clear()
        bekasi.ask(lambda pool: close(pool, [id]))
        expect(page.locator(".chips")).to_contain_text("ditutup")
        expect(page.locator("#said")).to_have_text("Insiden ini berubah.")
