"""Photos by their perceptual hashes."""

from collections.abc import Sequence

BITS_APART_MAX = 6
BITS_MIN = 8
"""A picture of one colour has a hash of nearly no bits or nearly all, and is like every other."""


def same_photo(here: Sequence[str], there: Sequence[str]) -> bool:
    """Whether any two hashes, in hexadecimal, are nearly the same."""
    return bool(here and there) and any(_alike(one, other) for one in here for other in there)


def _alike(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    bits, ours = 4 * len(one), int(one, 16)
    plain = not BITS_MIN <= ours.bit_count() <= bits - BITS_MIN
    return not plain and (ours ^ int(other, 16)).bit_count() <= BITS_APART_MAX
