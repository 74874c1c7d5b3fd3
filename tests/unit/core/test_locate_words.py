"""What citizens of Kota Bekasi write, and where a good operator would look for it."""

import pytest

from schemas.classified import Place
from streams.core.geo import distance_m
from streams.core.locate import in_words
from tests.unit.core.bekasi import CATALOG, CITY


def said(text: str, place: str = "") -> Place:
    found = in_words(CITY, text, place)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("text", "kelurahan", "kecamatan"),
    [
        ("sampah liar dekat rumah saya Jl. Kartini", "margahayu", "bekasi_timur"),
        ("banjir 30 cm di Jatiasih", None, "jatiasih"),
        ("banjir di kelurahan jatiasih", "jatiasih", "jatiasih"),
        ("kel jatiasih rt 3 rw 4", "jatiasih", "jatiasih"),
        ("lampu padam rt 03 rw 04 jatiasih", "jatiasih", "jatiasih"),
        ("kecamatan jatiasih sering banjir", None, "jatiasih"),
        ("got mampet di jati asih", None, "jatiasih"),
        ("pondokgede macet lagi", None, "pondokgede"),
        ("pd gede macet lagi", None, "pondokgede"),
        ("daerah bks barat mati lampu", None, "bekasi_barat"),
        ("bekasi tmr gelap gulita", None, "bekasi_timur"),
        ("pohon tumbang di pekayon jaya", "pekayonjaya", "bekasi_selatan"),
        ("pohon tumbang di pekayonjya", "pekayonjaya", "bekasi_selatan"),
        ("pengasinann banjir selutut", "pengasinan", "rawalumbu"),
        ("jakasampruna listrik padam", "jakasampurna", "bekasi_barat"),
        ("tawuran depan stasiun bekasi", "margamulya", "bekasi_utara"),
        ("jambret di st. kranji", "kranji", "bekasi_barat"),
        ("ada copet di bcp", "kayuringinjaya", "bekasi_selatan"),
        ("parkir liar islamic center", "kayuringinjaya", "bekasi_selatan"),
        ("kel. kranji kec. bekasi barat", "kranji", "bekasi_barat"),
        ("kranji, bekasi barat, kota bekasi", "kranji", "bekasi_barat"),
        ("jl melati kel. bekasi jaya", "bekasijaya", "bekasi_timur"),
        ("jl siliwangi, bantargebang", None, "bantargebang"),
        ("Jalan Swatantra 1 jatirasa", "jatirasa", "jatiasih"),
        ("duren jaya atau aren jaya", None, "bekasi_timur"),
        ("di kelurahan perwira", "perwira", "bekasi_utara"),
        ("warga pejuang minta fogging", "pejuang", "medansatria"),
        ("kalibaru medan satria", None, "medansatria"),
        ("kel. kalibaru medan satria", "kalibaru", "medansatria"),
        ("flyover di atas kali, cipendawa", None, None),
        ("jl. jatikramat raya, kayuringin jaya", "kayuringinjaya", "bekasi_selatan"),
    ],
)
def test_names_give_the_area(text: str, kelurahan: str | None, kecamatan: str | None) -> None:
    place = said(text)
    assert (place.kelurahan, place.outside, place.by) == (kelurahan, False, "words")
    if kecamatan:
        assert place.kecamatan == kecamatan


@pytest.mark.parametrize(
    ("text", "landmark"),
    [
        ("macet di jl ahmad yani arah summarecon", "jl_ahmad_yani"),
        ("macet dari arah cikarang di tol timur", "tol_bekasi_timur"),
        ("macet jl. jend. achmad yani", "jl_ahmad_yani"),
        ("jalan a yani depan bcp", "bekasi_cyber_park"),
        ("di sumarecon banjir", "summarecon_bekasi"),
        ("di summrecon banjir", "summarecon_bekasi"),
        ("summarecon mall, parkiran", "summarecon_mall"),
        ("perumahan galaxi banjir", "galaxy"),
        ("pgp kebanjiran lagi", "pondok_gede_permai"),
        ("pondok gede permai kebanjiran", "pondok_gede_permai"),
        ("pondokgedepermai kebanjiran", "pondok_gede_permai"),
        ("simpang bulak kapal semrawut", "bulak_kapal"),
        ("gerbang tol bekasi barat antre panjang", "tol_bekasi_barat"),
        ("antrean di gt bekasi barat", "tol_bekasi_barat"),
        ("kemang pratama gelap", "kemang_pratama"),
        ("jl kh noer alie berlubang", "jl_kalimalang"),
        ("kalimalang padat merayap", "jl_kalimalang"),
        ("jln cutmutia depan unisma", "unisma"),
        ("belakang stadion patriot ada pkl", "stadion_patriot"),
        ("dekat rsud kota bekasi", "rsud_bekasi"),
        ("kota harapan indah", "harapan_indah"),
        ("terminal kota bekasi kumuh", "terminal_bekasi"),
        ("jl ir h juanda bolong", "jl_juanda"),
        ("jalan juanda bolong", "jl_juanda"),
    ],
)
def test_landmarks_give_their_circle(text: str, landmark: str) -> None:
    mark, place = CATALOG.landmarks[landmark], said(text)
    assert place.evidence.startswith("disebut: ")
    assert distance_m(place.lat, place.lon, mark.lat, mark.lon) < 2
    assert place.error_m == mark.error_m


