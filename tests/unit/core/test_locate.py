import pytest

from schemas.classified import Place
from streams.core.geo import distance_m
from streams.core.locate import Map, at_coordinates, in_words
from tests.unit.core.catalog import small_catalog

CATALOG = small_catalog()
CITY = Map.of(CATALOG)
WARDS = CATALOG.kelurahan


def said(text: str) -> Place:
    place = in_words(CITY, text)
    assert place is not None
    return place


@pytest.mark.parametrize("id", ["anggrek", "bakung", "cempaka"])
def test_coordinates_inside_a_border_have_its_area(id: str) -> None:
    ward = WARDS[id]
    place = at_coordinates(CITY, ward.lat + 0.004, ward.lon - 0.004, 12.5)
    assert (place.kelurahan, place.kecamatan, place.outside) == (id, ward.kecamatan, False)
    assert (place.lat, place.lon, place.error_m, place.by) == (
        ward.lat + 0.004,
        ward.lon - 0.004,
        12.5,
        "coordinates",
    )
    assert ward.name in place.evidence


@pytest.mark.parametrize("point", [(-6.205, 107.015), (-6.199, 107.005), (-6.23, 107.005), (6.205, 107.005)])
def test_coordinates_outside_every_border_are_kept_and_said_to_be_outside(point: tuple[float, float]) -> None:
    place = at_coordinates(CITY, *point, 10)
    assert (place.kelurahan, place.kecamatan, place.outside) == (None, None, True)
    assert (place.lat, place.lon) == point
    assert place.evidence == "di luar Kota Rawa"


def test_a_point_on_a_common_border_goes_to_one_and_names_the_other() -> None:
    place = at_coordinates(CITY, -6.21, 107.005, 10)
    assert place.kelurahan in {"anggrek", "bakung"}
    assert "dalam 10 m dari batas dengan" in place.evidence
    assert {"Anggrek", "Bakung"} == {name for name in ("Anggrek", "Bakung") if name in place.evidence}


@pytest.mark.parametrize(
    ("lat", "lon", "error_m", "doubt"),
    [
        (-6.2099, 107.005, 5, ""),  # 11 m from Bakung
        (-6.2099, 107.005, 20, ", dalam 20 m dari batas dengan Bakung"),
        (-6.20998, 107.005, 0, ", dalam 5 m dari batas dengan Bakung"),
        (-6.205, 107.00005, 10, ", dalam 10 m dari batas dengan luar Kota Rawa"),
        (-6.205, 106.99995, 10, ", dalam 10 m dari batas dengan Anggrek"),
        (-6.205, 106.9998, 10, ""),
        (-6.205, 107.005, 800, ", ketelitian hanya 800 m"),
    ],
)
def test_a_point_near_a_border_is_said_with_its_doubt(
    lat: float, lon: float, error_m: float, doubt: str
) -> None:
    place = at_coordinates(CITY, lat, lon, error_m)
    said = "koordinat di Anggrek, Rawa Barat" if place.kelurahan else "di luar Kota Rawa"
    assert place.evidence == said + doubt
    assert place.error_m == error_m


@pytest.mark.parametrize(
    ("text", "kelurahan", "kecamatan"),
    [
        ("banjir di Anggrek", "anggrek", "barat"),
        ("banjir di kelurahan ANGGREK.", "anggrek", "barat"),
        ("di Rawa Timur", "cempaka", "timur"),
        ("di rawtim", "cempaka", "timur"),
        ("di rawa barat", None, "barat"),
        ("anggrek dan bakung", None, "barat"),
        ("anggrek dan cempaka", None, None),
        ("jl melati", None, None),
        ("jl melati, rawa barat", None, "barat"),
        ("gang Melati kel. Bakung", "bakung", "barat"),
        ("Jalan Melati, kecamatan Rawa Timur", "cempaka", "timur"),
        ("raya utara arah pasar", "anggrek", "barat"),
        ("kenanga indah", "bakung", "barat"),
        ("bakung atau anggrek, jl raya utara", "anggrek", "barat"),
    ],
)
def test_names_narrow_each_other(text: str, kelurahan: str | None, kecamatan: str | None) -> None:
    place = said(text)
    assert (place.kelurahan, place.kecamatan, place.by) == (kelurahan, kecamatan, "words")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "banjir tinggi",
        "bunga melati layu",  # a street of one word needs "jalan"
        "sekolah melati",
        "jalan anggrek",  # a street of that name, not the kelurahan
        "kelurahan rawa timur",  # a kelurahan of that name, not the kecamatan
        "anggreknya",
    ],
)
def test_what_names_no_place_gives_none(text: str) -> None:
    assert in_words(CITY, text) is None


def test_names_that_contradict_each_other_leave_the_more_certain() -> None:
    assert said("kelurahan anggrek, rawa timur").kelurahan == "anggrek"
    assert said("jl kenanga indah di anggrek").kelurahan == "anggrek"
    assert said("jl kenanga indah, rawa timur").kelurahan == "bakung"


def test_the_evidence_names_what_was_used_once() -> None:
    assert said("anggrek, anggrek, jl melati").evidence == "disebut: Anggrek, Jl. Melati"
    assert said("anggrek, rawa timur").evidence == "disebut: Anggrek"


@pytest.mark.parametrize("text", ["anggrek", "rawa barat", "jl melati", "anggrek, cempaka"])
def test_the_circle_holds_most_of_what_the_names_may_mean(text: str) -> None:
    place = said(text)
    meant = {
        "anggrek": ["anggrek"],
        "rawa barat": ["anggrek", "bakung"],
        "jl melati": ["anggrek", "bakung", "cempaka"],
        "anggrek, cempaka": ["anggrek", "cempaka"],
    }[text]
    corners = [
        (WARDS[id].lat + north * 0.001, WARDS[id].lon + east * 0.001)
        for id in meant
        for north in range(-4, 5)
        for east in range(-4, 5)
    ]
    held = sum(distance_m(place.lat, place.lon, *corner) <= place.error_m for corner in corners)
    assert held / len(corners) >= 0.9
    assert place.error_m < 2_100


def test_words_of_the_field_go_before_those_of_the_text() -> None:
    told = in_words(CITY, "banjir di cempaka", "anggrek")
    assert told is not None
    assert told.kelurahan == "anggrek"
    narrowed = in_words(CITY, "banjir di jl kenanga indah", "rawa barat")
    assert narrowed is not None
    assert narrowed.kelurahan == "bakung"


def test_what_only_a_street_was_named_in_the_text_yields_to_a_field_that_is_sure() -> None:
    place = in_words(CITY, "dari arah cempaka", "bakung")
    assert place is not None
    assert (place.kelurahan, place.evidence) == ("bakung", "disebut: Bakung")
