"""The page of one incident."""

import json

from playwright.sync_api import expect

from streams.photos.album import photos_in, store_of
from streams.stack.crew import _with_photos
from tests.board.conftest import Open
from tests.board.town import Town, aside, new_word
from tests.integration.board.incidents import close, open_incidents, touch
from tests.unit.core.bekasi import CATALOG
from tests.unit.photos.pictures import encoded, scene
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
        pin = page.locator("#incident-map .pin")
        expect(pin).to_have_text("B")
        # Once the page cannot be had anew: it asks again.
        page.route("**/incident/*", lambda route: route.fulfill(status=503), times=1)
        bekasi.ask(lambda pool: touch(pool, [id]))
        expect(page.locator(".facts")).to_contain_text("2 dari 2 warga")
        expect(pin).to_have_text("B")
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        [refused] = one.wrong
        assert "503" in refused
        one.wrong.clear()
        bekasi.ask(lambda pool: close(pool, [id]))
        expect(page.locator(".chips")).to_contain_text("ditutup")
        expect(page.locator("#said")).to_have_text("Insiden ini berubah.")


def photo(bekasi: Town, seed: int) -> str:
    """Sent to the intake; its address."""
    settings = _with_photos(bekasi.settings)

    async def taken() -> str:
        async with photos_in(store_of(settings), settings, CATALOG.city.zone) as photos:
            return (await photos.take(encoded(scene(seed, (1_200, 900))))).url

    return aside(taken)


def test_photos_open_large_by_keys_and_lead_from_one_to_the_next(bekasi: Town, opened: Open) -> None:
    [id] = bekasi.ask(lambda pool: open_incidents(pool, "photos", 0, 0))
    urls = json.dumps([photo(bekasi, seed) for seed in (41, 42)])
    bekasi.ask(lambda pool: pool.execute("update incidents set photos = $2 where id = $1", id, urls))
    with opened("telephone") as one:
        one.sign_in("ani", f"/incident/{id}")
        page, large = one.page, one.page.get_by_role("dialog", name="Foto")
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        expect(page.locator(".photos img")).to_have_count(2)
        page.keyboard.press("f")
        for words, key in (("foto 1 dari 2", "ArrowRight"), ("foto 2 dari 2", "ArrowRight")):
            shown = large.get_by_role("img", name=f"Dari warga, {words}")
            expect(shown).to_be_visible()
            assert shown.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 1_200
            assert (one.sideways_px(), one.faults()) == (0, [])
            page.keyboard.press(key)
        expect(large).to_contain_text("foto 2 dari 2")
        page.keyboard.press("Escape")
        expect(large).to_be_hidden()
        expect(page.locator(".photos a").first).to_be_visible()
