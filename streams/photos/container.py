"""What kind of picture a file is, by its content, and of its parts those that make the picture.

Pillow is given nothing else: no EXIF, XMP, comments, previews, later frames, or what follows the end.
"""

import re
import struct
from dataclasses import dataclass
from typing import Literal, TypeAlias

from streams.photos.unusable import BROKEN, UNKNOWN_KIND, Unusable

Kind: TypeAlias = Literal["JPEG", "PNG", "WEBP"]

PARTS_MAX = 20_000
"""15 MB in parts of less than a kilobyte are made to cost time."""
SCANS_MAX = 40
"""Progressive JPEGs have about ten; each costs a pass over all pixels, however few bytes it has."""


@dataclass(frozen=True, slots=True)
class Container:
    """A picture without its trimmings, and its EXIF."""

    kind: Kind
    picture: bytes
    exif: bytes


def container_of(content: bytes) -> Container | Unusable:
    """The picture in a file."""
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(content)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _webp(content)
    return UNKNOWN_KIND


_SOI, _EOI, _SOS, _TEM, _COM = 0xD8, 0xD9, 0xDA, 0x01, 0xFE
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""In the coded pixels FF is followed by 00, or by the number of a restart."""


def _jpeg(content: bytes) -> Container | Unusable:
    kept, exif, scans, at = [b"\xff\xd8"], b"", 0, 2
    for _ in range(PARTS_MAX):
        found = _MARKER.search(content, at)
        if found is None:
            return BROKEN
        if scans:
            kept.append(content[at : found.start()])
        code, start, at = content[found.end() - 1], found.end(), found.end()
        if code == _EOI:
            return Container("JPEG", b"".join((*kept, b"\xff\xd9")), exif)
        if code in (_SOI, _TEM):
            return BROKEN
        at += int.from_bytes(content[start : start + 2], "big")
        if at < start + 2 or at > len(content):
            return BROKEN
        body = content[start + 2 : at]
        scans += code == _SOS
        if scans > SCANS_MAX:
            return Unusable(400, "photo_scans", {"scans": SCANS_MAX})
        if code == _APP1 and not exif and body.startswith(b"Exif\x00"):
            exif = body[6:]
        if _makes_jpeg(code, body):
            kept.append(content[found.start() : at])
    return BROKEN


def _makes_jpeg(code: int, body: bytes) -> bool:
    """Of what applications add, only the colours count."""
    if code == _APP2:
        return body.startswith(b"ICC_PROFILE\x00")
    return code in (_APP0, _APP14) or not (_APP0 <= code <= _APP15 or code == _COM)


_PNG_PARTS = (b"IHDR", b"PLTE", b"tRNS", b"iCCP", b"IDAT", b"IEND")


def _png(content: bytes) -> Container | Unusable:
    kept, exif, at = [content[:8]], b"", 8
    for _ in range(PARTS_MAX):
        if at + 12 > len(content):
            return BROKEN
        length, name = struct.unpack_from(">I4s", content, at)
        start, at = at, at + 12 + length
        if name in _PNG_PARTS:
            kept.append(content[start:at])
        elif name == b"eXIf":
            exif = content[start + 8 : at - 4]
        if name == b"IEND":
            return Container("PNG", b"".join(kept), exif)
    return BROKEN


_WEBP_PARTS = (b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP", b"ANIM", b"ANMF")
_HAS_EXIF_OR_XMP = 0x0C


def _webp(content: bytes) -> Container | Unusable:
    kept, exif, at = list[bytes](), b"", 12
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        return BROKEN
    names = set[bytes]()
    for _ in range(PARTS_MAX):
        if at + 8 > end:
            break
        name, length = struct.unpack_from("<4sI", content, at)
        body, at = content[at + 8 : at + 8 + length], at + 8 + length + length % 2
        if len(body) < length:
            return BROKEN
        if name == b"EXIF":
            exif = body.removeprefix(b"Exif\x00\x00")
        if name in _WEBP_PARTS and name not in names:
            names.add(name)
            kept.append(_webp_part(name, body))
    inside = b"WEBP" + b"".join(kept)
    return Container("WEBP", b"RIFF" + len(inside).to_bytes(4, "little") + inside, exif)


def _webp_part(name: bytes, body: bytes) -> bytes:
    if name == b"VP8X" and body:
        body = bytes((body[0] & ~_HAS_EXIF_OR_XMP,)) + body[1:]
    return name + len(body).to_bytes(4, "little") + body + b"\x00" * (len(body) % 2)
