"""The work that all engines do in the bench, and the table of those that take part."""

import importlib.util
import json

import pytest

from tests.bench.engine.environments import peers
from tests.bench.engine.expected import expected, fingerprint
from tests.bench.engine.reports import reports
from tests.bench.engine.targets import targets
from tests.bench.engine.work import OPEN_MAX, Town
from tests.bench.figures import Figure, Figures

KEY = b"district-07"
HOUR_S = 3_600
NORTH_DEG = 1 / 111_320
"""A metre."""


def said(number: int, *, at: int = 0, north_m: float = 0, text: str = "jalan berlubang") -> bytes:
    lat = -6.25 + north_m * NORTH_DEG
    return json.dumps({"id": f"CC-{number}", "at": at, "text": text, "lat": lat, "lon": 107.0}).encode()


def decided(town: Town, value: bytes, key: bytes = KEY) -> tuple[str, str, int]:
    row, decision = town.decide(key, value, 0)
    found = json.loads(decision)
    assert row.split("\t")[:3] == [found["report"], key.decode(), found["category"]]
    return found["category"], found["incident"], found["distance_m"]


def test_the_nearest_within_fifty_metres_and_an_hour_is_joined():
    town = Town()
    assert decided(town, said(1)) == ("jalan", "I-CC-1", -1)
    assert decided(town, said(2, north_m=70)) == ("jalan", "I-CC-2", -1)
    assert decided(town, said(3, north_m=40.5)) == ("jalan", "I-CC-2", 29)
    assert decided(town, said(4, at=HOUR_S, north_m=0.5)) == ("jalan", "I-CC-1", 0)
    assert decided(town, said(5, at=HOUR_S + 1)) == ("jalan", "I-CC-5", -1)


def test_other_matters_and_other_districts_are_other_incidents():
    town = Town()
    decided(town, said(1))
    assert decided(town, said(2, text="pohon tumbang di jalan")) == ("pohon", "I-CC-2", -1)
    assert decided(town, said(3), key=b"district-08") == ("jalan", "I-CC-3", -1)
    assert decided(town, said(4, text="selamat pagi")) == ("lain", "I-CC-4", -1)


def test_a_district_remembers_its_last_incidents():
    town = Town()
    for number in range(OPEN_MAX + 1):
        decided(town, said(number, north_m=100 * number))
    assert decided(town, said(900, north_m=100)) == ("jalan", "I-CC-1", 0)
    assert decided(town, said(901)) == ("jalan", "I-CC-901", -1)


@pytest.mark.parametrize("field", ["id", "at", "text", "lat", "lon"])
def test_every_field_is_checked(field: str):
    report = json.loads(said(1))
    assert decided(Town(), json.dumps(report | {field: None}).encode())[0] == "unreadable"
    del report[field]
    assert decided(Town(), json.dumps(report).encode())[0] == "unreadable"


def test_what_is_expected_knows_no_order_between_partitions():
    found = list(reports(2_000))
    again = sorted(found, key=lambda record: record[0])
    assert expected(found) == expected(again)
    assert fingerprint([b"a", b"b"]) != fingerprint([b"a", b"c"])


def test_every_peer_of_the_table_is_there():
    for peer in peers().values():
        assert importlib.util.find_spec(f"tests.bench.engine.peers.{peer.module}"), peer


def test_a_target_is_told_with_its_ratio_within_the_rounds():
    rows = [Figure("limit", (100.0, 200.0)), Figure("sinergi", (60.0, 90.0)), Figure("bytewax", (50.0, 60.0))]
    told = list(targets(Figures("engine", "", "", rows, "limit")))
    assert told == [
        "sinergi / limit: 0.53 (at least 0.5): reached",
        "sinergi / bytewax: 1.35 (at least 1.1): reached",
        "sinergi / bytewax: 1.35 (at least 1.8): missed",
    ]
