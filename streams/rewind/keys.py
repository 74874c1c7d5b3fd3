"""Which keys a database lacks for what it has still to read, and which it must not have any more."""

from collections.abc import Iterable
from uuid import UUID

from aiokafka import ConsumerRecord, TopicPartition

from schemas.catalog.models import Catalog
from schemas.classified import ClassifiedReport
from schemas.sealed import SealedReport
from schemas.topics import CLASSIFIED, REPORTER_KEYS
from sinks.rewinding import Held, Rewinding
from streams.agents.seals import opened, voice_of
from streams.core.records.commands import read_event
from streams.core.records.keys import read_key
from streams.rewind.standing import Keys, Place
from streams.watch.brokers import Brokers

PAGE = 500
"""So many records are read at a time."""


async def keys(
    brokers: Brokers, database: Rewinding, places: Iterable[Place], catalog: Catalog, *, older: bool
) -> Keys:
    """Those of what resolve has still to read; of an `older` database also those that it holds too long.

    Raises `KafkaError`, `PostgresError`.
    """
    needed = await _needed(brokers, database, places, catalog)
    if not needed and not older:
        return Keys()
    held, destroyed = await _in_kafka(brokers, needed.keys())
    found = {id: one for id, secret in held.items() if (one := _held(id, secret, needed[id], catalog))}
    gone = (destroyed & needed.keys()) | await database.kept(destroyed)
    former = await database.spoken_with({one.voice for one in found.values()}) - gone
    nowhere = needed.keys() - found.keys() - gone
    return Keys(tuple(found.values()), frozenset(gone), frozenset(nowhere), frozenset(former))


async def _needed(
    brokers: Brokers, database: Rewinding, places: Iterable[Place], catalog: Catalog
) -> dict[UUID, ConsumerRecord]:
    """With a record that names each."""
    needed: dict[UUID, ConsumerRecord] = {}
    for place in places:
        if place.partition[0] != CLASSIFIED:
            continue
        reach = range(max(place.start, place.begin), place.end)
        async for page in brokers.log(TopicPartition(*place.partition), reach, PAGE):
            named = {
                event.seal.key: record
                for record in page
                if isinstance(event := read_event(record, catalog), SealedReport)
            }
            unknown = await database.unknown(named.keys() - needed.keys())
            needed |= {id: named[id] for id in unknown}
    return needed


async def _in_kafka(brokers: Brokers, wanted: Iterable[UUID]) -> tuple[dict[UUID, bytes], set[UUID]]:
    """The secrets of those that are wanted, and all that were destroyed."""
    asked, secrets, destroyed = set(wanted), dict[UUID, bytes](), set[UUID]()
    partitions = await brokers.of([REPORTER_KEYS])
    begins, ends = await brokers.beginnings(partitions), await brokers.exact_ends(partitions)
    for partition in partitions:
        async for page in brokers.log(partition, range(begins[partition], ends[partition]), PAGE):
            for id, secret in filter(None, (read_key(record.key, record.value) for record in page)):
                if secret is None:
                    destroyed.add(id)
                    secrets.pop(id, None)
                elif id in asked:
                    secrets[id] = secret
    return secrets, destroyed


def _held(id: UUID, secret: bytes, record: ConsumerRecord, catalog: Catalog) -> Held | None:
    """Whose key it is only what it opens tells; None where it opens nothing."""
    event = read_event(record, catalog)
    report = opened(event, record, secret, catalog) if isinstance(event, SealedReport) else None
    return Held(id, voice_of(report), secret) if isinstance(report, ClassifiedReport) else None
