"""The store of photos, for commands that remove from it or read it. fsspec is an extra."""

from typing import TYPE_CHECKING

from streams.cli.errors import CommandError
from streams.settings import Settings

if TYPE_CHECKING:
    from sinks.photo_store import PhotoStore


def photo_folder(settings: Settings) -> "PhotoStore":
    """Where the settings say. Raises `CommandError`, `Mistakes`."""
    try:
        from streams.photos.album import store_of  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise CommandError(f"photos need more ({error}): pip install 'sinergi[intake]'") from error
    return store_of(settings)
