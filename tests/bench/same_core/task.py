"""What the bench asks of a peer's process: one of the two stages, from where to where."""

from dataclasses import dataclass
from typing import Any

from tests.bench.engine.job import Told


@dataclass(frozen=True, slots=True)
class Task(Told):
    """The stage is `triage` or `resolve`; `postgres` is that of the run alone.

    A batch holds at most `batch` records, and is not waited for longer than `gather_s`. `folder` is the
    peer's own. `kafka` is for the product's settings, `brokers` for all others.
    """

    stage: str
    brokers: str
    kafka: dict[str, Any]
    postgres: str
    reads: list[str]
    group: str
    folder: str
    batch: int
    gather_s: float