@pytest.mark.parametrize(
    "text",
    [
        "",
        "macet",
        "macet parah banget hari ini",
        "bekasi banjir di mana mana",
        "kota bekasi",
        "rt 03 rw 05 banjir",
        "perjuangan kami belum selesai",
        "pemuda mabuk",
        "bunga melati layu",
        "sekolah melati",
        "jl melati",  # a street of nearly every estate
        "jalan anggrek raya",
        "mobil plat jakarta ngebut",
        "macet arah cikarang",
        "kiriman air dari bogor",
        "macet arah jatiasih",  # somewhere on the way to a whole kecamatan
        "para pejuang sampah",
        "polisi wanita perwira tinggi",
        "mohon pemkot bekasi tanggap",
        "tol jakarta cikampek macet",
        "kandung kemih",
        "jalan kranji",  # a street of that name, somewhere
        "harapan jayaa",  # too short a word to mend
    ],
)
def test_what_names_no_place_gives_none(text: str) -> None:
    assert in_words(CITY, text) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("banjir di Depok", "Depok"),
        ("banjir di Jakarta Timur", "Jakarta Timur"),
        ("jl kartini depok", "Depok"),
        ("margahayu bandung", "Bandung"),
        ("jl melati raya, kalibaru, cilincing", "Cilincing"),
        ("jalan pemuda rawamangun", "Pulo Gadung"),
        ("kabupaten bekasi", "Kabupaten Bekasi"),
        ("kab. bekasi", "Kabupaten Bekasi"),
        ("tambun selatan banjir", "Tambun"),
        ("cikarang barat macet", "Cikarang"),
        ("villa nusa indah banjir", "Villa Nusa Indah"),
        ("kota bogor", "Bogor"),
        ("grand wisata gelap", "Grand Wisata"),
    ],
)
def test_other_cities_are_said_to_be_outside(text: str, named: str) -> None:
    place = said(text)
    assert (place.outside, place.kelurahan, place.kecamatan) == (True, None, None)
    assert place.evidence == f"disebut: {named}, di luar Kota Bekasi"


@pytest.mark.parametrize(
    "text",
    [
        "kranji arah jakarta",
        "warga jakarta kena macet di kranji",
        "dari jakarta timur ke bekasi lewat tol, macet di kranji",
        "kranji kebanjiran, kiriman dari bogor",
    ],
)
def test_another_city_that_is_only_talked_of_changes_nothing(text: str) -> None:
    place = said(text)
    assert (place.outside, place.kelurahan) == (False, "kranji")


def test_what_leads_away_is_used_only_if_nothing_else_is_named_and_then_is_vaguer() -> None:
    at, towards = said("macet di summarecon"), said("macet arah summarecon")
    assert towards.evidence == "arah atau sekitar: Summarecon Bekasi"
    assert towards.error_m == at.error_m + 2_000
    for text in ("kranji arah summarecon", "kranji menuju ke summarecon", "ke arah summarecon, di kranji"):
        assert said(text).kelurahan == "kranji"


def test_two_places_that_a_jam_lies_between_are_both_covered() -> None:
    place = said("macet dari kranji ke galaxy")
    for lat, lon in ((-6.2263, 106.9745), (-6.264, 106.9715)):
        assert distance_m(place.lat, place.lon, lat, lon) <= place.error_m


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("kalimalang jakasampurna", "kalimalang"),
        ("jl ahmad yani pekayon jaya", "jl ahmad yani"),
        ("jl cut mutia depan unisma", "jl cut mutia"),
        ("harapan jaya bekasi utara", "bekasi utara"),
        ("grand galaxy park galaxy", "galaxy"),
    ],
)
def test_several_names_narrow_each_other(narrow: str, wide: str) -> None:
    assert said(narrow).error_m < said(wide).error_m


def test_a_mended_word_is_shown_as_it_was_written() -> None:
    assert said("banjir pekayonjya").evidence == "disebut: Pekayonjaya (tertulis 'pekayonjya')"


def test_no_answer_is_wider_than_is_useful() -> None:
    assert in_words(CITY, "kranji, jatikarya") is None


def test_the_field_of_the_report_counts_more_than_its_text() -> None:
    assert said("rumah saudara di kranji juga banjir", "kel. jatirasa").kelurahan == "jatirasa"
    assert said("di kranji", "rumah").kelurahan == "kranji"
    assert said("di kranji", "depok").outside
    assert said("di kranji", "arah summarecon").evidence == "disebut: Kranji"


def test_landmarks_lie_where_the_catalog_says() -> None:
    for mark in CATALOG.landmarks.values():
        found = in_words(CITY, f"di {mark.name}")
        if found is None:  # wider than is useful: a toll road, a river
            assert mark.error_m > 5_000
        else:
            assert distance_m(found.lat, found.lon, mark.lat, mark.lon) <= found.error_m, mark.id
