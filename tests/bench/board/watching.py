"""A window that stays open while incidents change: what its user feels, and what it holds."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import psutil
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.bench.board.changing import Changed
from tests.bench.board.process import BoardProcess
from tests.board.chromium import Window, window
from tests.board.town import Town

KEY_EVERY_S = 1.0
LATE = 0.9
"""So many of the changes must have been told at least: else the page had less to do than is said."""
OBSERVE = """
() => {
    const seen = window.seen = { gaps: [], tasks: [], keys: [] };
    new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map((one) => one.duration)))
        .observe({ type: "longtask" });
    new PerformanceObserver((list) => seen.keys.push(...list.getEntries()
        .filter((one) => one.name === "keydown").map((one) => one.duration)))
        .observe({ type: "event", durationThreshold: 16 });
    let before = performance.now();
    const frame = (now) => {
        seen.gaps.push(now - before);
        before = now;
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
}
"""
TAKE = """
() => {
    const { gaps, tasks, keys } = window.seen;
    window.seen.gaps = []; window.seen.tasks = []; window.seen.keys = [];
    gaps.sort((a, b) => a - b);
    return {
        gap_ms: gaps.at(-1) ?? 0, gap_p99_ms: gaps[Math.floor(gaps.length * 0.99)] ?? 0,
        task_ms: Math.max(0, ...tasks), key_ms: Math.max(0, ...keys),
    };
}
"""


@dataclass(frozen=True, slots=True)
class Minute:
    """The longest of a minute, and what was held at its end. `task_ms` is 0 where none took 50 ms."""

    gap_ms: float
    gap_p99_ms: float
    task_ms: float
    key_ms: float
    heap_mb: float
    resident_mb: float
    board_mb: float
    page_share: float
    board_share: float


@dataclass(frozen=True, slots=True)
class Watched:
    """One window, and what Chromium tells of it."""

    page: Page
    session: CDPSession
    process: psutil.Process

    @classmethod
    def of(cls, browser: Browser, opened: Window) -> "Watched":
        """Needs that no other page is open."""
        told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
        renderers = [psutil.Process(one["id"]) for one in told["processInfo"] if one["type"] == "renderer"]
        largest = max(renderers, key=lambda one: one.memory_info().rss)
        return cls(opened.page, opened.page.context.new_cdp_session(opened.page), largest)

    @property
    def spent_s(self) -> float:
        return sum(self.process.cpu_times()[:2])

    @property
    def resident_mb(self) -> float:
        return self.process.memory_info().rss / 1e6

    def heap_mb(self) -> float:
        """After garbage was collected, which stops the page for a moment."""
        self.session.send("HeapProfiler.collectGarbage")
        return float(self.session.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


def minutes(
    browser: Browser, here: Town, board: BoardProcess, changed: Changed, lasting: int, minute_s: float
) -> Iterator[Minute]:
    """One after the other. Raises AssertionError where the page was told too little, or was too slow."""
    with window(browser, here.url, "wall") as one:
        one.sign_in("ani", "/incidents")
        expect(one.page.locator("#live")).to_have_attribute("data-state", "live")
        watched = Watched.of(browser, one)
        watched.heap_mb()
        one.page.evaluate(OBSERVE)
        for _ in range(lasting):
            yield _minute(watched, board, changed, minute_s)
        assert board.figure("sinergi_board_slow_browsers_total") == 0


def _minute(watched: Watched, board: BoardProcess, changed: Changed, minute_s: float) -> Minute:
    page = watched.page
    page.evaluate(TAKE)
    began_s, spent, board_spent = time.monotonic(), watched.spent_s, board.spent_s
    number, told = changed.number, board.figure("sinergi_board_changes_total")
    while (now_s := time.monotonic() - began_s) < minute_s:
        page.keyboard.press("j" if int(now_s) % 2 else "k")
        page.wait_for_timeout(1_000 * KEY_EVERY_S)
    took_s = time.monotonic() - began_s
    felt = page.evaluate(TAKE)
    shares = (watched.spent_s - spent) / took_s, (board.spent_s - board_spent) / took_s
    assert board.figure("sinergi_board_changes_total") - told >= LATE * (changed.number - number)
    expect(page.locator("#live")).to_have_attribute("data-state", "live")
    return Minute(
        **felt,
        heap_mb=watched.heap_mb(),
        resident_mb=watched.resident_mb,
        board_mb=board.resident_mb,
        page_share=shares[0],
        board_share=shares[1],
    )
