"""How far a batch was sent: a file that outlives the process, replaced as a whole."""

import fcntl
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from schemas.toml_source import Mistake, Mistakes
from sinks.whole_file import write_whole
from streams.replay.reports import Outgoing

EVERY = 500
"""So many confirmed records at most are sent again after a crash, besides those in flight."""


class BusyError(Exception):
    """Another process sends a batch of the same channel from the same folder."""


class Mark(BaseModel):
    """The first `confirmed` of `records` are in Kafka, in this cluster."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    cluster: str
    records: Annotated[int, Field(ge=0)]
    confirmed: Annotated[int, Field(ge=0)] = 0


class Journal:
    """The mark of one batch, kept in a file."""

    def __init__(self, path: Path, mark: Mark) -> None:
        self._path = path
        self.mark = mark
        self._kept = mark.confirmed

    @classmethod
    def of(cls, path: Path, fresh: Mark) -> Self:
        """Go on where `path` says, if it speaks of the same cluster. Raises `Mistakes`."""
        try:
            found = Mark.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return cls(path, fresh)
        except ValidationError as error:
            raise Mistakes([Mistake(path, 1, "does not say how far a batch was sent; remove it")]) from error
        return cls(path, found if found.cluster == fresh.cluster else fresh)

    def confirm(self, more: int) -> None:
        """So many more are in Kafka."""
        confirmed = self.mark.confirmed + more
        self.mark = self.mark.model_copy(update={"confirmed": confirmed})
        if confirmed - self._kept >= EVERY:
            self.keep()

    def keep(self) -> None:
        """Write it down."""
        write_whole(self._path, self.mark.model_dump_json().encode())
        self._kept = self.mark.confirmed

    def forget(self) -> None:
        """The next run begins at the first record."""
        self._path.unlink(missing_ok=True)


def fingerprint(records: Iterable[Outgoing]) -> str:
    """Of all that will be sent: another file, mapping or catalog gives another, unless it changes nothing."""
    found = hashlib.blake2b(digest_size=16)
    for record in records:
        found.update(len(record.key).to_bytes(8) + record.key + len(record.value).to_bytes(8) + record.value)
    return found.hexdigest()


@contextmanager
def alone(folder: Path, channel: str) -> Iterator[None]:
    """Nobody else sends a batch of the channel from this folder. Raises `BusyError`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{channel}.lock").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(f"another import of channel {channel} runs in {folder}") from error
        yield
