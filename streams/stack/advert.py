"""Tells other commands where a running embedded system is: a file that is true only while it is locked.

A lock ends with the process that holds it, so a file left behind by a dead one misleads nobody.
"""

import fcntl
import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from schemas.plain_error import PlainError

FILE = "up.toml"


class AlreadyRunningError(PlainError):
    """Another process runs an embedded system in the same folder."""


class Advert:
    """A file that this process holds the lock of."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def show(self, environment: Mapping[str, str]) -> None:
        """Let others find these settings."""
        self.clear()
        self._file.write(_toml(environment))
        self._file.flush()

    def clear(self) -> None:
        """Let others find nothing."""
        self._file.truncate(0)


@contextmanager
def advert(folder: Path) -> Iterator[Advert]:
    """The folder is ours until the end of the block. Raises `AlreadyRunningError`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    with path.open("a", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunningError(f"an embedded system runs in {folder} already: see {path}") from error
        # Settings may hold secrets.
        path.chmod(0o600)
        held = Advert(file)
        try:
            yield held
        finally:
            held.clear()


def find(folder: Path) -> dict[str, str]:
    """The variables of the system that runs in `folder`; none if none does."""
    try:
        with (folder / FILE).open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                content = tomllib.load(file)
                return {name: str(value) for name, value in content.get("environment", {}).items()}
    except FileNotFoundError:
        pass
    return {}


def _toml(environment: Mapping[str, str]) -> str:
    lines = [f"{name} = {json.dumps(value)}" for name, value in sorted(environment.items())]
    return "\n".join(
        [
            "# A running embedded system; other commands find it here. Untrue once its process is gone.",
            f"pid = {os.getpid()}",
            "",
            "[environment]",
            *lines,
            "",
        ]
    )
