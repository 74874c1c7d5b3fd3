"""What more people would need: `python -m tests.bench.scale_model [--write]`.

Computed from what `tests.bench.scale` and `tests.bench.hot_key` kept and from the assumptions below; --write
puts it into SCALE.md between its marks. Nothing here was measured on more than one machine.
"""

import argparse
import json
import math
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Self

from tests.bench.figures import RESULTS

PAGE = Path(__file__).parent / "SCALE.md"
MARKS = ("<!-- computed -->", "<!-- end -->")
CREW = "1+1"
"""Whose figures count: nothing waits for a second worker there."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Of a report: seconds of processor by part, transactions, bytes; of one key reports a second."""

    cpu_s: Mapping[str, float]
    transactions: float
    log: float
    postgres: float
    kafka: float
    crowd_s: float
    """What a report takes of the fold where many other matters lie around it."""
    fold_s: float

    @classmethod
    def of(cls, folder: Path = RESULTS) -> Self:
        """The medians that were kept. Raises `FileNotFoundError`."""
        spent, left = _medians(folder, "scale_cpu"), _medians(folder, "scale_left")
        return cls(
            {part: spent[f"{CREW}: {part}"] / 1e6 for part in ("triage", "resolve", "Postgres", "broker")},
            left[f"{CREW}: transactions"],
            left[f"{CREW}: bytes of log"],
            left[f"{CREW}: bytes in Postgres"],
            left[f"{CREW}: bytes in Kafka"],
            1 / _medians(folder, "hot_key")["many matters"],
            spent[f"{CREW}: fold"] / 1e6,
        )


@dataclass(frozen=True, slots=True)
class Assumed:
    """What nobody measured here."""

    reports_a_person: float = 0.1e6 / 8.5e6
    """A day: calls and messages to New York's 311 (SIZING.md)."""
    busiest: float = 2.4
    """An hour's share of the day's mean: `rush` in the simulator's rhythms.toml."""
    flood: float = 100.0
    """So many times as many reports where it floods (SIZING.md)."""
    busy: float = 0.7
    """A core should not be busier at the peak."""
    city: float = 2.5e6
    """People that share keys: Kota Bekasi."""
    families: int = 7
    """Of the catalog."""
    replication: int = 3
    kafka_days: int = 30
    server_cores: int = 16
    server_log: float = 200e6
    """Bytes a second that one server's disk writes in a row."""
    server_disk: float = 8e12
    broker_in: float = 100e6
    """Bytes a second that one broker takes in, copies of others included."""


@dataclass(frozen=True, slots=True)
class Place:
    """`flooded` is how many of its people have a flood in the same hour."""

    name: str
    people: float
    flooded: float


PLACES = (
    Place("Kota Bekasi", 2.5e6, 2.5e6),
    Place("the region", 30e6, 30e6),
    Place("the country", 280e6, 60e6),
    Place("a world of cities", 4.5e9, 200e6),
)


@dataclass(frozen=True, slots=True)
class Need:
    """Rates are those of the peak, but for `reports_day` and what a day leaves."""

    reports_day: float
    peak: float
    triage: int
    resolve: int
    keys: int
    partitions: int
    postgres_cores: float
    transactions: float
    log: float
    postgres_day: float
    broker_cores: float
    kafka_in: float
    kafka_disk: float


def need(place: Place, measured: Measured, assumed: Assumed) -> Need:
    """What a place needs."""
    a_day = place.people * assumed.reports_a_person
    calm = (place.people - place.flooded) * assumed.busiest + place.flooded * assumed.flood
    peak = calm * assumed.reports_a_person / 86_400
    triage, resolve = (
        max(1, math.ceil(peak * measured.cpu_s[part] / assumed.busy)) for part in ("triage", "resolve")
    )
    return Need(
        reports_day=a_day,
        peak=peak,
        triage=triage,
        resolve=resolve,
        keys=math.ceil(place.people / assumed.city) * assumed.families,
        partitions=max(12, 4 * resolve),
        postgres_cores=peak * measured.cpu_s["Postgres"] / assumed.busy,
        transactions=peak * measured.transactions,
        log=peak * measured.log,
        postgres_day=a_day * measured.postgres,
        broker_cores=peak * measured.cpu_s["broker"] * assumed.replication / assumed.busy,
        kafka_in=peak * measured.kafka * assumed.replication,
        kafka_disk=a_day * measured.kafka * assumed.replication * assumed.kafka_days,
    )


