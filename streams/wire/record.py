"""One record of a batch, read field by field within its own bytes.

For what aiokafka raises for, and for what is so large that it may hold millions of headers.
"""

from collections.abc import Sequence
from typing import NamedTuple

HEADERS_MAX = 1_000
_VARINT_BITS = 70
"""Ten bytes, of which each carries seven bits, hold a number of 64."""


class Malformed(Exception):  # noqa: N818
    """The bytes are no record; says why."""


class Found(NamedTuple):
    """What aiokafka makes its `ConsumerRecord` of."""

    offset: int
    timestamp: int
    timestamp_type: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]
    checksum: None = None

    @classmethod
    def parse(cls, content: bytes) -> "Found":
        """With offset and time (ms) as the batch has them: counted from its first. Raises `Malformed`.

        Names of headers that are not UTF-8 are read as far as they are.
        """
        timestamp, at = varint(content, 1)
        offset, at = varint(content, at)
        key, at = _bytes(content, at)
        value, at = _bytes(content, at)
        count, at = varint(content, at)
        if not 0 <= count <= HEADERS_MAX:
            raise Malformed(too_many_headers(count))
        headers: list[tuple[str, bytes | None]] = []
        for _ in range(count):
            name, at = _bytes(content, at)
            header, at = _bytes(content, at)
            headers.append(((name or b"").decode(errors="replace"), header))
        if at != len(content):
            raise Malformed(f"the record goes on for {len(content) - at} bytes after its headers")
        return cls(offset, timestamp, 0, key, value, headers)


def too_many_headers(count: int) -> str:
    """Why a record is refused that says it has so many."""
    return f"the record has {count} headers, 0 to {HEADERS_MAX} are taken"


def within(content: bytes, at: int) -> tuple[int, int]:
    """Where the record begins and ends whose length stands here. Raises `Malformed`."""
    length, begin = varint(content, at)
    if not 0 <= length <= len(content) - begin:
        raise Malformed(f"a record of {length} bytes begins where {len(content) - begin} are left")
    return begin, begin + length


def varint(content: bytes, at: int) -> tuple[int, int]:
    """A number in zigzag, and where it ends. Raises `Malformed`. aiokafka's reads past the end."""
    number = bits = 0
    while bits < _VARINT_BITS and at < len(content):
        byte = content[at]
        number |= (byte & 0x7F) << bits
        at, bits = at + 1, bits + 7
        if byte < 0x80:
            return (number >> 1) ^ -(number & 1), at
    raise Malformed("a number does not end")


def _bytes(content: bytes, at: int) -> tuple[bytes | None, int]:
    length, begin = varint(content, at)
    if length > len(content) - begin:
        raise Malformed(f"a field of {length} bytes begins where {len(content) - begin} are left")
    return (None, begin) if length < 0 else (content[begin : begin + length], begin + length)
