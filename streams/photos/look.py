"""One uploaded file -> the photo that is kept and what is known of it, or why it is not used."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from io import BytesIO

import imagehash
from PIL import Image, ImageCms
from PIL.Image import Resampling, Transpose

from streams.photos.container import Container, Kind, container_of
from streams.photos.exif import shot_of
from streams.photos.unusable import BROKEN, Unusable

BYTES_MAX = 15_000_000
PIXELS_MAX: Mapping[Kind, int] = {"JPEG": 52_000_000, "PNG": 26_000_000, "WEBP": 26_000_000}
"""Cameras "of 50 megapixels" have a few more; of the three only JPEG can be decoded at half its size."""
EDGE_MIN_PX = 64
RATIO_MAX = 16
"""A thinner strip shows nothing once it is made smaller, and looks like every other."""
EDGE_KEPT_PX = 2_048
QUALITY = 85
EDGE_SMALL_PX = 320
PROFILE_BYTES_MAX = 1_000_000

_UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Looked:
    """A photo as it is kept: a JPEG that tells nothing but its pixels, and what is known beside it."""

    image: bytes
    sha256: str
    phash: str
    width: int
    height: int
    taken_at: datetime | None
    lat: float | None
    lon: float | None


def looked_at(content: bytes, zone: tzinfo, now: datetime) -> Looked | Unusable:
    """Decode, turn upright, shrink, hash and encode anew. Times without offset are in `zone`."""
    if len(content) > BYTES_MAX:
        return too_many_bytes()
    container = container_of(content)
    if isinstance(container, Unusable):
        return container
    picture = _decoded(container)
    if isinstance(picture, Unusable):
        return picture
    shot = shot_of(container.exif, zone, now)
    if shot.orientation in _UPRIGHT:
        picture = picture.transpose(_UPRIGHT[shot.orientation])
    image = _encoded(picture)
    return Looked(
        image=image,
        sha256=hashlib.sha256(image).hexdigest(),
        phash=str(imagehash.phash(picture)),
        width=picture.width,
        height=picture.height,
        taken_at=shot.taken_at,
        lat=shot.lat,
        lon=shot.lon,
    )


def small(image: bytes) -> bytes:
    """Of a photo that is kept, the same at a size for lists."""
    with Image.open(BytesIO(image), formats=["JPEG"]) as picture:
        picture.thumbnail((EDGE_SMALL_PX, EDGE_SMALL_PX), Resampling.LANCZOS)
        return _encoded(picture)


def too_many_bytes() -> Unusable:
    """Also for who counts them while they come in."""
    return Unusable(413, "photo_bytes", {"megabytes": BYTES_MAX // 1_000_000})


def _decoded(container: Container) -> Image.Image | Unusable:
    try:
        with Image.open(BytesIO(container.picture), formats=[container.kind]) as image:
            if image.width * image.height > PIXELS_MAX[container.kind]:
                return _too_many_pixels(container.kind)
            edge_px = max(EDGE_MIN_PX, max(image.size) // RATIO_MAX)
            if min(image.size) < edge_px:
                return Unusable(400, "photo_small", {"pixels": edge_px})
            return _plain(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _too_many_pixels(container.kind)
    except MemoryError:
        raise
    except Exception:  # Of broken files Pillow raises anything, down to AssertionError.
        return BROKEN


def _too_many_pixels(kind: Kind) -> Unusable:
    return Unusable(413, "photo_pixels", {"megapixels": PIXELS_MAX[kind] // 1_000_000})


def _plain(image: Image.Image) -> Image.Image:
    """Its pixels in sRGB, no more of them than are kept, on white where one could see through it."""
    profile: bytes = image.info.get("icc_profile") or b""
    small: Image.Image = image
    if image.mode.startswith("I;16"):
        small = image.point(lambda level: level * (1 / 256)).convert("L")
    elif image.has_transparency_data and image.mode != "RGBA":
        small = image.convert("RGBA")
    elif image.mode not in ("L", "RGB", "RGBA", "CMYK"):
        small = image.convert("RGB")
    small.thumbnail((EDGE_KEPT_PX, EDGE_KEPT_PX), Resampling.LANCZOS)
    if small.mode == "RGBA":
        white = Image.new("RGB", small.size, "white")
        white.paste(small, mask=small.getchannel("A"))
        small = white
    small = _in_srgb(small, profile)
    fresh = Image.new("RGB", small.size)
    fresh.paste(small)
    return fresh


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Colours by the picture's profile; as they are, if it has none that fits."""
    if 0 < len(profile) <= PROFILE_BYTES_MAX:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            found = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            found = None
        if found is not None:
            return found
    return image.convert("RGB")


def _encoded(picture: Image.Image) -> bytes:
    into = BytesIO()
    picture.save(into, "JPEG", quality=QUALITY, optimize=True)
    return into.getvalue()