def bounds(measured: Measured, assumed: Assumed) -> Sequence[tuple[str, float]]:
    """What one of each carries, in reports a second; the least first."""
    a_year_s = 365 * 86_400
    hot_s = measured.cpu_s["resolve"] - measured.fold_s + measured.crowd_s
    found = {
        "one key in a crowd of matters, on one resolve": assumed.busy / hot_s,
        "one key, or one resolve": assumed.busy / measured.cpu_s["resolve"],
        "one triage": assumed.busy / measured.cpu_s["triage"],
        "one Postgres: its disk, full after a year": assumed.server_disk / measured.postgres / a_year_s,
        "one Postgres: its cores": assumed.server_cores * assumed.busy / measured.cpu_s["Postgres"],
        "one Postgres: its log": assumed.server_log / measured.log,
        "three brokers: bytes in": assumed.broker_in / measured.kafka,
        "three brokers: disk": assumed.server_disk / measured.kafka / (assumed.kafka_days * 86_400),
    }
    return sorted(found.items(), key=lambda one: one[1])


def page(measured: Measured, assumed: Assumed) -> str:
    """Two tables, as Markdown."""
    needs = [need(place, measured, assumed) for place in PLACES]
    lines = [
        _line("", *(f"{place.name}, {_short(place.people)} people" for place in PLACES)),
        _line(*["---"] * (len(PLACES) + 1)),
        *(_line(what, *map(told, needs)) for what, told in ROWS.items()),
        "",
        _line(
            "one of it carries", "reports/s", "people, on a usual day's busiest hour", "people, all flooded"
        ),
        _line(*["---"] * 4),
        *_bound_lines(measured, assumed),
    ]
    return "\n".join(lines)


def _bound_lines(measured: Measured, assumed: Assumed) -> Iterator[str]:
    a_person = assumed.reports_a_person / 86_400
    for what, rate in bounds(measured, assumed):
        over = "disk" in what
        usual = rate / a_person / (1 if over else assumed.busiest)
        yield _line(
            what, f"{rate:,.0f}", _short(usual), "" if over else _short(rate / a_person / assumed.flood)
        )


ROWS = {
    "reports a day": lambda n: f"{n.reports_day:,.0f}",
    "reports/s at the peak": lambda n: f"{n.peak:,.0f}",
    "triage workers, a core each": lambda n: f"{n.triage:,}",
    "resolve workers, a core each": lambda n: f"{n.resolve:,}",
    "keys (cities x families)": lambda n: f"{n.keys:,}",
    "partitions": lambda n: f"{n.partitions:,}",
    "Postgres: cores": lambda n: f"{n.postgres_cores:,.1f}",
    "Postgres: transactions/s": lambda n: f"{n.transactions:,.0f}",
    "Postgres: log, MB/s": lambda n: f"{n.log / 1e6:,.1f}",
    "Postgres: disk, GB a day": lambda n: f"{n.postgres_day / 1e9:,.1f}",
    "Postgres: disk, TB in a year": lambda n: f"{n.postgres_day * 365 / 1e12:,.2f}",
    "Kafka: cores of all brokers": lambda n: f"{n.broker_cores:,.1f}",
    "Kafka: MB/s in, all copies": lambda n: f"{n.kafka_in / 1e6:,.1f}",
    "Kafka: disk of all brokers, TB": lambda n: f"{n.kafka_disk / 1e12:,.2f}",
}


def written(text: str, tables: str) -> str:
    """The page with its tables anew. Raises `ValueError` where it has no marks."""
    begin, end = MARKS
    found = re.compile(f"({re.escape(begin)}\n).*?(\n{re.escape(end)})", re.DOTALL)
    changed, number = found.subn(lambda marks: f"{marks[1]}\n{tables}\n{marks[2]}", text)
    if number != 1:
        raise ValueError(f"{PAGE.name}: {number} places between {begin} and {end}")
    return changed


def _medians(folder: Path, name: str) -> Mapping[str, float]:
    held = json.loads((folder / f"{name}.json").read_text())
    return {row["name"]: median(row["runs"]) for row in held["rows"]}


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _short(people: float) -> str:
    return f"{people / 1e6:,.1f} million" if people < 1e9 else f"{people / 1e9:,.1f} billion"


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--write", action="store_true", help="into SCALE.md")
    tables = page(Measured.of(), Assumed())
    if asked.parse_args().write:
        PAGE.write_text(written(PAGE.read_text(), tables))
    sys.stdout.write(tables + "\n")
