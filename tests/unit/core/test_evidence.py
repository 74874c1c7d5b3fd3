"""The reasons of a score, in the words that operators read."""

from dataclasses import replace

import pytest

from schemas.incident import Term
from streams.core.dedupe import Bounds, Known, Model, Sighting
from streams.core.dedupe.candidates import candidates
from streams.core.dedupe.compare import Candidate
from streams.core.dedupe.evidence import distance, span, terms
from streams.core.dedupe.features import features
from streams.core.dedupe.model import Weight, binned, linear
from tests.unit.core.beside import AT, DAY_S, HOUR_S, PHOTO, holding, known, seen, spot, traced


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
        model(*weights, bias=bias).score(values), abs=0.02
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
