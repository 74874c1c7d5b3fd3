"""A report beside one incident, in the figures that the model weighs."""

import math
from dataclasses import replace

import pytest

from streams.core.dedupe import Bounds, Kind, Known, Sighting
from streams.core.dedupe.candidates import Candidates, candidates
from streams.core.dedupe.features import features
from streams.core.dedupe.model import FEATURES
from tests.unit.core.beside import AT, KIND, PHOTO, holding, known, seen, spot, traced

DRAIN = replace(KIND, name="drains", agencies=frozenset(("air",)))


def figures(sighting: Sighting, one: Known, voice: str | None = None) -> dict[str, float | None]:
    """Of a pair alone in the city."""
    held = holding((one, voice) if voice else one)
    found = candidates(sighting, held, Bounds())
    [values] = features(sighting, found, held.rarity)
    return dict(zip(FEATURES, values, strict=True))


def test_the_figures_of_a_pair() -> None:
    here = seen(spot(30), text="banjir di jalan", photos=(PHOTO,), voice="sorot:x")
    one = traced(known("i", spot(), text="banjir di jalan"), photos=(PHOTO,))
    assert figures(here, one, "sorot:x") == {
        "same_category": 1.0,
        "same_family": 0.0,
        "prior": 0.0,
        "private": 0.0,
        "apart_in_spreads": pytest.approx(math.log1p(30 / 40)),
        "closer": 0.0,
        "walk": 0.0,
        "gap_in_lasts": pytest.approx(math.log1p(1 / 24)),
        "text": pytest.approx(1, abs=1e-5),
        "same_photo": 1.0,
        "same_voice": 1.0,
    }


@pytest.mark.parametrize(
    ("category", "here", "there", "family"),
    [
        ("banjir", KIND, KIND, 0),
        ("selokan", KIND, DRAIN, 1),
        ("lampu", KIND, replace(DRAIN, family="jalan"), 0),
        ("selokan", replace(KIND, unknown=True), DRAIN, 0),
        ("selokan", KIND, replace(DRAIN, unknown=True), 0),
    ],
)
def test_a_family_counts_where_the_category_is_another_and_both_are_known(
    category: str, here: Kind, there: Kind, family: float
) -> None:
    found = figures(seen(spot(), kind=here), known("i", spot(), category=category, kind=there))
    assert (found["same_category"], found["same_family"]) == (category == "banjir", family)


def test_what_is_known_of_a_kind_counts() -> None:
    kind = replace(KIND, prior=0.7, private=True, spread_m=10, lasts_h=2)
    found = figures(seen(spot(4), kind=kind), known("i", spot()))
    assert (found["prior"], found["private"]) == (0.7, 1.0)
    assert found["apart_in_spreads"] == pytest.approx(math.log1p(0.4))
    assert found["gap_in_lasts"] == pytest.approx(math.log1p(0.5))
    assert figures(seen(spot(4), kind=kind), known("i", spot(), category="selokan"))["prior"] == 0.0


def test_what_lacks_is_not_compared_or_not_the_same() -> None:
    found = figures(seen(spot(), text="banjir"), known("i", spot()))
    assert (found["text"], found["same_photo"], found["same_voice"]) == (None, 0.0, 0.0)
    assert figures(seen(spot()), known("i", spot(), text="banjir"))["text"] is None


def test_a_walk_counts_the_others_that_the_same_channel_just_spoke_of() -> None:
    by = [traced(known(id, spot(at), last_at=AT), channel="sorot") for id, at in (("a", 0), ("b", 100))]
    lone = known("c", spot(10))
    held = holding(*by, lone)
    found = candidates(seen(spot()), held, Bounds())
    at = FEATURES.index("walk")
    counted = {
        one.known.id: round(math.expm1(values[at] or 0))
        for one, values in zip(found.possible, features(seen(spot()), found, held.rarity), strict=True)
    }
    assert counted == {"a": 1, "b": 1, "c": 2}
    assert Candidates([], 0, 0).possible == []


def test_closer_counts_the_nearer_and_each_text_is_its_own() -> None:
    held = holding(
        known("a", spot(5), text="lampu padam"),
        known("b", spot(9)),
        known("c", spot(20), text="banjir tinggi"),
    )
    sighting = seen(spot(), text="banjir tinggi")
    rows = list(features(sighting, candidates(sighting, held, Bounds()), held.rarity))
    closer, text = FEATURES.index("closer"), FEATURES.index("text")
    assert [round(math.expm1(row[closer] or 0)) for row in rows] == [0, 1, 2]
    assert rows[0][text] == pytest.approx(0, abs=1e-5)
    assert rows[1][text] is None
    assert rows[2][text] == pytest.approx(1, abs=1e-5)
