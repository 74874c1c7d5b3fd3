"""A broker that a test may stop."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from streams.settings import KafkaSettings
from tests.e2e.servers import Tansu
from tests.e2e.servers import broker as started


@dataclass(frozen=True, slots=True)
class OwnBroker:
    """Nobody else speaks to it."""

    kafka: KafkaSettings
    process: psutil.Process


@contextmanager
def own_broker_in(folder: Path) -> Iterator[OwnBroker]:
    """Until the end of the block."""
    with started(folder) as server:
        pid = (
            server._process.pid
            if isinstance(server, Tansu)
            else int((folder / "kafka/broker-1/broker.pid").read_text())
        )
        process = psutil.Process(pid)
        yield OwnBroker(server.settings(), process)
        process.kill()
