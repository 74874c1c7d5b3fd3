"""Pictures made for tests, and what cameras write into them."""

import struct
from datetime import datetime
from io import BytesIO
from random import Random

from PIL import Image

SECRET = b"RAHASIA"


def scene(seed: int, size: tuple[int, int] = (320, 240)) -> Image.Image:
    """Soft patches of colour, others for each seed."""
    patches = Image.frombytes("RGB", (8, 6), Random(seed).randbytes(8 * 6 * 3))
    return patches.resize(size, Image.Resampling.BICUBIC)


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    into = BytesIO()
    image.save(into, kind, **options)
    return into.getvalue()


def exif_of(
    *,
    taken_at: str = "",
    offset: str = "",
    lat: float | None = None,
    lon: float | None = None,
    orientation: int = 1,
    endian: str = "<",
) -> bytes:
    """As Pillow writes it, without the name in front."""
    exif = Image.Exif()
    exif.endian = endian
    exif[0x0112] = orientation
    exif[0x010F] = SECRET.decode()
    inner = exif.get_ifd(0x8769)
    inner[0x927C] = b"maker's note: " + SECRET
    if taken_at:
        inner[0x9003] = taken_at
    if offset:
        inner[0x9011] = offset
    if lat is not None and lon is not None:
        gps = exif.get_ifd(0x8825)
        gps[1], gps[2] = "S" if lat < 0 else "N", sixty(lat)
        gps[3], gps[4] = "W" if lon < 0 else "E", sixty(lon)
    return exif.tobytes().removeprefix(b"Exif\x00\x00")


def sixty(degrees: float) -> tuple[float, float, float]:
    whole, rest = divmod(abs(degrees), 1)
    minutes, rest = divmod(rest * 60, 1)
    return whole, minutes, round(rest * 60, 4)


def written(moment: datetime) -> str:
    return moment.strftime("%Y:%m:%d %H:%M:%S")


def segment(code: int, body: bytes) -> bytes:
    return bytes((0xFF, code)) + struct.pack(">H", len(body) + 2) + body


def with_segments(jpeg: bytes, *segments: bytes) -> bytes:
    return jpeg[:2] + b"".join(segments) + jpeg[2:]
