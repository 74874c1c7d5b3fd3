"""A report beside one incident, measured, in figures and in words."""

import math
from dataclasses import replace

import pytest

from schemas.incident import Point, Term
from streams.core.dedupe import Bounds, Kind, Known, Model, Sighting
from streams.core.dedupe.candidates import Candidates, candidates
from streams.core.dedupe.compare import SOMEWHERE_M, Candidate, compare
from streams.core.dedupe.decide import score
from streams.core.dedupe.evidence import distance, span, terms
from streams.core.dedupe.features import FEATURES, features
from streams.core.dedupe.model import NamedKind, Weight, binned, linear
from streams.core.dedupe.places import NAMED_M, off_m
from streams.core.geo import DEGREE_M
from tests.unit.core.beside import AT, DAY_S, HOUR_S, KIND, PHOTO, holding, known, seen, spot, traced
from tests.unit.core.reports import LON

MELATI = "jl melati masjid nurul"


@pytest.mark.parametrize(
    ("at", "gap_s"), [(AT - 3 * HOUR_S, HOUR_S), (AT - 2 * HOUR_S, 0), (AT - 1.5 * HOUR_S, 0), (AT, HOUR_S)]
)
def test_the_gap_is_to_the_nearer_end_of_what_was_said_of_it(at: float, gap_s: float) -> None:
    one = known("i", spot(), opened_at=AT - 2 * HOUR_S, last_at=AT - HOUR_S)
    assert compare(seen(spot(), at=at), one, 0.0, None, 0).gap_s == gap_s


def test_two_points_are_as_far_apart_as_was_measured() -> None:
    one = compare(seen(spot(12)), known("i", spot()), 12.5, 7.0, 3)
    assert one == Candidate(known("i", spot()), 12.5, 12.5, 0.0, False, HOUR_S, 7.0, 3)
    assert one.likely_m == 12.5


def test_of_several_points_the_nearest_counts_with_what_that_one_is_off() -> None:
    one = known("i", spot(), spot(100, error_m=90), spot(-40))
    found = compare(seen(spot(80)), one, 80.0, None, 0)
    assert (found.apart_m, found.founder_m) == (pytest.approx(20), 80.0)
    assert found.off_m == off_m(10, 90) > 0
    assert found.likely_m == pytest.approx(math.hypot(20, found.off_m))


def test_east_is_measured_where_degrees_are_narrower() -> None:
    north = Point(60.0, LON, 10)
    east = Point(60.0, LON + 50 / DEGREE_M, 10)
    assert compare(seen(north), known("i", north, east), 0.0, None, 0).apart_m == 0
    west = Point(60.0, LON - 50 / DEGREE_M, 10)
    assert compare(seen(north), known("i", west, east), 25.0, None, 0).apart_m == pytest.approx(25)
    farther = Point(60.0 + 30 / DEGREE_M, LON, 10)
    assert compare(seen(north), known("i", farther, east), 30.0, None, 0).apart_m == pytest.approx(25)


@pytest.mark.parametrize(("error_m", "compared"), [(600, True), (601, False)])
def test_a_place_as_vague_as_a_kelurahan_is_not_compared(error_m: float, compared: bool) -> None:
    for here, there in ((spot(error_m=error_m), spot()), (spot(), spot(error_m=error_m))):
        found = compare(seen(here), known("i", there), 0.0, None, 0)
        assert (found.apart_m is not None) is compared
        if not compared:
            assert (found.founder_m, found.off_m, found.likely_m) == (0.0, 0.0, SOMEWHERE_M)


@pytest.mark.parametrize(
    ("here", "there", "named"),
    [
        (MELATI, MELATI, True),
        (MELATI, "masjid nurul melati lama", True),
        (MELATI, "jl kenanga", False),
        ("", "", False),
    ],
)
def test_without_points_words_say_whether_it_is_the_same_place(here: str, there: str, named: bool) -> None:
    found = compare(seen(address=here), traced(known("i", spot()), address=there), None, None, 0)
    assert (found.apart_m, found.named) == (None, named)
    assert found.likely_m == (NAMED_M if named else SOMEWHERE_M)


