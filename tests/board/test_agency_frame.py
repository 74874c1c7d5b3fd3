"""An agency's page within the website of somebody else: another origin."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.board.chromium import SIZES
from tests.board.conftest import Open
from tests.board.town import Town
from tests.integration.board.incidents import open_incidents


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def website(folder: Path) -> Iterator[str]:
    """Somebody else's, at an address of its own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join(10)


def test_the_page_of_another_origin_shows_it_in_a_frame(
    bekasi: Town, browser: Browser, opened: Open, tmp_path: Path
) -> None:
    bekasi.ask(lambda pool: open_incidents(pool, "framed", 0, 8))
    with opened() as own:
        own.page.goto(f"{own.url}/agency/dishub")
        snippet = own.page.locator(".snippet").text_content() or ""
    assert snippet.startswith("<iframe ")
    (tmp_path / "index.html").write_text(
        f"<!doctype html><title>Dishub</title><link rel=icon href=data:,>{snippet}"
        f'<iframe src="{bekasi.url}/agency/dishub" title="refused"></iframe>'
    )
    with website(tmp_path) as home, browser.new_context(locale="id-ID") as context:
        page = context.new_page()
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.goto(home)
        frame = page.frame_locator("iframe").first
        expect(frame.get_by_role("heading", name="Dinas Perhubungan")).to_be_visible()
        expect(frame.locator("#count")).to_contain_text("masalah terbuka")
        expect(frame.locator("canvas.marks")).to_be_visible()
        assert frame.locator("header.top").is_hidden()
        assert context.cookies() == []
        refused = page.frame_locator("iframe[title=refused]")
        expect(refused.get_by_role("heading", name="Dinas Perhubungan")).to_have_count(0)
        # Chromium tells of the frame that may not be, and of nothing else.
        assert len(told) == 1, told
        assert "frame-ancestors" in told[0]


@pytest.mark.parametrize("size", SIZES)
def test_the_page_fits_and_anybody_can_use_it(bekasi: Town, opened: Open, size: str) -> None:
    bekasi.ask(lambda pool: open_incidents(pool, f"page{size}", 0, 8))
    with opened(size) as one:
        for path in ("/agency/dishub", "/agency/dishub?lang=en", "/agency/dishub?embed=1"):
            one.page.goto(one.url + path)
            expect(one.page.locator("#count")).not_to_contain_text("…")
            assert one.sideways_px() == 0, path
            assert one.faults() == [], path
