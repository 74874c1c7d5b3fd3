"""Photos by their perceptual hashes, in hexadecimal: which look the same, and how to find them among many."""

from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

BITS_APART_MAX = 6
BITS_MIN = 8
"""A picture of one colour has a hash of nearly no bits or nearly all, and is like every other."""
PARTS = 4
"""Of 6 bits that differ, one part of four has at most one."""


class _Part(NamedTuple):
    place: int
    width: int
    bits: int


def alike(one: str, other: str) -> bool:
    """Whether two photos look the same. A plain picture looks like no other."""
    if len(one) != len(other):
        return False
    return _apart(one, other) <= BITS_APART_MAX and not (is_plain(one) or is_plain(other))


def is_plain(hash: str) -> bool:
    """Whether it is a picture of one colour, of which nothing can be said."""
    return not BITS_MIN <= int(hash, 16).bit_count() <= 4 * len(hash) - BITS_MIN


def bands(hash: str) -> tuple[int, ...]:
    """Where to file a photo: each part with its place as a 32-bit integer; nowhere if it is plain."""
    return tuple(_band(hash, part.place, part.bits) for part in _parts(hash))


def bands_near(hash: str) -> tuple[int, ...]:
    """Where to look for photos like it: each is filed there, and a few others are."""
    return bands(hash) + tuple(
        _band(hash, part.place, part.bits ^ (1 << bit)) for part in _parts(hash) for bit in range(part.width)
    )


def _apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _parts(hash: str) -> Iterator[_Part]:
    if is_plain(hash):
        return
    length, bits = 4 * len(hash), int(hash, 16)
    for place in range(PARTS):
        start, end = place * length // PARTS, (place + 1) * length // PARTS
        yield _Part(place, end - start, (bits >> start) & ((1 << (end - start)) - 1))


def _band(hash: str, place: int, bits: int) -> int:
    return crc32(f"{len(hash)}/{place}/{bits:x}".encode()) - 2**31