def test_beside_good_points_only_equal_words_are_the_same_place_and_beside_vague_ones_like_words() -> None:
    other = "masjid nurul melati lama"
    for error_m, words, named in (
        (10, other, False),
        (10, MELATI, True),
        (10, "", False),
        (200, other, True),
    ):
        one = traced(known("i", spot()), address=words)
        found = compare(seen(spot(60, error_m), address=MELATI if words else ""), one, 60.0, None, 0)
        assert found.named is named
    assert found.likely_m == NAMED_M
    near = compare(seen(spot(60), address=MELATI), traced(known("i", spot()), address=MELATI), 60.0, None, 0)
    assert (near.named, near.off_m, near.likely_m) == (True, 0.0, 60.0)


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


def model(*weights: Weight, bias: float = 0.0) -> Model:
    return Model(bias, 0.0, 0.0, weights, Bounds())


def reasons(
    sighting: Sighting, one: Known, *weights: Weight, voice: str | None = None, bias: float = 1.0
) -> list[Term]:
    held = holding((one, voice) if voice else one)
    found = candidates(sighting, held, Bounds())
    [values] = features(sighting, found, held.rarity)
    told = terms(sighting, found.possible[0], values, model(*weights, bias=bias))
    assert sum(term.weight for term in told) == pytest.approx(
        score(values, model(*weights, bias=bias)), abs=0.02
    )
    return [*told]


def words(sighting: Sighting, one: Known, feature: str, voice: str | None = None) -> str:
    """The words of one feature, which counts whatever it is."""
    flat = binned(feature, (1e9,), (5.0, 5.0))
    return reasons(sighting, one, flat, voice=voice)[0].words


SAME = known("i", spot(), text="banjir")


@pytest.mark.parametrize(
    ("sighting", "one", "feature", "said"),
    [
        (seen(spot()), SAME, "same_category", "kategori sama"),
        (seen(spot()), replace(SAME, category="selokan"), "same_family", "kategori lain"),
        (seen(spot()), SAME, "prior", "kategori sama"),
        (seen(spot()), SAME, "private", "urusan satu rumah tangga"),
        (seen(spot(12)), SAME, "apart_in_spreads", "12 m dari laporan lain"),
        (
            seen(spot(12, error_m=200)),
            SAME,
            "apart_in_spreads",
            "12 m dari laporan lain (lokasi meleset sekitar 115 m)",
        ),
        (seen(spot()), SAME, "closer", "paling dekat"),
        (seen(spot()), SAME, "walk", "laporan lain dari saluran yang sama baru saja di sekitar"),
        (seen(spot()), SAME, "gap_in_lasts", "1 jam dari laporan terakhir"),
        (seen(spot(), at=AT - 2 * HOUR_S), SAME, "gap_in_lasts", "1 jam sebelum laporan pertama"),
        (
            seen(spot(), at=AT - HOUR_S),
            SAME,
            "gap_in_lasts",
            "di antara laporan pertama dan terakhir",
        ),
        (seen(spot(), text="banjir"), SAME, "text", "kemiripan teks 100%"),
        (seen(spot(), text="lampu padam"), SAME, "text", "kemiripan teks 0%"),
        (seen(spot()), SAME, "same_photo", "tanpa foto yang sama"),
        (seen(spot(), photos=(PHOTO,)), traced(SAME, photos=(PHOTO,)), "same_photo", "foto sama"),
        (seen(spot(), voice="sorot:x"), SAME, "same_voice", "pelapor lain"),
    ],
)
def test_each_reason_has_its_words(sighting: Sighting, one: Known, feature: str, said: str) -> None:
    assert words(sighting, one, feature) == said


