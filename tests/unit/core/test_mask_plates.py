"""Plates are masked; houses and years stay."""

import pytest

from streams.core.mask import mask


@pytest.mark.parametrize(
    "plate",
    [
        "B 1234 XYZ",
        "b1234xyz",
        "B-1234-XYZ",
        "b 1234 kzx",
        "B1234KZ",
        "F 123 AB",
        "AB 4321 C",
        "DK 12 XYZ",
        "B 2025 KZA",
    ],
)
@pytest.mark.parametrize(
    "around", ["{}", "truk {} ugal-ugalan", "angkot({})", "ditabrak {},", "mobil parkir: {}."]
)
def test_a_plate_is_masked(plate: str, around: str) -> None:
    assert mask(around.format(plate)) == around.format("<plat>")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("plat B 1234 di trotoar", "plat <plat> di trotoar"),
        ("nopolnya 1479 KY", "nopolnya <plat>"),
        ("no pol: B 1234 XYZ kabur", "no pol: <plat> kabur"),
        ("pelat nomor b 1234 xyz", "pelat nomor <plat>"),
        ("Nomor Polisi : B 9876 FZ", "Nomor Polisi : <plat>"),
    ],
)
def test_what_is_said_to_be_a_plate_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Blok B 12",
        "B 12",
        "b 12 rt 03",
        "Blok B 12 RT 03 RW 05",
        "blok b 1200 rt 5",
        "No. F16A",
        "no. 111 A - 111 C",
        "Tower B 1205 A",
        "kamar D 101 X",
        "d 2023 ini jalan rusak",
        "H 2 no 15",
        "angkot K 11 A",
        "gardu listrik 150 kv, A 200 kva, B 1300 VA",
        "tahun 2025 ada",
        "SMPN 12 BKS",
        "platform 2000 orang",
        "polisi 2 orang",
        "X 1234 ABC",
        "plat besi 100 cm",
    ],
)
def test_houses_and_years_are_no_plates(text: str) -> None:
    assert mask(text) == text
