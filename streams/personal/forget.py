"""A citizen is forgotten, step by step. Killed between two it is done again, and completes."""

import re
import time
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aiokafka import TopicPartition

from schemas.catalog.models import Catalog
from schemas.topics import dispatches, feedback, replies, reports
from sinks.audit_log import note
from sinks.audits import Audits
from sinks.personal import Holdings, Person, PersonalReader, names_of
from sinks.postgres import Pool
from sinks.reading_watch import WatchReader
from streams.connections import postgres
from streams.core.records.commands import command_record
from streams.personal.commands import forgotten
from streams.personal.queues import Emptied, empty
from streams.personal.sending import send
from streams.personal.taken_in import Way
from streams.photos.links import sha256_in
from streams.settings import Settings
from streams.watch.brokers import Brokers, brokers

if TYPE_CHECKING:  # It needs a package that is an extra.
    from sinks.photo_store import PhotoStore

_HASH = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed, and what came in meanwhile and is there still.

    `photos_elsewhere` are hashes that the store has not: they were removed before, or never were in it.
    """

    held: Holdings
    photos: int
    kept_photos: int
    photos_elsewhere: tuple[str, ...]
    queues: Emptied
    left: Holdings


@dataclass(frozen=True, slots=True)
class Desk:
    """All that it takes; `sent` also empties what agencies and the channel were sent so far."""

    settings: Settings
    catalog: Catalog
    pool: Pool
    brokers: Brokers
    photos: "PhotoStore"
    until_s: float
    sent: bool

    @property
    def reader(self) -> PersonalReader:
        """Of Postgres."""
        return PersonalReader(self.pool)

    @property
    def audits(self) -> Audits:
        """How far the watch and the workers are."""
        return Audits(self.pool, self.brokers.cluster)

    async def forget(self, person: Person) -> Removed:
        """All of it. Raises `NotReadyError`, `UnreachableError`, `PhotoStoreError`."""
        now = datetime.now(UTC)
        way = Way(self.brokers, self.audits, self.reader, self.until_s)
        raw = (reports(person.channel), replies(person.channel))
        await way.all_of(raw, now)
        held = await self.reader.holdings(person)
        await note(self.pool, "forget", names_of(held), {"rejections": len(held.refused)})
        # What tells of photos is gone with the reports, so they go first.
        removed, kept, elsewhere = await self._photos(held)
        old = await self._sent(person) if self.sent else {}
        await self._order(held, now)
        await way.log(datetime.now(UTC))
        queues = await empty(self.settings.kafka, self.brokers, self.audits, raw, old)
        return Removed(held, removed, kept, elsewhere, queues, await self.reader.holdings(person))

    async def _photos(self, held: Holdings) -> tuple[int, int, tuple[str, ...]]:
        """How many were removed, how many stay since others sent them too, and which were not there."""
        ids = [one.report.id for one in held.said]
        photos = photos_of(held)
        kept = {sha256 for sha256 in photos if await self.reader.is_others_too(sha256, held.person, ids)}
        elsewhere = [sha256 for sha256 in photos if sha256 not in kept and not self.photos.remove(sha256)]
        return len(photos) - len(kept) - len(elsewhere), len(kept), tuple(elsewhere)

    async def _order(self, held: Holdings, now: datetime) -> None:
        """Tell resolve."""
        cluster = self.brokers.cluster
        for old in {one.cluster for one in held.refused} - {cluster}:
            theirs = [one for one in held.refused if one.cluster == old]
            await self.reader.forget_rejections(old, theirs)
        orders = forgotten(held, self.catalog.city, cluster, now)
        await send(self.settings.kafka, map(command_record, orders))

    async def _sent(self, person: Person) -> Mapping[TopicPartition, int]:
        """How far those topics reach; those of agencies only as far as their webhooks have taken them in."""
        told = [*map(dispatches, sorted(self.catalog.agencies)), feedback(person.channel)]
        ends = await self.brokers.exact_ends(await self.brokers.of(told))
        hooks = await WatchReader(self.pool).webhook_offsets(self.brokers.cluster)
        taken = {dispatches(agency): offsets for agency, offsets in hooks.items()}
        return {
            tp: min(end, taken[tp.topic].get(tp.partition, 0)) if tp.topic in taken else end
            for tp, end in ends.items()
        }


def photos_of(held: Holdings) -> Collection[str]:
    """The hashes of those that may lie in our store; where it has another address now, by their names.

    Also of what was refused: its photo was taken in before it.
    """
    photos = [photo for one in held.said for photo in one.report.photos]
    named = (sha256_in(photo.url.partition("?")[0].rpartition("/")[2]) for photo in photos)
    told = (photo.sha256.lower() for photo in photos if photo.sha256)
    refused = (hash.decode() for one in held.refused for hash in _HASH.findall(one.original.lower()))
    return list(dict.fromkeys([*filter(None, named), *told, *refused]))


@asynccontextmanager
async def desk(
    settings: Settings, catalog: Catalog, photos: "PhotoStore", *, patience_s: float, sent: bool
) -> AsyncIterator[Desk]:
    """With connections of its own. Raises `UnreachableError`, `NotReadyError`."""
    async with postgres(settings.postgres) as pool, brokers(settings.kafka) as asked:
        until_s = time.monotonic() + patience_s
        yield Desk(settings, catalog, pool, asked, photos, until_s, sent)