def test_the_same_reporter_and_a_nearer_incident_are_told() -> None:
    assert words(seen(spot(), voice="sorot:x"), SAME, "same_voice", "sorot:x") == "pelapor yang sama"
    held = holding(known("a", spot(5)), known("b", spot(20)))
    found = candidates(seen(spot()), held, Bounds())
    values = [*features(seen(spot()), found, held.rarity)][1]
    told = terms(seen(spot()), found.possible[1], values, model(linear("closer", 2.0)))
    assert told == (Term("calon lebih dekat", "ada insiden sekategori yang lebih dekat", 1.39),)


def test_the_largest_reason_is_told_first_and_what_counts_for_nothing_is_not() -> None:
    weights = (
        binned("same_category", (), (0.7,)),
        binned("prior", (9.0,), (0.3, 0.0)),
        binned("same_photo", (9.0,), (-2.0, 0.0)),
        binned("same_voice", (9.0,), (0.0049, 0.0)),
        binned("closer", (9.0,), (1.0, 0.0)),
        binned("private", (9.0,), (0.005, 0.0)),
        linear("text", 9.0),
    )
    told = reasons(seen(spot()), known("i", spot()), *weights, bias=-1.0)
    assert [(term.name, term.weight) for term in told] == [
        ("foto", -2.0),
        ("awal", -1.0),
        ("calon lebih dekat", 1.0),
        ("kategori", 1.0),
        ("urusan pribadi", 0.01),
    ]
    assert told[1].words == "sebelum ada bukti"


def test_distance_without_points_is_told_by_words() -> None:
    nowhere = Candidate(SAME, None, 0.0, 0.0, named=False, gap_s=0.0, spoke_at=None, nearer=0)
    assert distance(nowhere) == "jarak tidak diketahui"
    assert distance(nowhere._replace(named=True)) == "tempat bernama sama"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 detik"),
        (59.4, "59 detik"),
        (60, "1 menit"),
        (3_599, "60 menit"),
        (3_600, "1 jam"),
        (86_399, "24 jam"),
        (86_400, "1 hari"),
        (10 * DAY_S, "10 hari"),
    ],
)
def test_a_stretch_of_time_is_told_in_its_unit(seconds: float, words: str) -> None:
    assert span(seconds) == words


def test_a_weight_counts_for_each_unit_or_by_the_bin() -> None:
    assert linear("text", 2.5) == Weight("text", (2.5,))
    assert linear("text", 2.5).of(4) == 10
    by_bin = binned("text", [0.1, 0.5], [1.0, 2.0, 3.0])
    assert by_bin == Weight("text", (1.0, 2.0, 3.0), (0.1, 0.5))
    assert [by_bin.of(value) for value in (0, 0.1, 0.4, 0.5, 9)] == [1, 2, 2, 3, 3]


@pytest.mark.parametrize(
    ("kind", "extent_m", "life_days"),
    [
        (Kind(spread_m=40, lasts_h=24), 120, 20),
        (Kind(spread_m=300, lasts_h=1), 300, 1),
        (Kind(spread_m=120, lasts_h=9_999), 120, 60),
        (Kind(spread_m=121, lasts_h=12), 121, 10),
    ],
)
def test_bounds_follow_the_kind(kind: Kind, extent_m: float, life_days: float) -> None:
    assert (Bounds().extent_of_m(kind), Bounds().life_of_s(kind)) == (extent_m, life_days * DAY_S)


def test_a_category_that_no_catalog_holds_is_known_by_the_words_of_its_name() -> None:
    street, lamp = Kind("streets"), Kind("lamps")
    kinds = (NamedKind(("street light", "lamp"), lamp), NamedKind(("street",), street))
    named = replace(model(), kinds=kinds).kind_named
    assert [named(name) for name in ("Street Light Out", "Street Cleaning", "LAMPS", "a.b")] == [
        *(lamp, street, lamp, Kind())
    ]
    assert named("mainstreet") == Kind()
    assert replace(model(), kinds=(NamedKind(("a.c",), lamp),)).kind_named("abc") == Kind()
