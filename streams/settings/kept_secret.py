"""Secrets where the settings name none: made once, and kept in files that only their owner reads."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from schemas.toml_source import Mistake, Mistakes
from streams.connections import NotReadyError

LENGTH_MIN = 32


def kept_secret(path: Path) -> str:
    """The secret in a file, made if there is none.

    Raises `Mistakes` if the file holds something else, `NotReadyError` if none can be kept there.
    """
    try:
        if not path.exists():
            _make(path)
        found = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise NotReadyError(f"no secret can be kept in {path}: {error.strerror}") from error
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
