"""What Pillow is given of a file: what makes the picture, and nothing else."""

import pytest

from streams.photos.container import Container, container_of
from tests.unit.photos.pictures import SECRET, encoded, exif_of, scene, segment, with_segments


def contained(content: bytes) -> Container:
    found = container_of(content)
    assert isinstance(found, Container)
    return found


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_exif_goes_its_own_way_and_what_follows_the_end_goes_nowhere(kind: str) -> None:
    exif = exif_of(lat=-6.2, lon=107.0)
    content = encoded(scene(1), kind, exif=b"Exif\x00\x00" + exif, xmp=SECRET, comment=SECRET) + SECRET
    found = contained(content)
    assert (found.kind, found.exif) == (kind, exif)
    assert SECRET not in found.picture
    assert contained(found.picture).picture == found.picture


def test_of_what_applications_write_into_a_jpeg_only_the_colours_are_kept() -> None:
    told = [segment(code, SECRET) for code in (*range(0xE1, 0xEE), 0xEF, 0xFE)]
    colours = segment(0xE2, b"ICC_PROFILE\x00\x01\x01colours")
    plain = encoded(scene(1))
    found = contained(with_segments(plain, *told, colours))
    assert found.picture == with_segments(plain, colours)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_only_the_first_frame_is_decoded(kind: str) -> None:
    frames = [scene(seed) for seed in range(4)]
    several = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert len(contained(several).picture) < len(several) / 2
