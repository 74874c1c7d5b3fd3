import pytest

from streams.core.dedupe.photos import same_photo
from streams.core.dedupe.places import agree, normalized, off_m


@pytest.mark.parametrize(
    ("here", "there", "same"),
    [
        ("Jl. Melati No. 3", "jl melati no 3", True),
        ("depan Stasiun Bekasi Timur", "Stasiun Bekasi Timur, dekat loket", True),
        ("perumahan Pondok Mitra Lestari", "Pondok Mitra Lestari blok C", True),
        ("Jl. Raya Narogong", "Jl. Raya Narogong KM 5", False),  # a road of kilometres
        ("Jl. Melati 3", "Jl. Melati 5", False),
        ("dekat rumah", "di sana", False),
        ("Bekasi", "Kota Bekasi", False),
        ("di jalan", "di jalan", False),
        ("", "", False),
        ("Jl. Melati", "", False),
        ("satu dua tiga", "satu dua lima", False),  # two of three
        ("satu dua tiga empat", "satu dua tiga lima", True),  # three of four
        ("satu dua", "satu lima enam tujuh", False),
        ("satu", "satu dua", False),
    ],
)
def test_places_in_words(here: str, there: str, same: bool) -> None:
    assert agree(normalized(here), normalized(there)) is same
    assert agree(normalized(there), normalized(here)) is same


@pytest.mark.parametrize(
    ("error_m", "other_m", "off"), [(0, 0, 0), (10, 10, 0), (20, 20, 0), (200, 10, 115), (300, 300, 245)]
)
def test_how_far_places_are_off_together(error_m: float, other_m: float, off: float) -> None:
    assert off_m(error_m, other_m) == pytest.approx(off, abs=1)


@pytest.mark.parametrize(
    ("here", "there", "same"),
    [
        ("ff00ff00ff00ff00", "ff00ff00ff00ff00", True),
        ("ff00ff00ff00ff00", "ff00ff00ff00ff3f", True),  # six bits
        ("ff00ff00ff00ff00", "ff00ff00ff00ff7f", False),
        ("0000000000000000", "0000000000000000", False),  # the lens cap
        ("ffffffffffffffff", "ffffffffffffffff", False),
        ("ff00ff00ff00ff00", "ff00ff00ff00ff00ff00ff00ff00ff00", False),
    ],
)
def test_photos_are_the_same_up_to_a_few_bits(here: str, there: str, same: bool) -> None:
    assert same_photo([here], ["00ff00ff00ff00ff", there]) is same
    assert not same_photo([here], [])
