"""What nobody needs any more is removed, by the terms of the catalog. Killed in between it is run again."""

import asyncio
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from schemas.catalog.models import Catalog
from schemas.catalog.retention import Retention
from sinks.audit_log import note
from sinks.postgres import Pool
from sinks.retention import RetentionDesk, Terms
from streams.core.records.commands import command_record
from streams.core.records.keys import destroyed_record
from streams.personal.commands import expired
from streams.personal.sending import send
from streams.settings import KafkaSettings

if TYPE_CHECKING:  # It needs a package that is an extra.
    from sinks.photo_store import PhotoStore

PHOTOS = 1_000
"""So many are looked for at once."""
RETAIN = "retain"
"""What the audit log calls a run that came to its end."""
UNFINISHED = timedelta(days=1)
"""A photo that was not written to its end by then never will be."""


@dataclass(frozen=True, slots=True)
class Retained:
    """How many. `reports` were ordered to be forgotten: resolve does it, soon after.

    `open_reports` are over too, and stay as long as their incident is open.
    """

    reports: int
    open_reports: int
    rejections: int
    occurrences: int
    photos: int
    keys_retired: int
    keys: int


def terms_of(catalog: Catalog, rule: Retention) -> Terms:
    """The terms of reports."""
    return Terms(
        rule.reports_days,
        {id: one.reports_days for id, one in catalog.channels.items() if one.reports_days},
        {id: one.reports_days for id, one in catalog.categories.items() if one.reports_days},
    )


@dataclass(frozen=True, slots=True)
class Job:
    """One run: at most so many of each kind, the rest at the next."""

    pool: Pool
    catalog: Catalog
    rule: Retention
    now: datetime
    most: int

    async def run(self, kafka: KafkaSettings, photos: "PhotoStore") -> Retained:
        """Remove it. Raises `UnreachableError`, `PhotoStoreError`."""
        await note(self.pool, f"{RETAIN} begin")
        desk, terms = self._desk, terms_of(self.catalog, self.rule)
        over = await desk.over(terms, self.now, self.most)
        await send(kafka, map(command_record, expired(over, self.now)))
        done = Retained(
            reports=len(over),
            open_reports=await desk.open(terms, self.now),
            rejections=await desk.rejections(self._ago(self.rule.rejections_days), self.most),
            occurrences=await desk.occurrences(self._ago(terms.shortest), self.most),
            photos=await self._photos(photos, self._ago(self.rule.photos_days)),
            keys=await self._destroy_keys(kafka),
            keys_retired=await desk.retire_keys(self._ago(terms.shortest), self.now, self.most),
        )
        await note(self.pool, RETAIN, (), asdict(done))
        return done

    async def foreseen(self) -> dict[str, int]:
        """What a run would do with reports. Changes nothing."""
        desk, terms = self._desk, terms_of(self.catalog, self.rule)
        over = await desk.over(terms, self.now, self.most)
        return {"reports": len(over), "open_reports": await desk.open(terms, self.now)}

    @property
    def _desk(self) -> RetentionDesk:
        return RetentionDesk(self.pool)

    def _ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)

    async def _destroy_keys(self, kafka: KafkaSettings) -> int:
        """First on Kafka: killed in between it is done again."""
        keys = await self._desk.retired_keys(self._ago(kafka.retention_days), self.most)
        await send(kafka, map(destroyed_record, keys))
        await self._desk.destroy_keys(keys, self.now)
        return len(keys)

    async def _photos(self, photos: "PhotoStore", before: datetime) -> int:
        """A photo that somebody sent again has a younger report, and stays."""
        await asyncio.to_thread(photos.remove_unfinished, self.now - UNFINISHED)
        old = await asyncio.to_thread(photos.older_than, before)
        removed = 0
        for start in range(0, len(old), PHOTOS):
            some = old[start : start + PHOTOS]
            needed = await self._desk.named_photos(before, some)
            over = [sha256 for sha256 in some if sha256 not in needed][: self.most - removed]
            removed += sum([await asyncio.to_thread(photos.remove, sha256) for sha256 in over])
        return removed
