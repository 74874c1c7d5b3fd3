"""What is kept of a photo, and what is not taken for one."""

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageStat

from schemas.photo_hash import alike
from streams.photos import look
from streams.photos.container import PARTS_MAX, SCANS_MAX
from streams.photos.look import Looked, looked_at
from streams.photos.unusable import BROKEN, UNKNOWN_KIND, Unusable
from tests.unit.photos.pictures import SECRET, encoded, exif_of, scene, segment, with_segments

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
KINDS = ("JPEG", "PNG", "WEBP")


def looked(content: bytes) -> Looked:
    found = looked_at(content, UTC, NOW)
    assert isinstance(found, Looked), found
    return found


def opened(found: Looked) -> Image.Image:
    return Image.open(BytesIO(found.image))


def apart(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of a pixel's colours."""
    both = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return max(ImageStat.Stat(both).mean)


def telling() -> bytes:
    """A photo with all that photos tell of their owners, and a ZIP after its end."""
    image = scene(1)
    preview = encoded(image.resize((80, 60)), comment=SECRET)
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("pesan.txt", SECRET)
    exif = exif_of(taken_at="2026:11:24 08:30:00", offset="+07:00", lat=-6.2383, lon=106.9756)
    return (
        with_segments(
            encoded(image, quality=95, comment=SECRET),
            segment(0xE1, b"Exif\x00\x00" + exif + preview),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x>" + SECRET + b"</x>"),
            segment(0xE2, b"MPF\x00" + SECRET),
            segment(0xED, b"Photoshop 3.0\x008BIM" + SECRET),
        )
        + preview
        + archive.getvalue()
    )


def test_a_photo_keeps_its_pixels_and_tells_nothing_else() -> None:
    content = telling()
    assert content.count(SECRET) >= 6
    found = looked(content)
    assert found.taken_at == datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    assert (found.lat, found.lon) == (-6.2383, 106.9756)
    assert SECRET not in found.image
    assert not any(word in found.image for word in (b"Exif", b"http", b"Photoshop", b"PK\x03\x04", b"ICC_P"))
    assert found.image.endswith(b"\xff\xd9")
    image = opened(found)
    assert (image.format, image.size, not image.getexif()) == ("JPEG", (320, 240), True)
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert apart(image, scene(1)) < 3


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_tells_time_and_place(kind: str) -> None:
    exif = b"Exif\x00\x00" + exif_of(taken_at="2026:11:24 08:30:00", offset="+07:00", lat=-6.2, lon=107.0)
    found = looked(encoded(scene(2), kind, exif=exif, xmp=SECRET) + SECRET)
    assert (found.taken_at, found.lat, found.lon) == (datetime(2026, 11, 24, 1, 30, tzinfo=UTC), -6.2, 107.0)
    assert SECRET not in found.image
    assert apart(opened(found), scene(2)) < 6


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_upright_before_it_is_hashed(orientation: int) -> None:
    upright = scene(3)
    held = {
        1: lambda image: image,
        2: lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: lambda image: image.transpose(Image.Transpose.ROTATE_180),
        4: lambda image: image.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: lambda image: image.transpose(Image.Transpose.TRANSPOSE),
        6: lambda image: image.transpose(Image.Transpose.ROTATE_90),
        7: lambda image: image.transpose(Image.Transpose.TRANSVERSE),
        8: lambda image: image.transpose(Image.Transpose.ROTATE_270),
    }[orientation](upright)
    exif = b"Exif\x00\x00" + exif_of(orientation=orientation)
    found = looked(encoded(held, quality=95, exif=exif))
    assert (found.width, found.height) == (320, 240)
    assert apart(opened(found), upright) < 4
    assert alike(found.phash, looked(encoded(upright)).phash)


@given(
    seed=st.integers(0, 10**9),
    quality=st.integers(40, 95),
    width=st.integers(100, 640),
    kind=st.sampled_from(KINDS),
)
def test_the_same_picture_is_alike_and_another_is_not(seed: int, quality: int, width: int, kind: str) -> None:
    first = looked(encoded(scene(seed)))
    again = scene(seed).resize((width, width * 3 // 4), Image.Resampling.LANCZOS)
    assert len(first.phash) == 16
    assert alike(first.phash, looked(encoded(again, kind, quality=quality)).phash)
    assert not alike(first.phash, looked(encoded(scene(seed + 1))).phash)


def test_the_same_file_gives_the_same_photo() -> None:
    assert looked(telling()) == looked(telling())


def test_a_large_photo_is_made_smaller() -> None:
    found = looked(encoded(scene(4, (3000, 1500))))
    assert (found.width, found.height) == (2048, 1024) == opened(found).size


def test_only_the_first_of_several_frames_is_kept() -> None:
    frames = [scene(6), scene(7)]
    for kind in ("PNG", "WEBP"):
        content = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
        assert apart(opened(looked(content)), frames[0]) < 6


def test_what_one_can_see_through_lies_on_white() -> None:
    clear = Image.new("RGBA", (100, 100), (255, 0, 0, 0))
    assert opened(looked(encoded(clear, "PNG"))).getpixel((50, 50)) == (255, 255, 255)
    assert opened(looked(encoded(clear, "WEBP", lossless=True))).getpixel((50, 50)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("image", "grey"),
    [
        (Image.new("L", (80, 80), 100), 100),
        (Image.new("1", (80, 80), 1), 255),
        (Image.new("I;16", (80, 80), 100 * 256), 100),
        (Image.new("P", (80, 80), 0), 0),
        (Image.new("LA", (80, 80), (100, 255)), 100),
    ],
    ids=lambda given: str(getattr(given, "mode", given)),
)
def test_pictures_of_all_modes_keep_their_brightness(image: Image.Image, grey: int) -> None:
    assert opened(looked(encoded(image, "PNG"))).getpixel((40, 40)) == pytest.approx((grey,) * 3, abs=2)


def test_colours_of_another_profile_become_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    red = Image.new("RGB", (80, 80), (200, 30, 30))
    assert apart(opened(looked(encoded(red, icc_profile=profile))), red) < 3, (
        "one that does not fit is ignored"
    )
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    found = looked(encoded(red, icc_profile=srgb))
    assert apart(opened(found), red) < 3
    assert b"ICC" not in found.image
    swapped = looked(
        encoded(
            red,
            icc_profile=srgb.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ"),
        )
    )
    assert apart(opened(swapped), red) > 20


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(100),
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x00\x00\x00\x18ftypheic" + bytes(100),
        b"RIFF\x04\x00\x00\x00WAVE",
    ],
)
def test_what_is_no_photo_of_a_kind_that_we_take_is_refused(content: bytes) -> None:
    assert looked_at(content, UTC, NOW) == UNKNOWN_KIND


@pytest.mark.parametrize("kind", ["GIF", "TIFF"])
def test_a_picture_of_a_kind_that_we_do_not_take_is_refused(kind: str) -> None:
    assert looked_at(encoded(scene(1, (64, 64)), kind), UTC, NOW) == UNKNOWN_KIND


@pytest.mark.parametrize("kind", KINDS)
def test_a_photo_that_is_cut_off_is_broken(kind: str) -> None:
    whole = encoded(scene(8, (160, 120)), kind)
    cuts = sorted({*Random(1).sample(range(16, len(whole)), 60), len(whole) - 2, len(whole) - 1})
    assert [looked_at(whole[:cut], UTC, NOW) for cut in cuts] == [BROKEN] * len(cuts)


def test_the_kind_is_what_the_content_says() -> None:
    inner = encoded(scene(1), "PNG")
    assert looked_at(b"\xff\xd8\xff" + inner, UTC, NOW) == BROKEN
    assert looked_at(b"\x89PNG\r\n\x1a\n" + encoded(scene(1)), UTC, NOW) == BROKEN


def bounds() -> dict[str, tuple[Callable[[], bytes], int, str]]:
    jpeg = encoded(scene(1, (64, 64)), progressive=True)
    last = jpeg[jpeg.rindex(b"\xff\xc4") : -2]
    return {
        "bytes": (lambda: encoded(scene(1)) + bytes(look.BYTES_MAX), 413, "photo_bytes"),
        "pixels": (lambda: encoded(Image.new("1", (5_100, 5_100)), "PNG"), 413, "photo_pixels"),
        "a bomb": (lambda: encoded(Image.new("1", (16_000, 16_000)), "PNG"), 413, "photo_pixels"),
        "a strip": (lambda: encoded(scene(1, (1_600, 90))), 400, "photo_small"),
        "tiny": (lambda: encoded(scene(1, (200, 63))), 400, "photo_small"),
        "scans": (lambda: jpeg[:-2] + last * SCANS_MAX + b"\xff\xd9", 400, "photo_scans"),
        "parts": (lambda: with_segments(jpeg, *[segment(0xFE, b"")] * PARTS_MAX), 400, "photo_broken"),
    }


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("name", bounds())
def test_what_would_cost_too_much_is_refused(name: str) -> None:
    make, status, code = bounds()[name]
    found = looked_at(make(), UTC, NOW)
    assert isinstance(found, Unusable)
    assert (found.status, found.code) == (status, code)


@given(
    st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\xff\x00\x00\x00WEBP", b""]), st.binary()
)
def test_no_bytes_are_an_error(start: bytes, noise: bytes) -> None:
    assert isinstance(looked_at(start + noise, UTC, NOW), Unusable)


@cache
def whole(kind: str) -> bytes:
    return encoded(scene(9, (96, 72)), kind, exif=b"Exif\x00\x00" + exif_of(lat=1, lon=1))


@given(
    st.sampled_from(KINDS),
    st.lists(st.tuples(st.integers(0), st.binary(min_size=1, max_size=6)), min_size=1, max_size=8),
    st.integers(0, 1_000),
)
def test_no_broken_photo_is_an_error(kind: str, edits: list[tuple[int, bytes]], head: int) -> None:
    content = bytearray(whole(kind))
    for place, piece in edits:
        # Half of them near the start, where the structure is.
        at = place % (head + 8 if head % 2 else len(content))
        content[at : at + len(piece)] = piece
    found = looked_at(bytes(content), UTC, NOW)
    assert isinstance(found, Unusable) or opened(found).size == (found.width, found.height)
