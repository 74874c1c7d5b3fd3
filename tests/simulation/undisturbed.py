"""What the same records in the same order come to without trouble: one worker, one chunk a partition."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aiokafka import ConsumerRecord
from faust.types import TP

from schemas.message import Message
from schemas.passage import Headers
from schemas.topics import ANNOUNCEMENTS, CLASSIFIED
from streams.agents.herald import Herald
from streams.agents.resolve import Resolve
from streams.transport import Chunk
from tests.simulation.broker import Broker
from tests.simulation.cores import CATALOG, rules_of
from tests.simulation.database import Database, Tables
from tests.simulation.store import ModelStore
from tests.simulation.workers import SILENT
from tests.simulation.world import World


class Quiet(World):
    """Every request is answered at once, and nothing is written down."""

    def note(self, what: str, *details: object) -> None:
        """Nothing to note."""

    async def request(self, what: str, act: Callable[[], Any]) -> Any:
        """Serve it."""
        return act()


REMEMBERED = 1_024


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """Postgres at the end, and every message that was sent."""

    tables: Tables
    sent: Sequence[Message]


Logs = tuple[tuple[tuple[bytes, Headers], ...], ...]
"""Of each partition the records."""


def undisturbed(broker: Broker, core: str) -> Undisturbed:
    """From the log of `reports.classified` alone. Many schedules end with the same."""
    logs = [broker.logs[tp] for tp in broker.of(CLASSIFIED)]
    return _undisturbed(tuple(tuple((one.value, one.headers) for one in log) for log in logs), core)


@lru_cache(REMEMBERED)
def _undisturbed(logs: Logs, core: str) -> Undisturbed:
    world = Quiet(0)
    database, sent = Database(world), list[Message]()
    task = world.loop.start(_work(logs, ModelStore(world, database), sent, core))
    world.loop.run_until(task.done, 0.0)
    task.result()
    return Undisturbed(database.tables, sent)


async def _work(logs: Logs, store: Any, sent: list[Message], core: str) -> None:
    async def publish(messages: Sequence[Message]) -> None:
        sent.extend(messages)

    resolve = Resolve(store, rules_of(core), publish, SILENT, partitions=len(logs))
    herald = Herald(store, resolve.claims, publish, SILENT, channels=CATALOG.channels)
    partitions = [TP(CLASSIFIED, number) for number in range(len(logs))]
    await resolve.claims.claim(frozenset({*partitions, TP(ANNOUNCEMENTS, 0)}))
    for tp, log in zip(partitions, logs, strict=True):
        if log:
            await resolve.take(_chunk(tp, log))
    announced = [(one.value, one.headers) for one in sent if one.topic == ANNOUNCEMENTS]
    if announced:
        await herald.take(_chunk(TP(ANNOUNCEMENTS, 0), announced))


def _chunk(tp: TP, log: Sequence[tuple[bytes, Headers]]) -> Chunk:
    records = [
        ConsumerRecord(*tp, offset, 0, 0, None, value, None, 0, 0, headers)
        for offset, (value, headers) in enumerate(log)
    ]
    return Chunk(*tp, 0, records, len(records), lambda _: True)
