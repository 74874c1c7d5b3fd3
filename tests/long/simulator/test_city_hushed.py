"""Kelurahan that tell of less: fewer are heard, later, and all else stays as it was."""

from collections import Counter
from functools import cache
from random import Random

from streams.simulator.city.hushed import QUIET, tells_of
from streams.simulator.city.stream import City
from streams.simulator.city.witnesses import Said
from tests.long.simulator.test_city import BEGINS, DAYS
from tests.unit.core.bekasi import CATALOG


@cache
def lived(quiet: float) -> tuple[City, tuple[Said, ...]]:
    here = City.of(CATALOG, BEGINS, DAYS, Random(1), quiet=quiet)
    return here, tuple(one.said for one in here.deliveries(6_000) if not one.again)


def test_where_none_is_quiet_nothing_is_drawn() -> None:
    random, same = Random(1), Random(1)
    assert set(tells_of(56, 0.0, random)) == {1.0}
    assert random.random() == same.random()


def test_a_share_of_the_kelurahan_is_quiet() -> None:
    assert Counter(tells_of(56, 0.25, Random(1))) == {1.0: 42, QUIET: 14}


def test_there_are_as_many_reports_and_each_incident_has_what_it_says() -> None:
    _, said = lived(0.5)
    assert len(said) == 6_000
    told = Counter(one.incident.id for one in said)
    assert all(told[one.incident.id] == one.incident.reports for one in said)
    firsts = Counter(one.incident.id for one in said if one.first)
    assert set(firsts.values()) == {1}
    assert firsts.keys() == told.keys()


def test_quiet_kelurahan_are_heard_of_less_and_later() -> None:
    here, said = lived(0.5)
    waits: dict[bool, list[float]] = {True: [], False: []}
    for one in said:
        opening = one.incident.opening
        if one.first:
            waits[here.tells[opening.road.ward] < 1].append(one.at_s - opening.at_s)
    quiet, others = waits[True], waits[False]
    assert len(quiet) < 0.75 * len(others)
    assert sum(quiet) / len(quiet) > sum(others) / len(others)
