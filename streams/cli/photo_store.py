"""A photo of this machine into the store. Pillow and fsspec are an extra, looked for when they are needed."""

import asyncio
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from streams.cli.errors import CONFIGURATION, CommandError
from streams.settings import Settings

if TYPE_CHECKING:
    from streams.photos.stored import StoredPhoto


def keep(settings: Settings, zone: tzinfo, file: Path) -> "StoredPhoto":
    """Look at a photo like at an uploaded one, and keep it. Raises `CommandError`."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}", CONFIGURATION) from error
    try:
        return asyncio.run(_keep(settings, zone, content, str(file)))
    except ImportError as error:
        raise CommandError(f"photos need more ({error}): pip install 'sinergi[intake]'") from error


async def _keep(settings: Settings, zone: tzinfo, content: bytes, name: str) -> "StoredPhoto":
    from streams.http.faults import Fault  # noqa: PLC0415  (an extra)
    from streams.intake.http.words import words_of  # noqa: PLC0415
    from streams.photos.album import photos_in, store_of  # noqa: PLC0415

    try:
        async with photos_in(store_of(settings), settings, zone) as photos:
            return await photos.take(content, field=name)
    except Fault as fault:
        raise CommandError(words_of(fault.code, "en", **fault.filled)) from fault
