"""A folder for files that are written by the million."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path


@cache
def folder() -> Path:
    """In memory, where there is a place for that; gone when the process ends."""
    there = Path("/dev/shm")
    made = tempfile.mkdtemp(prefix="sinergi-fuzz-", dir=there if os.access(there, os.W_OK) else None)
    atexit.register(shutil.rmtree, made)
    return Path(made)
