"""Reports whose place is vague, in words, or not known at all; and what binds them instead."""

import pytest

from schemas.classified import ClassifiedReport, Place
from schemas.incident import Decision
from streams.core.dedupe import normalized
from tests.unit.core.deciding import AREAS, DAY, HOUR, decide
from tests.unit.core.reports import classified, incident, point

WORDS = "jl melati dekat masjid nurul"
PHOTO = "f0f0f0f0f0f0f0f0"


def test_without_a_place_category_and_text_join_nothing() -> None:
    for there in (None, point()):
        link = decide(classified("a"), incident("i", place=there))
        assert link.decision is Decision.OPENS
        assert (
            link.evidence
            == "tanpa lokasi, dan tidak ada insiden terbuka dengan tempat, foto atau pelapor yang sama"
        )


@pytest.mark.parametrize("there", [None, point(), point(error_m=900)])
def test_words_that_name_the_same_place_join(there: Place | None) -> None:
    link = decide(
        classified("a", place_words="Jl. Melati, dekat masjid Nurul", after=HOUR),
        incident("i", place=there, address=WORDS),
        incident("j", place=there, address="jl kenanga dekat pasar baru"),
    )
    assert (link.incident_id, link.decision, link.distance_m) == ("rawa:air:i", Decision.JOINS, None)
    assert "tempat bernama sama" in link.evidence


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Kel. Anggrek", "kel anggrek"),
        ("Rawa Timur", "kec rawatimur"),
        ("dekat tol Rawa Timur, Anggrek", "rawa timur anggrek"),
        ("Jl Mawar, kel Anggrek, kec Rawa Barat", "Jl Kenari, kel Anggrek, kec Rawa Barat"),
    ],
)
@pytest.mark.parametrize("place", [None, point(error_m=900)])
def test_an_area_named_by_both_is_not_the_same_place(here: str, there: str, place: Place | None) -> None:
    """Two fires in a kelurahan are two."""
    known = incident("i", place=place, address=normalized(there, AREAS))
    link = decide(classified("a", place=place, place_words=here, after=HOUR), known)
    assert link.decision is Decision.OPENS


def test_an_area_still_tells_one_station_from_another() -> None:
    address = normalized("Stasiun Rawa Timur", AREAS)
    report = classified("a", place_words="stasiun rawatimur")
    assert decide(report, incident("i", address=address)).decision is Decision.JOINS
    report = classified("a", place_words="stasiun rawa barat")
    assert decide(report, incident("i", address=address)).decision is Decision.OPENS


def test_words_do_not_reach_across_the_city() -> None:
    """A street of the same name lies in another kelurahan."""
    report = classified("a", place=point(900), place_words=WORDS)
    assert decide(report, incident("i", place=point(), address=WORDS)).decision is Decision.OPENS


@pytest.mark.parametrize("error_m", [900, 5000])
def test_a_kelurahan_is_no_place_to_be_compared(error_m: float) -> None:
    report = classified("a", place=point(error_m=error_m))
    assert decide(report, incident("i", place=point(error_m=error_m))).decision is Decision.OPENS


def test_the_vaguer_a_place_the_less_it_says() -> None:
    scores = []
    for error_m in (10, 100, 200, 400, 600):
        link = decide(classified("a", place=point(10, error_m=error_m)), incident("i", place=point()))
        assert link.score is not None
        scores.append(link.score)
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_a_vague_place_is_told_as_such() -> None:
    link = decide(classified("a", place=point(10, error_m=200)), incident("i", place=point()))
    assert "10 m dari laporan lain (lokasi meleset sekitar 115 m)" in link.evidence


@pytest.mark.parametrize(
    "report",
    [
        classified("a", photos=("p",), phash=PHOTO.upper()),
        classified("a", place=point(30), photos=("p",), phash=PHOTO),
    ],
    ids=["no place", "near"],
)
def test_the_same_photo_joins(report: ClassifiedReport) -> None:
    link = decide(report, incident("i", place=point(), photos=(PHOTO,)))
    assert link.decision is Decision.JOINS
    assert link.terms[0].words == "foto sama"


def test_the_same_photo_from_far_away_is_another_use_of_it() -> None:
    report = classified("a", place=point(3000), photos=("p",), phash=PHOTO)
    assert decide(report, incident("i", place=point(), photos=(PHOTO,))).decision is Decision.OPENS


def test_who_spoke_of_it_before_needs_no_place() -> None:
    report = classified("a", reporter="x", after=DAY)
    link = decide(report, (incident("i", place=point()), "sorot:x"))
    assert (link.decision, link.new_voice) == (Decision.JOINS, False)
    assert "pelapor yang sama" in link.evidence


def test_a_report_without_text_joins_by_place_and_time() -> None:
    report = classified("a", place=point(5)).model_copy(update={"masked_text": ""})
    link = decide(report, incident("i", place=point()))
    assert link.decision is Decision.JOINS
    assert "teks" not in {term.name for term in link.terms}
