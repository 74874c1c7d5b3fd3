"""The map draws only the places that changed; what one sees is as if all were drawn anew."""

import json

from playwright.sync_api import expect

from tests.board.conftest import Open
from tests.board.town import Town
from tests.integration.board.incidents import close, open_incidents
from tests.waiting import wait_until

PICTURE = "() => document.querySelector('canvas.marks').toDataURL()"
MOVED = """
update incidents set urgency = 'emergency', place = place || $2, version = version + 1 where id = any($1)
"""


def test_the_map_after_many_changes_is_the_one_that_a_reload_draws(bekasi: Town, opened: Open) -> None:
    ids = bekasi.ask(lambda pool: open_incidents(pool, "redrawn", 2_000, 2_299))
    there = json.dumps({"lat": -6.24, "lon": 106.99})
    with opened("wall") as one:
        one.sign_in("ani", "/incidents%3Ffind=redrawn")
        page = one.page
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        expect(page.locator("#count")).to_contain_text("300")
        before = page.evaluate(PICTURE)
        for key in "jjjk":
            page.keyboard.press(key)
        bekasi.ask(lambda pool: pool.execute(MOVED, ids[:5], there))
        expect(page.locator(f"[data-id='{ids[0]}'] .mark[data-urgency=emergency]")).to_be_visible()
        bekasi.ask(lambda pool: close(pool, ids[5:25]))
        expect(page.locator("#count")).to_contain_text("280")
        bekasi.ask(lambda pool: open_incidents(pool, "redrawnmore", 2_300, 2_309))
        expect(page.locator("#count")).to_contain_text("290")
        page.keyboard.press("Escape")
        expect(page.locator(".line[aria-selected=true]")).to_have_count(0)
        page.evaluate(
            "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
        )
        patched = page.evaluate(PICTURE)
        page.reload()
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        expect(page.locator("#count")).to_contain_text("290")
        wait_until(lambda: page.evaluate(PICTURE) == patched, "the same picture")
        assert patched != before
