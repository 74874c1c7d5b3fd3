"""What a report costs among many open incidents, and what these hold: `python -m tests.bench.candidates`.

A city of `--per-km2` incidents a square kilometre grows from 10^4 to 10^6 of them in one key; with
`--same-area` it does not grow, but gets as much denser. Time is that of the processor, the best of
some rounds.
"""

import argparse
import gc
import random
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import process_time

from schemas.catalog import load
from schemas.catalog.models import Catalog, Urgency
from schemas.classified import Place
from schemas.incident import Incident, Point, Routed, State, Trace
from streams.core.dedupe import Sighting, dedupe
from streams.core.geo import DEGREE_M
from streams.core.incidents import OpenIncidents
from streams.core.rules import Rules
from streams.weights import load_duplicates

KEY = "bekasi:road_water"
CATEGORIES = ("flood", "road_damage", "drainage", "water_supply", "utility_network")
NOW = datetime(2026, 11, 24, tzinfo=UTC)
SOUTH, WEST = -6.35, 106.9
REPORTS = 2_000
ROUNDS = 5
MEASURED = 20_000


def incidents(count: int, side_m: float, catalog: Catalog) -> Iterator[tuple[Incident, dict[str, datetime]]]:
    """As workers hold them: of the last month, each with a text, a place in words, and a reporter."""
    words = [word for id in CATEGORIES for word in catalog.categories[id].words]
    choose = random.Random(5)
    for number in range(count):
        at = NOW - timedelta(minutes=choose.uniform(0, 29 * 24 * 60))
        lat, lon = _somewhere(choose, side_m)
        text = " ".join(choose.choices(words, k=12))
        place = Place(
            lat=lat, lon=lon, error_m=10, by="coordinates", kelurahan="margahayu", kecamatan="bekasi_timur",
            evidence=f"koordinat dari pelapor, teliti {number % 60} m",
        )  # fmt: skip
        address = f"jl {choose.choice(words)} nomor {number}"
        routed = Routed("dbmsda", "road_damage.0", "tugas DBMSDA", at.date().isoformat())
        incident = Incident(
            f"{KEY}:{number:016}", 1, State.OPEN, choose.choice(CATEGORIES), Urgency.NORMAL, place,
            f"{address}, Margahayu, Kec. Bekasi Timur", at, at, 1, 1, text[:280], (), (routed,),
            Trace((Point(lat, lon, 10.0),), address), due_at=at + timedelta(hours=8),
        )  # fmt: skip
        yield incident, {f"sorot:{number}": at}


def _somewhere(choose: random.Random, side_m: float) -> tuple[float, float]:
    return SOUTH + choose.uniform(0, side_m) / DEGREE_M, WEST + choose.uniform(0, side_m) / DEGREE_M


def filled(count: int, side_m: float, rules: Rules) -> OpenIncidents:
    held = OpenIncidents(rules.kinds, rules.model.bounds, most=count)
    for incident, voices in incidents(count, side_m, rules.catalog):
        held.put(incident, voices)
    return held


def report_us(held: OpenIncidents, side_m: float, rules: Rules) -> float:
    choose = random.Random(7)
    sightings = []
    for number in range(REPORTS):
        category = choose.choice(CATEGORIES)
        lat, lon = _somewhere(choose, side_m)
        sightings.append(
            Sighting(
                f"sorot:r{number}", NOW.timestamp(), category, rules.kinds[category], Point(lat, lon, 10.0),
                f"banjir dan jalan rusak di depan rumah nomor {number}, mohon diperbaiki",
                f"jl melati nomor {number}", "sorot", f"sorot:v{number}",
            )
        )  # fmt: skip
    rounds = [_round_s(held, sightings, rules) for _ in range(ROUNDS)]
    return min(rounds) / REPORTS * 1e6


def _round_s(held: OpenIncidents, sightings: list[Sighting], rules: Rules) -> float:
    of_key = held.of(KEY)
    began = process_time()
    for sighting in sightings:
        dedupe(sighting, of_key, rules.model, opens_as="new")
    return process_time() - began


def bytes_each(side_m: float, rules: Rules) -> float:
    empty = filled(0, side_m, rules)
    tracemalloc.start()
    held = filled(MEASURED, side_m, rules)
    gc.collect()
    held_bytes, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (held_bytes - len(empty)) / len(held)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--counts", type=int, nargs="+", default=[10_000, 1_000_000])
    asked.add_argument("--per-km2", type=float, default=50.0, help="210 km2 of Bekasi and 10^4: 48")
    asked.add_argument("--same-area", action="store_true")
    given = asked.parse_args()
    rules = Rules.of(load(), load_duplicates())
    first = given.counts[0]
    took: list[float] = []
    for count in given.counts:
        side_m = 1_000 * ((first if given.same_area else count) / given.per_km2) ** 0.5
        held = filled(count, side_m, rules)
        gc.collect()
        gc.freeze()
        took.append(report_us(held, side_m, rules))
        sys.stdout.write(f"{count:>9,} open incidents: {took[-1]:.0f} us a report\n")
        gc.unfreeze()
        del held
    sys.stdout.write(f"ratio of the last to the first: {took[-1] / took[0]:.2f}\n")
    side_m = 1_000 * (MEASURED / given.per_km2) ** 0.5
    sys.stdout.write(f"{bytes_each(side_m, rules):,.0f} bytes an open incident\n")


if __name__ == "__main__":
    main()
