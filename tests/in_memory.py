"""Folders in memory, where there is a place for that: what tests write is gone after them."""

import os
import shutil
from pathlib import Path

_PLACE = Path("/dev/shm")
_FREE_BYTES = 4 << 30
"""Of containers it is often 64 MB, and a Postgres that finds it full stops."""


def place() -> Path | None:
    """Where `tempfile` should make them; None is its own place."""
    if os.access(_PLACE, os.W_OK) and shutil.disk_usage(_PLACE).free > _FREE_BYTES:
        return _PLACE
    return None
