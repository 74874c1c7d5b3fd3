"""Towns with many open incidents, as a worker holds them, and reports that come in."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from schemas.catalog.models import Catalog
from schemas.classified import ClassifiedReport
from schemas.incident import Incident, key_of
from schemas.rejection import Origin
from streams.core.geo import DEGREE_M
from streams.core.incidents import OpenIncidents
from streams.core.rules import Rules
from streams.core.understand import Knowledge, understand
from streams.weights import load as load_weights
from tests.bench.candidates import CATEGORIES, KEY, NOW, SOUTH, WEST, incidents
from tests.kept import KeptIncidents

OF_A_CITY = 10_000
PER_KM2 = 48.0
"""As many on the 210 km2 of Kota Bekasi."""
FAMILY = KEY.rpartition(":")[2]


@dataclass(frozen=True, slots=True)
class Town:
    """What is held, in squares of one size; each key has one."""

    held: OpenIncidents
    keys: Sequence[str]
    side_m: float


def cities(count: int, rules: Rules) -> Town:
    """A key for each city of `OF_A_CITY`, as workers hold them."""
    held, side_m = OpenIncidents(rules.kinds, rules.model.bounds), _side_m(OF_A_CITY)
    keys = [f"kota{number}:{FAMILY}" for number in range(-(-count // OF_A_CITY))]
    for number, key in enumerate(keys):
        of_key = min(OF_A_CITY, count - number * OF_A_CITY)
        _fill(held, key, of_key, side_m, rules.catalog)
    return Town(held, keys, side_m)


def one_city(count: int, rules: Rules) -> Town:
    """One key, which holds more than a worker would keep of it; the city grows as dense as the others are."""
    held, side_m = OpenIncidents(rules.kinds, rules.model.bounds, most=count), _side_m(count)
    _fill(held, f"kota:{FAMILY}", count, side_m, rules.catalog)
    return Town(held, [f"kota:{FAMILY}"], side_m)


def texts(number: int, catalog: Catalog) -> Sequence[ClassifiedReport]:
    """Reports of the family, as triage passes them on."""
    knowledge, choose = Knowledge.of(catalog, load_weights(None)), random.Random(3)
    words = [word for id in CATEGORIES for word in catalog.categories[id].words]
    found: list[ClassifiedReport] = []
    while len(found) < number:
        content = {
            "id": f"r{len(found)}",
            "reported_at": NOW.isoformat(),
            "text": f"{' '.join(choose.choices(words, k=6))} di depan rumah, mohon segera diperbaiki",
            "location": f"jl {choose.choice(words)} nomor {len(found)}",
            "reporter": f"v{len(found)}",
            "lat": -6.2361,
            "lon": 106.9997,
        }
        origin = Origin(topic="reports.sorot", partition=0, offset=len(found))
        report = understand(json.dumps(content).encode(), "sorot", origin, knowledge)
        if isinstance(report, ClassifiedReport) and report.classification.family == FAMILY:
            found.append(report)
    return found


def arriving(town: Town, told: Sequence[ClassifiedReport], seed: int) -> Iterator[ClassifiedReport]:
    """The same reports, each somewhere in the town."""
    choose = random.Random(seed)
    for report in told:
        assert report.place
        lat = SOUTH + choose.uniform(0, town.side_m) / DEGREE_M
        lon = WEST + choose.uniform(0, town.side_m) / DEGREE_M
        yield report.model_copy(
            update={
                "city": choose.choice(town.keys).partition(":")[0],
                "place": report.place.model_copy(update={"lat": lat, "lon": lon}),
            }
        )


def _side_m(count: int) -> float:
    side_m: float = 1_000 * (count / PER_KM2) ** 0.5
    return side_m


def _fill(held: OpenIncidents, key: str, count: int, side_m: float, catalog: Catalog) -> None:
    found = incidents(count, side_m, catalog)
    held.load(KeptIncidents(key, [(_moved(one, key), voices) for one, voices in found]))
    held.of(key)


def _moved(incident: Incident, key: str) -> Incident:
    return replace(incident, id=incident.id.replace(key_of(incident.id), key))
