"""How long an app waits for `GET /nearby`: `python -m tests.bench.nearby`.

An embedded Postgres with 100,000 open incidents, 10,000 of them of one family within 500 m; `sinergi
intake` before it in a process of its own, asked over HTTP on this machine by one caller and by eight at once.
"""

import argparse
import asyncio
import json
import random
import sys
from collections.abc import Mapping, Sequence
from itertools import cycle, islice
from time import perf_counter

import aiohttp
from rich.console import Console
from rich.table import Table

from schemas.catalog import load
from schemas.incident import Incident
from tests.bench.nearby_town import HOT_FAMILY, in_circle, incidents, shared, town
from tests.bench.processes import unwind_at_sigterm

WITHIN_MS = 20.0
CALLERS = (1, 8)
WARM_UP = 50

Question = Mapping[str, str]
Figures = dict[str, float]


def questions(known: Sequence[Incident], count: int) -> dict[str, list[Question]]:
    """Beside an incident of the city, and on the hot spot: about what is there and about what is not."""
    choose = random.Random(7)
    categories = shared(load())
    own = [one.id for one in categories if one.family == HOT_FAMILY]
    other = [one.id for one in categories if one.family != HOT_FAMILY]

    def beside(category: str | None = None) -> Question:
        place = choose.choice(known).place
        assert place is not None
        return _question(place.lat, place.lon, category)

    return {
        "anywhere, a category": [beside(choose.choice(categories).id) for _ in range(count)],
        "anywhere, no category": [beside() for _ in range(count)],
        "hot spot, its own": [_question(*in_circle(choose), choose.choice(own)) for _ in range(count)],
        "hot spot, others": [
            _question(*in_circle(choose), choose.choice(other), 2_000) for _ in range(count)
        ],
        "hot spot, no category": [_question(*in_circle(choose), None, 2_000) for _ in range(count)],
    }


def _question(lat: float, lon: float, category: str | None, radius_m: float | None = None) -> Question:
    named = {"service_code": category, "radius_m": radius_m}
    return {"lat": f"{lat:.6f}", "long": f"{lon:.6f}"} | {
        k: str(v) for k, v in named.items() if v is not None
    }


async def measured(session: aiohttp.ClientSession, asked: Sequence[Question], callers: int) -> Figures:
    """Milliseconds until each answer was read whole."""
    took: list[float] = []
    found = 0

    async def call(mine: Sequence[Question]) -> None:
        nonlocal found
        for question in mine:
            began = perf_counter()
            async with session.get("/nearby", params=question) as answer:
                body = await answer.read()
            took.append((perf_counter() - began) * 1_000)
            assert answer.status == 200, body
            found += len(json.loads(body))

    began = perf_counter()
    await asyncio.gather(*(call(asked[first::callers]) for first in range(callers)))
    whole_s = perf_counter() - began
    took.sort()
    return {
        "p50_ms": _percentile(took, 0.5),
        "p99_ms": _percentile(took, 0.99),
        "max_ms": took[-1],
        "within_20_ms": sum(one <= WITHIN_MS for one in took) / len(took),
        "a_second": len(took) / whole_s,
        "incidents": found / len(took),
    }


def _percentile(times: Sequence[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]


async def _run(given: argparse.Namespace) -> dict[str, dict[str, Figures]]:
    known = list(incidents(given.open, given.hot, load()))
    results: dict[str, dict[str, Figures]] = {}
    async with (
        town(known, vacuum=not given.no_vacuum) as (url, key),
        aiohttp.ClientSession(url, headers={"X-API-Key": key}) as session,
    ):
        asked = questions(known, given.asks)
        for callers in CALLERS:
            for name, some in asked.items():
                await measured(session, list(islice(cycle(some), WARM_UP)), callers)
                results.setdefault(name, {})[str(callers)] = await measured(session, some, callers)
    return results


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--open", type=int, default=100_000)
    told.add_argument("--hot", type=int, default=10_000)
    told.add_argument("--asks", type=int, default=500, help="of each kind")
    told.add_argument("--no-vacuum", action="store_true", help="as just written")
    told.add_argument("--json", action="store_true")
    given = told.parse_args()
    results = asyncio.run(_run(given))
    if given.json:
        sys.stdout.write(json.dumps(results) + "\n")
        return
    table = Table("asked", "callers", "p50 ms", "p99 ms", "max ms", "within 20 ms", "a second", "told")
    for name, by_callers in results.items():
        for callers, one in by_callers.items():
            times = (f"{one[figure]:.1f}" for figure in ("p50_ms", "p99_ms", "max_ms"))
            share, rate, shown = (
                f"{one['within_20_ms']:.1%}",
                f"{one['a_second']:.0f}",
                f"{one['incidents']:.1f}",
            )
            table.add_row(name, callers, *times, share, rate, shown)
    Console().print(table)


if __name__ == "__main__":
    unwind_at_sigterm()
    main()
