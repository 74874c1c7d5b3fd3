"""Which incidents a report is compared with."""

from dataclasses import replace

import pytest

from streams.core.dedupe import Bounds, Kind, Known, Sighting
from streams.core.dedupe.candidates import LED_TO, NEAREST, WALK_M, WALK_S, candidates, just_now, may_take
from tests.unit.core.beside import AT, DAY_S, HOUR_S, KIND, PHOTO, holding, known, seen, spot, traced

BOUNDS = Bounds()
PRIVATE = Kind("cards", private=True)
CORNER = "simpang kenanga indah"


def found(sighting: Sighting, *those: Known | tuple[Known, str]) -> list[str]:
    return [one.known.id for one in candidates(sighting, holding(*those), BOUNDS).possible]


@pytest.mark.parametrize(
    ("metres", "error_m", "near"),
    [
        (120, 10, True),
        (139, 10, True),
        (141, 10, False),
        (290, 200, True),
        (310, 200, False),
        (540, 550, True),
        (560, 550, False),
    ],
)
def test_it_reaches_as_far_as_an_incident_does_with_what_both_are_off(
    metres: float, error_m: float, near: bool
) -> None:
    assert found(seen(spot(metres, error_m)), known("i", spot())) == (["i"] if near else [])


def test_a_wide_kind_reaches_as_far_as_it_spreads() -> None:
    wide = known("i", spot(), kind=replace(KIND, spread_m=250))
    assert found(seen(spot(260)), wide) == ["i"]
    assert found(seen(spot(280)), wide) == []


def test_a_vague_report_looks_farther_but_not_through_the_city() -> None:
    far = known("i", spot(), kind=replace(KIND, spread_m=5_000))
    for metres, error_m, near in ((299, 10, 1), (301, 10, 0), (399, 400, 1), (401, 400, 0), (601, 700, 0)):
        looked_at = candidates(seen(spot(metres, error_m)), holding(far), BOUNDS)
        assert (len(looked_at.possible), looked_at.same) == (near, near), metres


@pytest.mark.parametrize(
    ("opened_days", "last_days", "taken"),
    [(0, 0, True), (19, 0, True), (21, 0, False), (-19, -19, True), (-21, -21, False)],
)
def test_an_incident_takes_in_what_was_said_within_its_life(
    opened_days: float, last_days: float, taken: bool
) -> None:
    one = known("i", spot(), opened_at=AT - opened_days * DAY_S, last_at=AT - last_days * DAY_S)
    assert may_take(seen(spot()), one, 0.0, BOUNDS) is taken


def test_only_what_was_spoken_of_lately_is_near() -> None:
    old = known("i", spot(), last_at=AT - 30 * DAY_S)
    assert candidates(seen(spot()), holding(old), BOUNDS).same == 1
    older = replace(old, last_at=old.last_at - 1)
    assert candidates(seen(spot()), holding(older), BOUNDS).same == 0


def test_what_is_closed_takes_nothing_but_is_counted() -> None:
    looked_at = candidates(seen(spot()), holding(known("i", spot(), closed_at=AT - 1)), BOUNDS)
    assert (looked_at.possible, looked_at.same) == ([], 1)


@pytest.mark.parametrize(
    ("metres", "late_h", "taken"),
    [(5.0, 24, True), (5.1, 24, False), (5.0, 24.0001, False), (0.0, -3, True), (None, 1, False)],
)
def test_a_households_matter_is_at_its_door_within_a_day(
    metres: float | None, late_h: float, taken: bool
) -> None:
    one = known("i", spot(), last_at=AT - late_h * HOUR_S, opened_at=AT - late_h * HOUR_S)
    assert may_take(seen(spot(), kind=PRIVATE), one, metres, BOUNDS) is taken
    assert may_take(seen(spot()), one, metres, BOUNDS)


def test_each_knows_how_many_of_its_category_lie_nearer() -> None:
    near, drain, far = known("n", spot(5)), known("d", spot(10), category="selokan"), known("f", spot(20))
    looked_at = candidates(seen(spot()), holding(far, drain, near), BOUNDS)
    assert [(one.known.id, one.nearer) for one in looked_at.possible] == [("n", 0), ("d", 1), ("f", 1)]
    assert looked_at.same == 2


def test_at_most_so_many_are_looked_at_and_the_nearest_first() -> None:
    many = [known(f"i{number:02}", spot(number)) for number in range(NEAREST + 5)]
    assert found(seen(spot()), *many[::-1]) == [one.id for one in many[:NEAREST]]


@pytest.mark.parametrize(
    ("channel", "ago_s", "just"),
    [
        ("sorot", WALK_S, True),
        ("sorot", -WALK_S, True),
        ("sorot", WALK_S + 1, False),
        ("sorot", -WALK_S - 1, False),
        ("callcenter", 0, False),
    ],
)
def test_somebody_may_walk_who_spoke_by_the_same_channel_minutes_ago(
    channel: str, ago_s: float, just: bool
) -> None:
    one = traced(known("i", spot(), last_at=AT - ago_s), channel=channel)
    assert just_now(seen(spot()), one) is just
    assert candidates(seen(spot()), holding(one), BOUNDS).walked == just


