"""False alarms of quiet years, and how soon a burst is noticed: `python -m tests.bench.storms [YEARS]`.

Reports are a Poisson stream over the real catalog: more by day, most in the rush hours, fewer at weekends;
some categories and kelurahan have many times the reports of others. Each opens an incident of its own.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from time import process_time

from rich.console import Console
from rich.table import Table

from schemas.catalog import load
from schemas.catalog.models import UNKNOWN, Urgency
from schemas.classified import Place
from schemas.event import Area
from schemas.incident import Incident, State
from schemas.storm import KeyState, Occurrence
from streams.core.storms import Sky, clock
from streams.core.storms.watch import Heard, Watch

HOURS = (2, 1, 1, 1, 2, 4, 9, 14, 12, 9, 8, 8, 8, 7, 7, 8, 11, 13, 11, 9, 8, 7, 5, 3)
WEEKEND = 0.7
START = datetime(2026, 1, 5, tzinfo=UTC)
YEAR_S = 365 * 86_400
CATALOG = load()
SKY = Sky.of(CATALOG)
CATEGORIES = [category for category in CATALOG.categories.values() if category.id != UNKNOWN]
WARDS = list(CATALOG.kelurahan.values())
HERE = Place(lat=-6.24, lon=107.0, error_m=10, by="coordinates", evidence="")

Said = tuple[float, str, Area]
"""epoch seconds, category, area"""


class Town:
    """A key's watch for each family, and the reports that were said to them."""

    def __init__(self) -> None:
        self.watches: dict[str, Watch] = {}
        self.families = {category.id: category.family for category in CATEGORIES}
        self.number = 0
        self.begun: list[tuple[str, float]] = []

    def hear(self, said: Said) -> None:
        at, category, area = said
        key = f"bekasi:{self.families[category]}"
        watch = self.watches.get(key)
        if watch is None:
            watch = self.watches[key] = SKY.watch(KeyState(key, clock.start(at), (), (), ()))
        self.number += 1
        incident = replace(INCIDENT, id=f"{key}:{self.number}", category=category)
        counted = Occurrence(at, incident.id, area, category, None)
        stir = watch.take(
            Heard(at, incident, 1, counted, lambda: f"{key}:event-{self.number}", lambda _: incident)
        )
        self.begun += [(told.event.category, at) for told in stir.told if told.kind == "started"]


INCIDENT = Incident(
    *("", 1, State.OPEN, "", Urgency.NORMAL, HERE, "", START, START, 1, 1, "", (), ()),
)


def quiet(random: Random, a_day: float, years: float, family: str | None = None) -> Iterator[Said]:
    """Reports of normal days, in order; of one family, if it is named."""
    mix = list(accumulate(1 / (1 + rank) for rank in range(len(CATEGORIES))))
    crowd = list(accumulate((1 + rank) ** -0.5 for rank in range(len(WARDS))))
    top = a_day / 86_400 * max(HOURS) / (sum(HOURS) / 24) / ((5 + 2 * WEEKEND) / 7)
    at, end = START.timestamp(), START.timestamp() + years * YEAR_S
    while (at := at + random.expovariate(top)) < end:
        local = datetime.fromtimestamp(at, SKY.zone)
        busy = HOURS[local.hour] / max(HOURS) * (WEEKEND if local.weekday() > 4 else 1)
        if random.random() < busy:
            [category] = random.choices(CATEGORIES, cum_weights=mix)
            [ward] = random.choices(WARDS, cum_weights=crowd)
            if family in (None, category.family):
                yield at, category.id, Area(ward.kecamatan, ward.id)


def false_alarms(a_day: float, years: float, seed: int) -> tuple[int, int, float]:
    """Events of quiet years: in the first 8 weeks, after them, and microseconds a report."""
    town = Town()
    began = process_time()
    for said in quiet(Random(seed), a_day, years):
        town.hear(said)
    spent_s = process_time() - began
    learned = START.timestamp() + timedelta(weeks=8).total_seconds()
    early = sum(at < learned for _, at in town.begun)
    return early, len(town.begun) - early, spent_s / town.number * 1e6


def noticed(
    a_day: float, seed: int, burst_minutes: float, reports: int, wards: int
) -> tuple[int, float | None]:
    """Events that a burst gives after 8 quiet weeks, and minutes from its first report to its event."""
    random = Random(seed)
    start = (START + timedelta(weeks=8, hours=random.uniform(0, 168))).timestamp()
    [first, *_] = random.sample(WARDS, 1)
    around = [first, *(w for w in WARDS if w.kecamatan == first.kecamatan and w != first)][:wards]
    times = sorted(start + burst_minutes * 60 * random.random() for _ in range(reports))
    burst = [(at, "flood", Area(w.kecamatan, w.id)) for at in times for w in [random.choice(around)]]
    town = Town()
    for said in sorted([*quiet(random, a_day, 10 / 52, "road_water"), *burst]):
        town.hear(said)
    floods = [at for category, at in town.begun if category == "flood" and at >= start]
    return len(floods), (floods[0] - times[0]) / 60 if floods else None


def main(years: float) -> None:
    console = Console()
    table = Table(
        "reports a day", "first 8 weeks", "after, a year", "microseconds a report", title="False events"
    )
    for a_day in (30, 120, 500, 2_000):
        span = max(0.3, min(years, years * 120 / a_day))
        early, after, micros = false_alarms(a_day, span, seed=1)
        table.add_row(f"{a_day}", f"{early}", f"{after / (span - 8 / 52):.2f}", f"{micros:.0f}")
    console.print(table)
    table = Table(
        "burst", "noticed", "events", "minutes, median", title="Bursts of 20 seeds, 120 reports a day"
    )
    for name, shape in BURSTS.items():
        found = [noticed(120, seed, *shape) for seed in range(20)]
        leads = sorted(lead for _, lead in found if lead is not None)
        events = sum(number for number, _ in found)
        table.add_row(
            name, f"{len(leads)} of 20", f"{events}", f"{leads[len(leads) // 2]:.0f}" if leads else ""
        )
    console.print(table)


BURSTS: Mapping[str, tuple[float, int, int]] = {
    "10 reports in 10 minutes, one kelurahan": (10, 10, 1),
    "30 in an hour, its kecamatan": (60, 30, 5),
    "12 in 3 hours, its kecamatan": (180, 12, 5),
    "6 in 3 hours, its kecamatan": (180, 6, 5),
}

if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 4)
