"""The map as incidents come and go: only what differs is drawn, and it looks as if all were."""

from playwright.sync_api import Page, expect

from tests.board.conftest import Open
from tests.board.town import Town
from tests.integration.board.incidents import close, open_incidents
from tests.waiting import wait_until

URGENT = "update incidents set version = version + 1, urgency = 'emergency' where id = any($1::text[])"


def pixels(page: Page) -> str:
    found: str = page.evaluate("document.querySelector('canvas.marks')?.toDataURL() ?? ''")
    return found


def ready(page: Page) -> None:
    expect(page.locator("#live")).to_have_attribute("data-state", "live")
    expect(page.locator("#count")).to_contain_text("insiden")


def test_what_has_changed_looks_as_if_all_were_drawn_anew(bekasi: Town, opened: Open) -> None:
    ids = bekasi.ask(lambda pool: open_incidents(pool, "peta", 0, 299))
    with opened() as one, opened() as other:
        one.sign_in("ani", "/incidents%3Ffind=nomor")
        page = one.page
        ready(page)
        wait_until(lambda: pixels(page) != "", "a map")
        before = pixels(page)
        bekasi.ask(lambda pool: close(pool, ids[:40:2]))
        bekasi.ask(lambda pool: pool.execute(URGENT, ids[50:60]))
        bekasi.ask(lambda pool: open_incidents(pool, "petabaru", 400, 409))
        expect(page.locator("#scroller")).to_contain_text("nomor 400")
        other.sign_in("ani", "/incidents%3Ffind=nomor")
        ready(other.page)
        expect(other.page.locator("#scroller")).to_contain_text("nomor 400")
        wait_until(lambda: pixels(page) == pixels(other.page), "the same pixels")
        assert pixels(page) != before
