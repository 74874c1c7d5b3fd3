"""What the same records in the same order come to without trouble: one worker, one chunk a partition."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from aiokafka import ConsumerRecord
from faust.types import TP

from schemas.message import Message
from schemas.passage import Headers
from schemas.sealed import SealedReport
from schemas.topics import ANNOUNCEMENTS, CLASSIFIED
from sinks.keyring import Key
from streams.agents.herald import Herald
from streams.agents.resolve import Resolve
from streams.transport import Chunk
from tests.simulation.broker import Broker
from tests.simulation.cores import CATALOG, is_poisonous, rules_of
from tests.simulation.database import Database
from tests.simulation.pool import ModelKeyring
from tests.simulation.remembered import event_in
from tests.simulation.store import ModelStore
from tests.simulation.tables import Tables
from tests.simulation.workers import SILENT
from tests.simulation.world import World


class Quiet(World):
    """Every request is answered at once, and nothing is written down."""

    def note(self, what: str, *details: object) -> None:
        """Nothing to note."""

    async def request(self, what: str, act: Callable[[], Any]) -> Any:
        """Serve it."""
        return act()


REMEMBERED = 1 << 12


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """Postgres at the end, and every message that was sent."""

    tables: Tables
    sent: Sequence[Message]


Log = tuple[tuple[bytes, Headers], ...]
"""The records of a partition."""


@dataclass(frozen=True, slots=True)
class _Case:
    """Logs, and what tells them from others: their records without seals, since keys come to nothing else."""

    opened: tuple[Log, ...]
    core: str
    logs: tuple[Log, ...] = field(compare=False)
    keys: Mapping[str, Key] = field(compare=False)


def undisturbed(broker: Broker, keys: Mapping[str, Key], core: str) -> Undisturbed:
    """From the log of `reports.classified` alone, without what is poisonous. Many schedules end alike.

    `keys` are by voice, and open the seals.
    """
    logs = [broker.logs[tp] for tp in broker.of(CLASSIFIED)]
    sound = tuple(tuple((one.value, one.headers) for one in log if not poisonous_record(one)) for log in logs)
    secrets = {key.id: key.secret for key in keys.values()}
    opened = tuple(
        tuple((_opened(value, headers, secrets), headers) for value, headers in log) for log in sound
    )
    return _undisturbed(_Case(opened, core, sound, keys))


def _opened(value: bytes, headers: Headers, secrets: Mapping[UUID, bytes]) -> bytes:
    """What is sealed in a record, if it is sealed with the key that it names; else all of it."""
    event = event_in(value, headers)
    if not isinstance(event, SealedReport):
        return value
    secret, sealed = secrets.get(event.seal.key), event.seal.ciphertext
    return sealed[len(secret) :] if secret and sealed.startswith(secret) else value


def poisonous_record(record: ConsumerRecord) -> bool:
    """Whether the core fails on a record of `reports.classified`."""
    event = event_in(record.value, record.headers)
    return isinstance(event, SealedReport) and is_poisonous(event.bare)


@lru_cache(REMEMBERED)
def _undisturbed(case: _Case) -> Undisturbed:
    world = Quiet(0)
    database, sent = Database(world), list[Message]()
    database.tables.keys.update(case.keys)
    task = world.loop.start(
        _work(case.logs, ModelStore(world, database), ModelKeyring(world, database), sent, case.core)
    )
    world.loop.run_until(task.done, 0.0)
    task.result()
    return Undisturbed(database.tables, sent)


async def _work(
    logs: Sequence[Log], store: Any, keyring: ModelKeyring, sent: list[Message], core: str
) -> None:
    async def publish(messages: Sequence[Message]) -> None:
        sent.extend(messages)

    resolve = Resolve(store, keyring, rules_of(core), publish, SILENT, partitions=len(logs))
    herald = Herald(store, resolve.claims, publish, SILENT, channels=CATALOG.channels)
    partitions = [TP(CLASSIFIED, number) for number in range(len(logs))]
    await resolve.claims.claim(frozenset({*partitions, TP(ANNOUNCEMENTS, 0)}))
    for tp, log in zip(partitions, logs, strict=True):
        if log:
            await resolve.take(_chunk(tp, log))
    announced = [(one.value, one.headers) for one in sent if one.topic == ANNOUNCEMENTS]
    if announced:
        await herald.take(_chunk(TP(ANNOUNCEMENTS, 0), announced))


def _chunk(tp: TP, log: Log) -> Chunk:
    records = [
        ConsumerRecord(*tp, offset, 0, 0, None, value, None, 0, 0, headers)
        for offset, (value, headers) in enumerate(log)
    ]
    return Chunk(*tp, 0, records, len(records), lambda _: True)
