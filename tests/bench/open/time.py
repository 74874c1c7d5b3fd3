"""What a report costs the core among many open incidents: the same ones, folded over each number of them."""

import gc
from collections.abc import Callable, Iterator, Sequence
from time import process_time
from typing import TypeAlias

from schemas.catalog import load
from schemas.classified import ClassifiedReport
from schemas.incident import Decision
from streams.core.fold import fold
from streams.core.rules import Rules
from streams.core.storms import Storms
from streams.weights import load_duplicates
from tests.bench.figures import Figure, Figures
from tests.bench.open.town import Town, arriving, cities, one_city, texts

REPORTS = 2_000
CHUNK = 200
MADE = (Decision.OPENS, Decision.ASKS)

Make: TypeAlias = Callable[[int, Rules], Town]
SHAPES: Sequence[tuple[str, str, Make]] = (
    ("growth_time", "a key for each 10,000", cities),
    ("growth_time_one_key", "one key, more than a worker keeps of one", one_city),
)


def measured(counts: Sequence[int], rounds: int) -> Iterator[Figures]:
    """Of each shape."""
    rules = Rules.of(load(), load_duplicates())
    told = texts(REPORTS, rules.catalog)
    for bench, shape, make in SHAPES:
        towns = [make(count, rules) for count in counts]
        gc.collect()
        gc.freeze()
        for town in towns:
            _report_us(town, told, rules, seed=-1)
        runs = [[_report_us(town, told, rules, seed) for town in towns] for seed in range(rounds)]
        rows = [Figure(f"{n:,}", tuple(run)) for n, run in zip(counts, zip(*runs, strict=True), strict=True)]
        title = f"A report among open incidents, {shape}"
        yield Figures(bench, title, "us of the processor a report", rows, ratio_to=rows[0].name)
        gc.unfreeze()


def _report_us(town: Town, told: Sequence[ClassifiedReport], rules: Rules, seed: int) -> float:
    reports, storms = list(arriving(town, told, seed)), Storms.of(rules.sky)
    chunks = [reports[start : start + CHUNK] for start in range(0, len(reports), CHUNK)]
    began = process_time()
    folded = [fold(chunk, town.held, {}, rules, storms) for chunk in chunks]
    took = process_time() - began
    # The next round is to find as many as this one did.
    for one in (one for part in folded for one in part.recorded if one.link.decision in MADE):
        town.held.drop(one.link.incident_id)
    return took / len(reports) * 1e6
