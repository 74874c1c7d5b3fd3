"""The secret that links are signed with, where the settings name none: made once, and kept in a file."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from schemas.toml_source import Mistake, Mistakes
from streams.intake.photos.links import Secrets
from streams.settings import Settings

FILE = "photo-links.secret"
LENGTH_MIN = 32


def secrets_of(settings: Settings) -> Secrets:
    """What links are signed with. Raises `Mistakes`."""
    return Secrets(settings.photos.secret or _kept_secret(settings.folder), settings.photos.old_secret)


def _kept_secret(folder: Path) -> str:
    """The secret of a folder, for its owner's eyes. Raises `Mistakes` if the file holds something else."""
    path = folder / FILE
    if not path.exists():
        _make(path)
    found = path.read_text(encoding="ascii", errors="replace").strip()
    if len(found) < LENGTH_MIN:
        raise Mistakes(
            [Mistake(path, 1, f"holds no secret of {LENGTH_MIN} characters; delete it for a new one")]
        )
    return found


def _make(path: Path) -> None:
    """Whole or not at all; of two who make one at the same time, the first has made it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(f"{secrets.token_hex(32)}\n")
        with suppress(FileExistsError):
            path.hardlink_to(name)
    finally:
        Path(name).unlink()
