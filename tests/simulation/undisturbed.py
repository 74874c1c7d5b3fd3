"""What the same records in the same order come to without trouble: one worker, one chunk a partition."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aiokafka import ConsumerRecord
from faust.types import TP

from schemas.message import Message
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


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """Postgres at the end, and every message that was sent."""

    tables: Tables
    sent: Sequence[Message]


def undisturbed(broker: Broker, core: str) -> Undisturbed:
    """From the log of `reports.classified` alone."""
    world = Quiet(0)
    database, sent = Database(world), list[Message]()
    task = world.loop.start(_work(broker, ModelStore(world, database), sent, core))
    world.loop.run_until(task.done, 0.0)
    task.result()
    return Undisturbed(database.tables, sent)


async def _work(broker: Broker, store: Any, sent: list[Message], core: str) -> None:
    async def publish(messages: Sequence[Message]) -> None:
        sent.extend(messages)

    partitions = broker.of(CLASSIFIED)
    resolve = Resolve(store, rules_of(core), publish, SILENT, partitions=len(partitions))
    herald = Herald(store, resolve.claims, publish, SILENT, channels=CATALOG.channels)
    await resolve.claims.claim(frozenset({*partitions, TP(ANNOUNCEMENTS, 0)}))
    for tp in partitions:
        if broker.logs[tp]:
            await resolve.take(_chunk(tp, broker.logs[tp]))
    announced = [message for message in sent if message.topic == ANNOUNCEMENTS]
    records = [
        ConsumerRecord(ANNOUNCEMENTS, 0, offset, 0, 0, one.key, one.value, None, 0, 0, one.headers)
        for offset, one in enumerate(announced)
    ]
    if records:
        await herald.take(_chunk(TP(ANNOUNCEMENTS, 0), records))


def _chunk(tp: TP, records: Sequence[ConsumerRecord]) -> Chunk:
    return Chunk(*tp, 0, records, len(records), lambda _: True)
