"""The two pictures of the README: `python -m tests.board.readme [FOLDER]`.

A simulated city, the same each time, on a day that is always the same: the operators' page as it looks in the
morning of its third day, and the council's. They are WebP, small enough for a page.
"""

import argparse
import io
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect

from schemas.message import Message
from schemas.topics import progress, reports
from sinks.topics import publish
from streams.connections import producer
from streams.simulator.city.stream import City
from streams.simulator.city.writing import json_lines
from tests.board.chromium import Window, chromium, window
from tests.board.council_town import heard_unevenly
from tests.board.town import Town, aside, town
from tests.unit.core.bekasi import CATALOG
from tests.waiting import wait_until

FOLDER = Path(__file__).parents[2] / "deploy" / "pictures"
BEGINS = datetime(2026, 11, 26, tzinfo=timezone(timedelta(hours=7)))
NOW = BEGINS + timedelta(days=2, hours=8, minutes=20)
REPORTS, DAYS, SEED = 1_400, 3, 11
SIZE: ViewportSize = {"width": 1440, "height": 810}
QUALITY = 82
BYTES_MAX = 200_000
SETTLED_S = 120.0
WITHOUT_CLOCK = {"SINERGI_CLOCK_TICK_S": "0"}
"""Promises are kept or broken by the city's time, which is not ours."""
SAYS = {0: "accepted", 1: "accepted", 2: "on_site"}
"""What its agency says of an incident, by the last digit of its number."""

_INCIDENTS = """
select id, version, routed -> 0 ->> 'agency' as agency,
       row_number() over (order by opened_at, id) % 8 as digit
from incidents where state = 'open' and routed <> '[]'
"""
_DONE = "select count(*) from reports"


def said() -> Iterator[Message]:
    """All that is reported until `NOW`."""
    city = City.of(CATALOG, BEGINS, DAYS, Random(SEED))
    for line in json_lines(city.deliveries(REPORTS), BEGINS):
        report = json.loads(line)
        if datetime.fromisoformat(report["reported_at"]) <= NOW:
            topic = reports(report.pop("channel"))
            del report["truth"]
            yield Message(topic, report["id"].encode(), json.dumps(report).encode(), ())


def answered(here: Town) -> Iterator[Message]:
    """What agencies say of some of it."""
    for row in here.ask(lambda pool: pool.fetch(_INCIDENTS)):
        if word := SAYS.get(row["digit"]):
            content = {
                "id": f"p-{row['id']}",
                "incident_id": row["id"],
                "version": row["version"],
                "at": NOW.isoformat(),
                "by": "petugas-1",
                "said": word,
            }
            yield Message(progress(row["agency"]), row["id"].encode(), json.dumps(content).encode(), ())


def lived(here: Town) -> None:
    """Two days and a morning go by."""
    told = list(said())
    _sent(here, told)
    ids = {message.key for message in told}
    wait_until(lambda: here.ask(lambda pool: pool.fetchval(_DONE)) >= len(ids) * 0.98, "reports", SETTLED_S)
    answers = list(answered(here))
    _sent(here, answers)
    done = "select count(*) from progress"
    wait_until(lambda: here.ask(lambda pool: pool.fetchval(done)) == len(answers), "answers", SETTLED_S)


def lived_for_years(here: Town) -> None:
    """So that there is something to count."""
    here.ask(heard_unevenly)


def _sent(here: Town, messages: list[Message]) -> None:
    async def sent() -> None:
        async with producer(here.settings.kafka) as sending:
            await publish(sending, messages)

    aside(sent)


def keep(page: Page, path: Path) -> None:
    """The page as WebP. Raises AssertionError where it is too large for the README."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.save(path, quality=QUALITY, method=6)
    assert path.stat().st_size < BYTES_MAX, path


def operators(one: Window, path: Path) -> None:
    """What is open, with one that is looked at."""
    page = one.page
    page.clock.set_fixed_time(NOW)
    one.sign_in("ani", "/incidents")
    expect(page.locator("#live")).to_have_attribute("data-state", "live")
    for _ in range(3):
        page.keyboard.press("j")
    expect(page.locator(".line[aria-selected=true]")).to_be_visible()
    page.wait_for_timeout(500)
    keep(page, path)


def council(one: Window, path: Path) -> None:
    """Where the city hears too little."""
    one.sign_in("dewi", "/hearing")
    one.page.wait_for_load_state("networkidle")
    keep(one.page, path)


PICTURES = {"operators": (lived, operators), "council": (lived_for_years, council)}
"""Each of a city of its own: one is two days old, the other years."""


def main(folder: Path) -> None:
    """Writes them."""
    with chromium() as browser:
        for name, (live, show) in PICTURES.items():
            _picture(browser, folder / f"{name}.webp", live, show)


def _picture(
    browser: Browser, path: Path, live: Callable[[Town], None], show: Callable[[Window, Path], None]
) -> None:
    with TemporaryDirectory(prefix="sinergi-") as where, town(Path(where), WITHOUT_CLOCK) as here:
        here.account("ani")
        here.account("dewi", "council")
        live(here)
        with window(browser, here.url, color_scheme="light") as one:
            one.page.set_viewport_size(SIZE)
            show(one, path)
        print(f"{path.name}: {path.stat().st_size / 1e3:.0f} kB")  # noqa: T201


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    main(asked.parse_args().folder)