def test_a_walk_is_no_longer_than_a_walk() -> None:
    here = traced(known("i", spot(), last_at=AT), channel="sorot")
    for metres, walked in ((WALK_M - 0.1, 1), (WALK_M + 0.1, 0)):
        assert candidates(seen(spot(metres)), holding(here), BOUNDS).walked == walked
    three = [replace(here, id=id) for id in "abc"]
    assert candidates(seen(spot()), holding(*three), BOUNDS).walked == 3


@pytest.mark.parametrize(
    ("sighting", "led"),
    [
        (seen(address=CORNER), ["worded"]),
        (seen(photos=(PHOTO,)), ["pictured"]),
        (seen(voice="sorot:x"), ["spoken"]),
        (seen(address=CORNER, photos=(PHOTO,), voice="sorot:x"), ["pictured", "spoken", "worded"]),
        (seen(), []),
    ],
)
def test_without_a_place_words_photos_and_the_voice_lead_there(sighting: Sighting, led: list[str]) -> None:
    worded = traced(known("worded"), address=CORNER)
    pictured = traced(known("pictured"), photos=(PHOTO,))
    other = traced(known("other"), address="jl melati 3")
    those = (worded, pictured, other, (known("spoken"), "sorot:x"))
    assert sorted(found(sighting, *those)) == led


def test_a_word_that_leads_to_another_place_is_not_the_same_place() -> None:
    assert found(seen(address=CORNER), traced(known("i"), address="simpang tiga pasar")) == []


def test_who_has_a_good_place_looks_by_words_only_for_those_that_have_none() -> None:
    there = traced(known("there", spot(900)), address=CORNER)
    vague = traced(known("vague", spot(900, error_m=800)), address=CORNER)
    nowhere = traced(known("nowhere"), address=CORNER)
    for error_m, led in ((100, ["nowhere", "vague"]), (101, ["nowhere", "vague"])):
        assert sorted(found(seen(spot(error_m=error_m), address=CORNER), there, vague, nowhere)) == led
    assert sorted(found(seen(address=CORNER), there, vague, nowhere)) == ["nowhere", "there", "vague"]


def test_what_is_near_is_not_looked_at_twice() -> None:
    both = traced(known("i", spot(error_m=200)), address=CORNER, photos=(PHOTO,))
    sighting = seen(spot(), address=CORNER, photos=(PHOTO,), voice="sorot:x")
    assert found(sighting, (both, "sorot:x")) == ["i"]


def test_of_many_that_something_leads_to_the_last_spoken_of_are_looked_at() -> None:
    many = [traced(known(f"i{n:02}", last_at=AT - 60 * n), photos=(PHOTO,)) for n in range(LED_TO + 3)]
    assert found(seen(photos=(PHOTO,)), *many) == [f"i{n:02}" for n in range(LED_TO)]
    same = [replace(one, last_at=AT) for one in many]
    assert found(seen(photos=(PHOTO,)), *same[::-1]) == [f"i{n:02}" for n in range(LED_TO)]


def test_what_words_lead_to_is_measured_and_bound_like_the_near() -> None:
    far = traced(known("far", spot(900)), photos=(PHOTO,))
    closed = traced(known("closed", closed_at=AT), photos=(PHOTO,))
    assert found(seen(spot(), photos=(PHOTO,)), far, closed) == []
    [one] = candidates(seen(photos=(PHOTO,)), holding((far, "sorot:x")), BOUNDS).possible
    assert (one.apart_m, one.spoke_at, one.nearer) == (None, None, 0)
    [own] = candidates(seen(voice="sorot:x"), holding((far, "sorot:x")), BOUNDS).possible
    assert own.spoke_at == far.last_at


def test_what_was_not_spoken_of_lately_but_lives_is_measured_if_something_leads_there() -> None:
    long = Kind("roads", lasts_h=60)
    old = traced(
        known("i", spot(), kind=long, opened_at=AT - 40 * DAY_S, last_at=AT - 31 * DAY_S), photos=(PHOTO,)
    )
    assert found(seen(spot(30)), old) == []
    [one] = candidates(seen(spot(30), photos=(PHOTO,)), holding(old), BOUNDS).possible
    assert (one.apart_m, one.founder_m) == (pytest.approx(30), pytest.approx(30))
    assert found(seen(spot(300), photos=(PHOTO,)), old) == []


def test_those_beyond_come_after_all_of_the_category_that_are_near() -> None:
    near, beyond = known("near", spot(5)), traced(known("beyond"), photos=(PHOTO,))
    looked_at = candidates(seen(spot(), photos=(PHOTO,)), holding(near, beyond), BOUNDS)
    assert [(one.known.id, one.nearer) for one in looked_at.possible] == [("near", 0), ("beyond", 1)]


def test_a_near_one_whose_place_is_too_vague_needs_something_that_binds() -> None:
    vague = known("i", spot(error_m=700))
    assert found(seen(spot()), vague) == []
    assert found(seen(spot(), voice="sorot:x"), (vague, "sorot:x")) == ["i"]
    assert found(seen(spot(), photos=(PHOTO,)), traced(vague, photos=(PHOTO,))) == ["i"]
    assert found(seen(spot(), address=CORNER), traced(vague, address=CORNER)) == ["i"]
    assert found(seen(spot(), address="jl melati 3"), traced(vague, address=CORNER)) == []
