"""Where things happen, how it is named, and how it is misspelt."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from streams.simulator.city.ground import NEIGHBOURS, Ground
from streams.simulator.city.kinds import Texts, load_kinds, load_rhythms, load_speech, load_storms
from streams.simulator.city.rates import DAY_S, Rates
from streams.simulator.city.witnesses import FLIPPED, pressed
from streams.simulator.city.wording import slip
from streams.simulator.scene import load_voices
from tests.unit.core.bekasi import CATALOG

GROUND = Ground.of(CATALOG, Random(1))
KINDS = load_kinds()
COMMON = 3.0
"""From this rate on a kind is common."""


WEEK = Rates.of(KINDS, load_rhythms(), [], GROUND, first_day=0, hours=7 * 24, rng=Random(1))


def test_every_kelurahan_has_people_streets_and_neighbours() -> None:
    assert {ward.id for ward in GROUND.wards} == set(CATALOG.kelurahan)
    assert len(GROUND.wards) == 56
    assert math.isclose(sum(ward.people for ward in GROUND.wards), 1)
    for number, ward in enumerate(GROUND.wards):
        assert ward.people > 0.002
        assert {name for road in ward.roads for name in road.names} >= set(CATALOG.kelurahan[ward.id].streets)
        assert len(set(ward.neighbours)) == NEIGHBOURS
        assert number not in ward.neighbours


def test_roads_run_within_their_kelurahan() -> None:
    for number, ward in enumerate(GROUND.wards):
        for road in ward.roads:
            assert road.ward == number
            assert GROUND.borders.at(*road.at(0)) == ward.id
            if road.half_m > 20:
                assert {GROUND.borders.at(*road.at(end)) for end in (-1e9, 1e9)} == {ward.id}


def test_kinds_are_categories_of_the_catalog() -> None:
    assert KINDS.keys() <= CATALOG.categories.keys()
    for id, kind in KINDS.items():
        assert kind.rhythm in load_rhythms()
        assert set(kind.channels) <= CATALOG.channels.keys()
        assert sum(kind.mistaken_for.values()) < 0.5
        assert (kind.crowd is None) == (CATALOG.categories[id].private or id == "other"), id
        if kind.rate >= COMMON:
            assert len(kind.texts.sorot) >= 6
        assert len(set(kind.texts.sorot)) == len(kind.texts.sorot)
    for storm in load_storms().values():
        assert storm.kinds.keys() <= KINDS.keys()
    assert load_speech().manners.keys() == load_voices().openers.keys() <= CATALOG.channels.keys()


def test_a_text_with_a_slot_that_nothing_fills_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"nothing fills \['where'\]"):
        Texts(sorot=("banjir di {where}",), office=("banjir di {here}",))


def test_a_blackout_lasts_hours_and_reaches_far_and_a_loose_cable_does_not() -> None:
    cable, blackout = KINDS["utility_network"], KINDS["utility_network"].within("blackout")
    assert blackout.life_h < 10 < cable.life_h
    assert cable.reach_m < 100 < blackout.reach_m
    assert blackout.texts != cable.texts
    assert KINDS["tree"].within("blackout") == KINDS["tree"]


@given(st.lists(st.floats(0, 1), min_size=2))
def test_shares_of_the_whole_are_moments_in_order(shares: list[float]) -> None:
    moments = [WEEK.moment_s(share) for share in sorted(shares)]
    assert moments == sorted(moments)
    assert all(0 <= moment <= 7 * DAY_S for moment in moments)


def test_a_week_has_as_much_of_each_kind_as_its_rate() -> None:
    assert math.isclose(WEEK.hours[-1], 168 * sum(kind.rate for kind in KINDS.values()))
    rng = Random(3)
    found = [WEEK.what(WEEK.moment_s(rng.random()), rng)[0].id for _ in range(20_000)]
    share = KINDS["road_damage"].rate / sum(kind.rate for kind in KINDS.values())
    assert abs(found.count("road_damage") / len(found) - share) < 0.01


def test_saturdays_are_no_office_days() -> None:
    week = load_rhythms()["office"].week()
    assert math.isclose(sum(week), 168)
    assert sum(week[5 * 24 : 6 * 24]) < 0.5 * sum(week[:24])


@given(text=st.text(max_size=40), seed=st.integers())
def test_a_slip_changes_one_letter_at_most(text: str, seed: int) -> None:
    slipped = slip(text, Random(seed))
    assert abs(len(slipped) - len(text)) <= 1
    assert set(slipped) <= set(text)
    assert slipped.strip() or not text.strip()


@given(phash=st.integers(0, 2**64 - 1), seed=st.integers())
def test_a_photo_that_was_sent_on_has_nearly_the_same_hash(phash: int, seed: int) -> None:
    anew = pressed(f"{phash:016x}", Random(seed))
    assert len(anew) == 16
    assert (int(anew, 16) ^ phash).bit_count() <= FLIPPED
