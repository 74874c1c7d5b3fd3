"""A file that is there whole or not at all, also where the machine stops in between."""

import os
import stat
import tempfile
from pathlib import Path

UNFINISHED = ".new"
"""How the name of a file ends that was not written to its end."""


def write_whole(path: Path, content: bytes) -> None:
    """On the disk, in the place of what was there; for nobody else's eyes. Raises `OSError`.

    But for those of its folder's group, where the folder hands that down (setgid): they share what is in it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            if path.parent.stat().st_mode & stat.S_ISGID:
                os.fchmod(file.fileno(), 0o660)
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
