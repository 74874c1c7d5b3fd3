"""Compressed bytes -> bytes, of which there may be so many and no more."""

import gzip
import io
import mmap
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import cramjam

CODECS = MappingProxyType({1: "gzip", 2: "snappy", 3: "lz4", 4: "zstd"})
"""As a batch names them."""
_BLOCKS_OF_SNAPPY = b"\x82SNAPPY\0"
_BEFORE_BLOCKS = 16


NO_RECORD = "no_record"
TOO_LONG = "too_long"


class NotUnpacked(Exception):  # noqa: N818
    """The bytes cannot be unpacked, or are too many; `code` says which, `str` why."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def unpacked(codec: str, content: bytes, most: int) -> bytes:
    """What was compressed, at most so many bytes. Raises `NotUnpacked`."""
    unpack = _UNPACK.get(codec)
    if unpack is None:
        raise NotUnpacked(NO_RECORD, f"codec {codec} of the batch is not known")
    try:
        found = unpack(content, most)
    except (cramjam.DecompressionError, zlib.error, struct.error, OSError, EOFError, ValueError) as error:
        # Where the space given is full is said in words only.
        if "failed to write whole buffer" not in str(error):
            raise NotUnpacked(NO_RECORD, f"the batch is not what {codec} makes") from error
        found = None
    if found is None or len(found) > most:
        raise NotUnpacked(TOO_LONG, f"the batch unpacks to more than {most} bytes")
    return found


def _gzip(content: bytes, most: int) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
        return file.read(most + 1)


def _snappy(content: bytes, most: int) -> bytes | None:
    blocks = list(_blocks(content)) if content.startswith(_BLOCKS_OF_SNAPPY) else [content]
    # It takes as much memory as a block says it holds, be that true or not.
    if sum(cramjam.snappy.decompress_raw_len(block) for block in blocks) > most:
        return None
    return b"".join(bytes(cramjam.snappy.decompress_raw(block)) for block in blocks)


def _blocks(content: bytes) -> Iterator[bytes]:
    at = _BEFORE_BLOCKS
    while at < len(content):
        (length,) = struct.unpack_from(">i", content, at)
        if not 0 <= length <= len(content) - at - 4:
            raise ValueError("a block goes on after the end")
        yield content[at + 4 : at + 4 + length]
        at += 4 + length


def _into(decompress: Callable[[bytes, mmap.mmap], int]) -> Callable[[bytes, int], bytes]:
    def unpack(content: bytes, most: int) -> bytes:
        with mmap.mmap(-1, most) as space:  # Of which only what is written to takes memory.
            return space[: decompress(content, space)]

    return unpack


_UNPACK: Mapping[str, Callable[[bytes, int], bytes | None]] = MappingProxyType(
    {
        "gzip": _gzip,
        "snappy": _snappy,
        "lz4": _into(cramjam.lz4.decompress_into),
        "zstd": _into(cramjam.zstd.decompress_into),
    }
)
