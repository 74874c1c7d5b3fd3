"""The stream of a simulated city: its order, its truth, and what a storm does to it."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from difflib import SequenceMatcher
from functools import cache
from itertools import islice, pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.core.geo import distance_m
from streams.simulator.city.incidents import STOPS
from streams.simulator.city.rates import HOUR_S
from streams.simulator.city.stream import City, Delivery
from streams.simulator.city.witnesses import FLIPPED, POC_M, WITHIN, Said, hash_of
from tests.unit.core.bekasi import CATALOG

BEGINS = datetime(2026, 1, 5, tzinfo=ZoneInfo("Asia/Jakarta"))
DAYS = 30
ROUNDED_M = 0.5


def city(seed: int, days: int = DAYS) -> City:
    return City.of(CATALOG, BEGINS, days, Random(seed))


@cache
def lived(seed: int = 1, reports: int = 6_000) -> tuple[City, Sequence[Delivery]]:
    here = city(seed)
    return here, tuple(here.deliveries(reports))


def told() -> list[Said]:
    return [delivery.said for delivery in lived()[1] if not delivery.again]


def by_incident() -> dict[str, list[Said]]:
    found: defaultdict[str, list[Said]] = defaultdict(list)
    for said in told():
        found[said.incident.id].append(said)
    return found


@settings(max_examples=12)
@given(seed=st.integers(0, 2**64), reports=st.integers(1, 300), days=st.integers(1, 40))
def test_gives_as_many_reports_as_asked_in_order_within_its_days(seed: int, reports: int, days: int) -> None:
    deliveries = list(city(seed, days).deliveries(reports))
    assert sum(not one.again for one in deliveries) == reports
    ids = [one.said.id for one in deliveries if not one.again]
    assert len(set(ids)) == reports
    times = [one.said.at_s for one in deliveries if not one.again]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] < days * 24 * HOUR_S
    claimed = {one.said.incident.id: one.said.incident.reports for one in deliveries}
    assert sum(claimed.values()) == reports


def test_the_same_seed_is_the_same_city_and_another_seed_another() -> None:
    first = [(one.said, one.again) for one in city(3).deliveries(500)]
    assert [(one.said, one.again) for one in city(3).deliveries(500)] == first
    assert [(one.said, one.again) for one in city(4).deliveries(500)] != first


def test_is_told_lazily() -> None:
    assert len(list(islice(city(1, days=3_000).deliveries(10**9), 100))) == 100


def test_an_incident_has_the_reports_it_says_and_one_first() -> None:
    for reports in by_incident().values():
        assert len(reports) == reports[0].incident.reports
        assert [said.first for said in reports] == [True] + [False] * (len(reports) - 1)


def test_nobody_tells_of_what_has_not_begun_or_is_mended() -> None:
    for said in told():
        incident = said.incident
        assert incident.opening.at_s <= said.at_s <= incident.until_s
        assert incident.mended_s is None or incident.until_s <= incident.mended_s


def test_whoever_is_not_at_home_stands_within_reach_and_error() -> None:
    here, _ = lived()
    off_m = []
    for said in told():
        incident, stand = said.incident, said.stand
        if stand.lat is None or stand.lon is None or stand.wrong == "home":
            continue
        bound_m = POC_M if stand.accuracy_m is None else incident.kind.reach_m + WITHIN * stand.accuracy_m
        spot = here.ground.lat_lon(incident.opening.x, incident.opening.y)
        off_m.append(distance_m(*spot, stand.lat, stand.lon))
        assert off_m[-1] <= bound_m + ROUNDED_M
    assert 3 < sorted(off_m)[len(off_m) // 2] < 60


def test_each_channel_knows_of_the_place_what_it_can() -> None:
    for said in told():
        assert (said.stand.lat is None) == (said.channel == "callcenter")
        assert (said.stand.accuracy_m is None) == (said.channel != "sorot")
        assert said.place or said.channel == "sorot"
        assert said.photo is None or said.channel == "sorot"


def test_private_matters_have_one_witness_and_others_a_heavy_tail() -> None:
    private = {id for id, category in CATALOG.categories.items() if category.private}
    assert {said.incident.witnesses for said in told() if said.incident.kind.id in private} == {1}
    witnesses = Counter(reports[0].incident.witnesses for reports in by_incident().values())
    assert 0.6 < witnesses[1] / witnesses.total() < 0.9
    assert max(witnesses) > 30


def test_a_resend_is_the_same_person_minutes_later_with_words_a_little_other() -> None:
    resends = [said for said in told() if said.resent]
    assert len(resends) > 50
    firsts = {(s.incident.id, s.reporter): s for s in reversed(told()) if not s.resent}
    other = 0
    for said in resends:
        before = firsts[said.incident.id, said.reporter]
        assert 0 <= said.at_s - before.at_s <= 1_500
        assert said.stand == before.stand
        assert said.id != before.id
        assert SequenceMatcher(None, before.text, said.text).ratio() > 0.6
        other += said.text != before.text
    assert other > 0.8 * len(resends)


def apart(one: Said, other: Said) -> int:
    return (int(hash_of(one), 16) ^ int(hash_of(other), 16)).bit_count()


@pytest.mark.parametrize(("resent", "share"), [(True, (0.3, 1.0)), (False, (0.01, 0.2))])
def test_a_photo_is_sent_twice_now_and_then(resent: bool, share: tuple[float, float]) -> None:
    near = Counter(
        min(apart(before, said) for before in shown[:at]) <= 2 * FLIPPED
        for reports in by_incident().values()
        for shown in [[said for said in reports if said.photo]]
        for at, said in enumerate(shown)
        if at and said.resent == resent
    )
    assert share[0] < near[True] / near.total() <= share[1]


def test_a_walker_tells_of_several_incidents_within_minutes() -> None:
    walks: defaultdict[str, list[Said]] = defaultdict(list)
    for said in told():
        if said.incident.opening.walker and said.first:
            walks[said.reporter].append(said)
    longest = max(walks.values(), key=len)
    assert STOPS[0] <= len(longest) <= STOPS[1]
    assert len({said.incident.id for said in longest}) == len(longest)
    for before, after in pairwise(longest):
        assert after.at_s - before.at_s < 300
        here, there = before.incident.opening, after.incident.opening
        assert math.hypot(here.x - there.x, here.y - there.y) < 70


def test_some_come_back_to_their_spot_after_they_were_mended() -> None:
    incidents = {said.incident.id: said.incident for said in told()}
    back = [one for one in incidents.values() if one.opening.before in incidents]
    assert len(back) > 50
    for again in back:
        before = incidents[again.opening.before or ""]
        assert before.mended_s is not None
        assert again.opening.at_s > before.mended_s
        assert again.kind.id == before.kind.id
        assert math.hypot(again.opening.x - before.opening.x, again.opening.y - before.opening.y) < 20


def test_some_faults_are_told_under_another_category_that_is_like_it() -> None:
    other = [said for said in told() if said.category != said.incident.kind.id]
    assert 0.02 < len(other) / len(told()) < 0.2
    assert all(said.category in said.incident.kind.mistaken_for for said in other)


def test_a_storm_raises_the_rate_where_and_while_it_lasts() -> None:
    here, _ = lived()
    assert here.rates.storms
    opened = {said.incident.id: said.incident.opening for said in told()}.values()
    for storm in here.rates.storms:
        hours = storm.end_h - storm.first_h
        inside = [one for one in opened if one.road.ward in storm.wards]
        during = [one for one in inside if storm.first_h * HOUR_S <= one.at_s < storm.end_h * HOUR_S]
        usual = (len(inside) - len(during)) / (DAYS * 24 - hours)
        assert len(during) / hours > 4 * usual
        gone = [one for one in opened if one.storm and one.storm.id == storm.id]
        assert {one.road.ward for one in gone} <= set(storm.wards)
        assert all(storm.first_h <= one.at_s / HOUR_S <= storm.end_h for one in gone)


@pytest.mark.parametrize(
    ("kind", "busy", "quiet"), [("traffic_jam", (16, 19), (1, 4)), ("civil_registry", (8, 12), (19, 22))]
)
def test_hours_have_their_own_rates(kind: str, busy: tuple[int, int], quiet: tuple[int, int]) -> None:
    opened = {said.incident.id: said.incident.opening for said in told() if said.incident.kind.id == kind}
    hours = Counter(int(one.at_s / HOUR_S) % 24 for one in opened.values() if not one.storm)
    assert sum(hours[hour] for hour in range(*busy)) > 3 * sum(hours[hour] for hour in range(*quiet))
