"""How long somebody waits for the first screen."""

from playwright.sync_api import Browser, BrowserContext

from tests.bench.figures import Figure, Figures
from tests.board.chromium import SIZES, WITHIN_MS, window
from tests.board.town import Town

SIZE = "wall"
SHOWN = """
([wanted]) => new Promise((done) => {
    const words = new Intl.NumberFormat("id-ID").format(wanted) + " insiden terbuka";
    const drawn = () => {
        const canvas = document.querySelector("canvas.marks");
        if (!canvas || !canvas.width) return false;
        return canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean);
    };
    const look = () => {
        const listed = document.getElementById("count")?.textContent === words
            && document.querySelector(".line .title")?.textContent;
        if (listed && drawn()) {
            requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
        } else {
            requestAnimationFrame(look);
        }
    };
    look();
})
"""
"""Milliseconds since the page was asked for: the count, the list and the marks on the map are painted."""


def loads(browser: Browser, here: Town, incidents: int, rounds: int) -> Figures:
    """Seconds; each round by a browser that has nothing of it yet, and once more with what it kept."""
    with window(browser, here.url, SIZE) as one:
        one.sign_in("ani", "/incidents")
        one.page.evaluate(SHOWN, [incidents])
        signed_in = one.page.context.storage_state()
    width, height = SIZES[SIZE]
    fresh, again = [], []
    for _ in range(rounds):
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="id-ID", storage_state=signed_in
        )
        context.set_default_timeout(WITHIN_MS)
        fresh.append(_seconds(context, here, incidents))
        again.append(_seconds(context, here, incidents))
        context.close()
    rows = [Figure("nothing kept", tuple(fresh)), Figure("scripts kept", tuple(again))]
    return Figures(
        "board_first_screen", f"The first screen with {incidents:,} open incidents", "seconds", rows
    )


def _seconds(context: BrowserContext, here: Town, incidents: int) -> float:
    page = context.new_page()
    page.goto(f"{here.url}/incidents", wait_until="commit")
    took_ms: float = page.evaluate(SHOWN, [incidents])
    page.close()
    return took_ms / 1_000
