import pytest

from streams.core.geo import distance_m
from streams.core.locate import at_coordinates, contradicted, covering, said_in
from tests.unit.core.bekasi import CITY

KRANJI, JATIASIH, MONAS = (-6.2243, 106.9794), (-6.2984, 106.9585), (-6.1754, 106.8272)


def why(text: str, point: tuple[float, float], place: str = "", error_m: float = 10) -> str | None:
    return contradicted(CITY, at_coordinates(CITY, *point, error_m), said_in(CITY, text, place))


@pytest.mark.parametrize(
    ("text", "point", "reason"),
    [
        ("banjir di kelurahan jatiasih", KRANJI, "koordinat di Kranji, tetapi teks menyebut Jatiasih ("),
        ("banjir di jatiasih", KRANJI, "koordinat di Kranji, tetapi teks menyebut Kec. Jatiasih ("),
        ("pohon tumbang di kranji", JATIASIH, "koordinat di Jatiasih, tetapi teks menyebut Kranji ("),
        (
            "banjir di summarecon mall",
            JATIASIH,
            "koordinat di Jatiasih, tetapi teks menyebut Summarecon Mall",
        ),
        ("banjir di kranji", MONAS, "koordinat di luar Kota Bekasi, tetapi teks menyebut Kranji ("),
        ("banjir di bandung", KRANJI, "koordinat di Kranji, tetapi teks menyebut Bandung ("),
    ],
)
def test_a_point_far_from_what_is_named_is_contradicted(
    text: str, point: tuple[float, float], reason: str
) -> None:
    found = why(text, point)
    assert found is not None
    assert found.startswith(reason)
    assert found.endswith(" km)")


def test_kilometres_are_written_as_in_indonesian() -> None:
    assert why("banjir di kelurahan jatiasih", KRANJI) == (
        "koordinat di Kranji, tetapi teks menyebut Jatiasih (8,6 km)"
    )


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("banjir", KRANJI),
        ("banjir di jatiasih", JATIASIH),
        ("banjir di kranji", KRANJI),
        ("macet arah jatiasih", KRANJI),
        ("macet menuju kranji", JATIASIH),
        ("macet di kranji arah jatiasih", JATIASIH),  # one name that fits is enough
        ("kranji dan jatiasih banjir", KRANJI),
        ("jl kartini gelap", JATIASIH),  # not all streets are known
        ("banjir di jatiasihh", KRANJI),  # mended
        ("macet di flyover kranji", JATIASIH),  # a thing that is called after it
        ("warga pejuang", JATIASIH),  # also a word
        ("plat bandung", KRANJI),
        ("orang bandung", KRANJI),
        ("banjir di bintara", KRANJI),  # the next kelurahan
        ("di stasiun kranji", (-6.2350, 106.9800)),
    ],
)
def test_what_may_be_meant_is_not_contradicted(text: str, point: tuple[float, float]) -> None:
    assert why(text, point) is None


def test_a_point_that_is_vague_enough_is_not_contradicted() -> None:
    assert why("banjir di kelurahan jatiasih", KRANJI, error_m=10_000) is None


def test_the_field_counts_as_words() -> None:
    assert why("banjir", KRANJI, "kelurahan jatiasih") is not None


def test_the_place_of_a_contradicted_point_covers_both() -> None:
    point, said = at_coordinates(CITY, *KRANJI, 25), said_in(CITY, "banjir di kelurahan jatiasih")
    assert said is not None
    place = covering(point, said, "alasan")
    assert (place.by, place.kelurahan) == ("words", "jatiasih")
    assert place.error_m >= distance_m(place.lat, place.lon, *KRANJI) + 24
    assert place.evidence == "disebut: Jatiasih; alasan"
