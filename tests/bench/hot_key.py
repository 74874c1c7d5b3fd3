"""What one hot key carries: `python -m tests.bench.hot_key [--reports 20000]`.

All reports are of one family, a second apart. Either all are voices of one incident at one spot, or each
tells of another matter within some hundred metres, so that many incidents lie nearby. Time is that of the
processor in the fold alone: what Postgres and Kafka take is not in it.
"""

import argparse
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import process_time

from rich.console import Console
from rich.table import Table

from schemas.catalog import load
from schemas.classified import ClassifiedReport
from schemas.rejection import Origin
from streams.core.fold import fold
from streams.core.rules import Rules
from streams.core.storms import Storms
from streams.core.understand import Knowledge, understand
from streams.weights import load as load_weights
from streams.weights import load_duplicates
from tests.bench.figures import Figure, Figures, keep

CHUNK = 100
FIRST = datetime(2026, 11, 24, tzinfo=UTC)
LAT, LON = -6.2361, 106.9997
SPOT, NEIGHBOURHOOD = 0.00003, 0.003
"""Degrees: some metres, some hundred metres."""
FLOOD = "banjir setinggi lutut di depan rumah, air terus naik"
MATTERS = (
    *("jalan berlubang", "pipa bocor", "selokan mampet", "kabel putus", "gorong-gorong rusak"),
    *("trotoar ambles", "tiang miring", "air keruh", "tutup saluran hilang", "aspal retak"),
)
MATTER = ("one matter", "many matters")


def reports(number: int, knowledge: Knowledge, *, alike: bool) -> Iterator[ClassifiedReport]:
    """Reports of one place, each by another citizen."""
    choose, spread = random.Random(3), SPOT if alike else NEIGHBOURHOOD
    for n in range(number):
        text = FLOOD if alike else f"{choose.choice(MATTERS)} nomor {n} dekat {choose.choice(MATTERS)}"
        content = {
            "id": f"h{n}",
            "reported_at": (FIRST + timedelta(seconds=n)).isoformat(),
            "text": text,
            "reporter": f"r{n}",
            "lat": LAT + choose.uniform(-spread, spread),
            "lon": LON + choose.uniform(-spread, spread),
        }
        origin = Origin(topic="reports.sorot", partition=0, offset=n)
        report = understand(json.dumps(content).encode(), "sorot", origin, knowledge)
        if isinstance(report, ClassifiedReport):
            yield report


def main(number: int) -> None:
    catalog = load()
    knowledge = Knowledge.of(catalog, load_weights(None))
    rules = Rules.of(catalog, load_duplicates(None))
    table = Table("reports", "one matter: reports/s", "incidents", "many matters: reports/s", "incidents")
    runs = [list(measured(list(reports(number, knowledge, alike=alike)), rules)) for alike in (True, False)]
    rows = [Figure(matter, (run[-1][1],)) for matter, run in zip(MATTER, runs, strict=True)]
    keep(Figures("hot_key", "What one key's fold carries", "reports/s of the processor", rows))
    for (until, *one), (_, *many) in zip(*runs, strict=False):
        table.add_row(f"{until:,}", *(f"{figure:,.0f}" for figure in (*one, *many)))
    Console(width=110).print(table)


def measured(reports: list[ClassifiedReport], rules: Rules) -> Iterator[tuple[int, float, int]]:
    """After so many reports: how many a second of processor time were folded last, and incidents held."""
    key = max({report.key for report in reports}, key=lambda key: sum(one.key == key for one in reports))
    ours = [report for report in reports if report.key == key]
    incidents, storms = rules.no_incidents(), Storms.of(rules.sky)
    done = 0
    for until in _steps(len(ours)):
        began = process_time()
        for start in range(done, until, CHUNK):
            fold(ours[start : start + CHUNK], incidents, {}, rules, storms)
        yield until, (until - done) / (process_time() - began), len(incidents)
        done = until


def _steps(most: int) -> list[int]:
    return [step for step in (100, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000) if step <= most]


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--reports", type=int, default=20_000)
    main(asked.parse_args().reports)
