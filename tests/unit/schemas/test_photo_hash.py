import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.photo_hash import BITS_APART_MAX, alike, bands, bands_near, is_plain

PHOTO = "ff00ff00ff00ff00"

hashes = st.integers(16, 64).flatmap(
    lambda length: st.integers(0, 16**length - 1).map(lambda bits: f"{bits:0{length}x}")
)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """A hash, and one that differs in few bits, which may lie close together."""
    one = draw(hashes)
    bits = st.integers(0, min(draw(st.sampled_from([8, 64, 256])), 4 * len(one)) - 1)
    flipped = draw(st.lists(bits, max_size=BITS_APART_MAX + 1, unique=True))
    return one, f"{int(one, 16) ^ sum(1 << bit for bit in flipped):0{len(one)}x}"


@given(pairs())
def test_a_photo_that_looks_like_another_is_found_where_that_is_filed(pair: tuple[str, str]) -> None:
    one, other = pair
    if alike(one, other):
        assert set(bands_near(one)) & set(bands(other))
        assert set(bands_near(other)) & set(bands(one))


@given(pairs())
def test_photos_look_the_same_in_both_directions_whatever_the_letters(pair: tuple[str, str]) -> None:
    one, other = pair
    assert alike(one, other) == alike(other, one) == alike(one.upper(), other)
    assert bands(one.upper()) == bands(one)
    if not (is_plain(one) or is_plain(other)):
        assert alike(one, other) == ((int(one, 16) ^ int(other, 16)).bit_count() <= BITS_APART_MAX)


@given(hashes)
def test_what_postgres_gets_fits_into_its_integers(hash: str) -> None:
    assert all(-(2**31) <= band < 2**31 for band in bands_near(hash))
    assert len(bands_near(hash)) == (0 if is_plain(hash) else 4 + 4 * len(hash))


@pytest.mark.parametrize("plain", ["0" * 16, "f" * 16, "0" * 15 + "f", "f" * 63 + "0", "0" * 62 + "7f"])
def test_a_plain_picture_looks_like_none_and_is_filed_nowhere(plain: str) -> None:
    assert is_plain(plain)
    assert not alike(plain, plain)
    assert bands(plain) == bands_near(plain) == ()


def test_one_with_just_enough_bits_does_not_look_like_a_plain_one() -> None:
    assert not alike("00000000000000ff", "000000000000007f")
    assert not alike("000000000000007f", "00000000000000ff")


def test_the_same_parts_in_another_place_or_of_another_length_are_filed_elsewhere() -> None:
    assert not set(bands("123456789abcdef0")) & set(bands("def0123456789abc"))
    assert not set(bands(PHOTO)) & set(bands(PHOTO * 2))
