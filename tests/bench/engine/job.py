"""What the bench asks of a peer's process, and how the two speak: by one argument, one line out, one line in.

Imports nothing but Python's own, so that every peer's environment has it.
"""

import gc
import json
import logging
import sys
from dataclasses import asdict, dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Job:
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

    def told(self) -> str:
        """As the process gets it."""
        return json.dumps(asdict(self))

    @classmethod
    def begun(cls) -> Self:
        """In the process: all is imported; waits to be told to start. Its collector is as Sinergi sets it."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000)
        logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
        job = cls(**json.loads(sys.argv[1]))
        print("ready", flush=True)  # noqa: T201
        sys.stdin.readline()
        return job
