"""The code as it was before its last migration, in a folder of its own, taken from git.

`SINERGI_TEST_PREVIOUS` names another commit.
"""

import asyncio
import io
import os
import pickle
import subprocess
import sys
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiokafka import ConsumerRecord

from schemas.classified import ReportKey
from streams.settings import Settings
from tests.e2e.workers import CODE, told

COMMIT = "SINERGI_TEST_PREVIOUS"
_MIGRATIONS = "sinks/migrations"
_WITHIN_S = 240.0
_FOLD = """
import pickle, sys
from tests.e2e.refold import refolded
pickle.dump(dict(refolded(pickle.load(sys.stdin.buffer)).members), sys.stdout.buffer)
"""


class NoPreviousError(Exception):
    """This checkout does not know what was before, in words for a person."""


@dataclass(frozen=True, slots=True)
class Previous:
    """`folder` holds the whole of `commit`."""

    commit: str
    folder: Path

    async def prepare(self, settings: Settings) -> None:
        """Its schema and its topics, made by its own commands."""
        commands = ("migrate", "topics")
        await asyncio.gather(*(self._run("-m", "streams.cli", one, settings=settings) for one in commands))

    async def members(self, log: Sequence[ConsumerRecord]) -> Mapping[ReportKey, tuple[str, str]]:
        """To which incident it assigns each report of a log of classified ones, and by which decision."""
        return pickle.loads(await self._run("-c", _FOLD, given=pickle.dumps(log)))

    async def _run(self, *arguments: str, settings: Settings | None = None, given: bytes = b"") -> bytes:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=told(settings or Settings()),
            cwd=self.folder,
        )
        async with asyncio.timeout(_WITHIN_S):
            out, _ = await process.communicate(given)
        assert process.returncode == 0, arguments
        return out


def previous(folder: Path) -> Previous:
    """Raises `NoPreviousError`."""
    commit = os.environ.get(COMMIT) or _before_the_last_migration()
    with tarfile.open(fileobj=io.BytesIO(_git("archive", "--format=tar", commit))) as archive:
        archive.extractall(folder, filter="data")
    return Previous(commit, folder)


def _before_the_last_migration() -> str:
    """The newest whose migrations are the first ones of ours, to the letter, and not all of them."""
    ours = _ours()
    changes = _git("rev-list", "--first-parent", "HEAD", "--", _MIGRATIONS).decode().split()
    for commit in ("HEAD", *(f"{change}^1" for change in changes)):
        if (theirs := _of(commit)) and theirs < ours:
            return commit
    raise NoPreviousError("git knows no commit with a part of these migrations: is this a shallow clone?")


def _ours() -> set[str]:
    paths = sorted((CODE / _MIGRATIONS).glob("*.sql"))
    return set(_git("hash-object", *map(str, paths)).decode().split())


def _of(commit: str) -> set[str]:
    try:
        listed = _git("ls-tree", commit, f"{_MIGRATIONS}/").decode()
    except NoPreviousError:  # A root commit, or the end of a shallow clone: nothing is before it.
        return set()
    return {line.split()[2] for line in listed.splitlines()}


def _git(*arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=CODE, check=True, capture_output=True)
    except FileNotFoundError as error:
        raise NoPreviousError("there is no git") from error
    except subprocess.CalledProcessError as error:
        raise NoPreviousError(f"git: {error.stderr.decode().strip()}") from error
    return done.stdout
