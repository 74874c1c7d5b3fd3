"""What the bench asks of a peer's process, and how the two speak: by one argument, one line out, one line in.

Imports nothing but Python's own, so that every peer's environment has it.
"""

import gc
import json
import logging
import sys
from dataclasses import asdict, dataclass
from typing import Self


class Told:
    """Fields of a dataclass that a process is told when it is started."""

    __slots__ = ()

    def told(self) -> str:
        """As the process gets it."""
        return json.dumps(asdict(self))

    @classmethod
    def given(cls) -> Self:
        """In the process: what it was told."""
        logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
        return cls(**json.loads(sys.argv[1]))

    def begin(self) -> None:
        """In the process: all is loaded; waits to be told to start. Its collector is as Sinergi sets it."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000)
        print("ready", flush=True)  # noqa: T201
        sys.stdin.readline()

    @classmethod
    def begun(cls) -> Self:
        """Both."""
        job = cls.given()
        job.begin()
        return job


@dataclass(frozen=True, slots=True)
class Job(Told):
    """Where records come from, and where rows and decisions go.

    A batch holds at most `batch` records, and is not waited for longer than `gather_s`. `folder` is the
    peer's own.
    """

    brokers: str
    postgres: str
    reads: str
    writes: str
    table: str
    group: str
    folder: str
    partitions: int
    batch: int
    gather_s: float
