"""Photos: cut short, two kinds in one, bombs, and EXIF that leads astray."""

import struct
import zlib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from random import Random

from PIL import Image

from streams.photos.container import container_of
from streams.photos.exif import shot_of
from streams.photos.look import Looked, looked_at
from tests.fuzz import mutate
from tests.fuzz.entrance import ACCEPTED, Entrance, must
from tests.fuzz.entrances.records import CATALOG, NOON
from tests.unit.photos.pictures import encoded, exif_of, scene, segment, with_segments

_TOKENS = (
    b"\xff\xd8",
    b"\xff\xd9",
    b"\xff\xda",
    b"\xff\xe1\x00\x02",
    b"IHDR",
    b"IDAT",
    b"IEND",
    b"VP8X",
    b"ANMF",
    b"Exif\x00\x00",
)


def entrances() -> Iterator[Entrance]:
    yield Entrance("photos", 2.0, photo, _looked, pictures()[:4])
    yield Entrance("photos: exif", 1.0, _exif, _shot, _exifs())


@cache
def pictures() -> tuple[bytes, ...]:
    """Small good ones of each kind, those that are refused, and bombs."""
    image = scene(1, (72, 64))
    jpeg, exif = encoded(image, quality=60), _exifs()[0]
    return (
        jpeg,
        encoded(image, "PNG"),
        encoded(image, "WEBP"),
        with_segments(jpeg, segment(0xE1, b"Exif\x00\x00" + exif)),
        encoded(image, progressive=True),
        encoded(image.convert("P"), "PNG", transparency=3),
        encoded(image.convert("CMYK")),
        encoded(image, "GIF"),
        encoded(image, "TIFF"),
        jpeg + encoded(image, "PNG"),
        png_bomb(20_000, 20_000),
        png_bomb(5_000, 5_000),
        with_segments(jpeg, *[segment(0xFE, b"x")] * 500),
        b"\x00\x00\x00\x18ftypheic" + b"\x00" * 64,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    )


def png_bomb(width: int, height: int) -> bytes:
    """Black, one bit a pixel: a few kilobytes that become hundreds of megapixels."""
    rows = zlib.compressobj(9)
    row = b"\x00" * (1 + (width + 7) // 8)
    data = b"".join(rows.compress(row) for _ in range(height)) + rows.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _part(b"IHDR", head) + _part(b"IDAT", data) + _part(b"IEND", b"")


def _part(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


@cache
def _exifs() -> tuple[bytes, ...]:
    whole = {
        "taken_at": "2026:11:24 08:30:00",
        "offset": "+07:00",
        "lat": -6.2,
        "lon": 106.9,
        "orientation": 6,
    }
    return exif_of(**whole), exif_of(**whole, endian=">"), b"II*\x00" + b"\xff" * 300


def photo(rng: Random) -> bytes:
    content = rng.choice(pictures()[:10]) if rng.random() < 0.995 else rng.choice(pictures())
    if rng.random() < 0.3:
        at = rng.randrange(len(content))
        return content[:at] + rng.choice(_TOKENS) + content[at:]
    return mutate.raw(rng, content, pictures()[:4])


def _exif(rng: Random) -> bytes:
    return mutate.raw(rng, rng.choice(_exifs()), _exifs())


def _looked(content: bytes) -> str:
    found = looked_at(content, CATALOG().city.zone, NOON)
    if not isinstance(found, Looked):
        must(found.status < 500 and found.code, "a refusal says why")
        return found.code
    with Image.open(BytesIO(found.image)) as image:
        must(
            image.format == "JPEG" and not image.getexif() and not image.info.get("comment"),
            "it tells nothing",
        )
        must(max(image.size) <= 2_048, "it is made small")
    return ACCEPTED


def _shot(content: bytes) -> str:
    shot = shot_of(content, CATALOG().city.zone, NOON)
    must(1 <= shot.orientation <= 8, "it is held in one of eight ways")
    must((shot.lat is None) == (shot.lon is None), "a place is whole")
    must(shot.lat is None or (abs(shot.lat) <= 90 and abs(shot.lon or 0) <= 180), "a place is on earth")
    container_of(content)
    return ACCEPTED
