"""A folder for files that are written by the million."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from tests.in_memory import place


@cache
def folder() -> Path:
    """Gone when the process ends."""
    made = tempfile.mkdtemp(prefix="sinergi-fuzz-", dir=place())
    atexit.register(shutil.rmtree, made)
    return Path(made)
