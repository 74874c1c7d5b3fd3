"""Options that describe the photos of a fix."""

import json
from pathlib import Path
from typing import Annotated, TypeAlias
from zoneinfo import ZoneInfo

import typer

from streams.cli.errors import CONFIGURATION, CommandError
from streams.cli.moments import moment_or_now
from streams.cli.photo_store import keep
from streams.settings import Settings

PhotoUrl: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--photo",
        help="Where a photo of the fix lies; a file of this machine is kept, and tells the rest itself.",
        metavar="URL|FILE",
    ),
]
Phash: TypeAlias = Annotated[
    str | None, typer.Option(help="Its perceptual hash in hexadecimal.", metavar="HEX")
]
TakenAt: TypeAlias = Annotated[str | None, typer.Option(help="When it was taken.", metavar="TIME")]
Lat: TypeAlias = Annotated[float | None, typer.Option(help="Where it was taken: degrees, WGS 84.")]
Lon: TypeAlias = Annotated[float | None, typer.Option(help="Where it was taken: degrees, WGS 84.")]
PhotoFile: TypeAlias = Annotated[
    Path | None,
    typer.Option("--photo-json", help="Several photos: a JSON array of objects like a report's photos."),
]


def photos_of(
    url: str | None,
    file: Path | None,
    settings: Settings,
    *,
    phash: str | None,
    taken_at: str | None,
    lat: float | None,
    lon: float | None,
    zone: ZoneInfo,
) -> list[object]:
    """The photos as a message carries them, not yet checked. Raises `CommandError`."""
    described = {"phash": phash, "taken_at": taken_at, "lat": lat, "lon": lon}
    given = {name: value for name, value in described.items() if value is not None}
    if url is None and given:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        raise CommandError(f"{names}: of which photo? name it by --photo", CONFIGURATION)
    if url is not None and file is not None:
        raise CommandError("--photo and --photo-json: give one of them", CONFIGURATION)
    if file is not None:
        return _photos_in(file)
    if taken_at is not None:
        given["taken_at"] = moment_or_now("--taken-at", taken_at, zone)
    if url is None:
        return []
    if "://" in url:
        return [{"url": url, **given}]
    kept = keep(settings, zone, Path(url))
    return [kept.model_dump(mode="json", exclude_none=True) | given]


def _photos_in(file: Path) -> list[object]:
    try:
        content = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise CommandError(f"--photo-json: {file}: {error}", CONFIGURATION) from error
    if not isinstance(content, list):
        raise CommandError(f"--photo-json: {file}: holds no JSON array", CONFIGURATION)
    return content
