"""A photo that is kept, as its sender hears of it and as reports carry it."""

from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from schemas.report import Photo
from streams.photos.look import Looked

_EXAMPLE: JsonDict = {
    "url": "https://lapor.example/photos/" + "5f" * 32 + ".jpg",
    "sha256": "5f" * 32,
    "phash": "dce135b8de96a501",
    "width": 2048,
    "height": 1536,
    "taken_at": "2026-11-24T08:12:05+07:00",
    "lat": -6.2383,
    "lon": 106.9756,
}


class StoredPhoto(Photo):
    """A photo that we keep. As it is, it goes into `photos` of a report; its `url` lasts, and shows nothing
    unless it is signed. What the file did not tell is absent.
    """

    model_config = ConfigDict(title="Photo, kept", extra="ignore", json_schema_extra={"examples": [_EXAMPLE]})

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="of the image that is kept")]
    phash: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$", description="perceptual hash")]
    width: Annotated[int, Field(ge=1)]
    height: Annotated[int, Field(ge=1)]


def stored(looked: Looked, url: str) -> StoredPhoto:
    """What is known of a photo, at its address."""
    return StoredPhoto(
        url=url,
        sha256=looked.sha256,
        phash=looked.phash,
        taken_at=looked.taken_at,
        lat=looked.lat,
        lon=looked.lon,
        width=looked.width,
        height=looked.height,
    )
