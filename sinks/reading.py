"""What commands ask Postgres: what became of a record, and why. Nothing here writes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from asyncpg import Record

from schemas.classified import Classification, Grade, Place, ReportKey, Review
from schemas.event import Event
from schemas.incident import Incident, Link
from schemas.rejection import Origin
from sinks.incident_rows import incident_of
from sinks.postgres import Pool
from sinks.reading_corrections import CorrectionReader
from sinks.reading_lives import LifeReader
from sinks.report_rows import classification_of, grade_of, origin_of, place_of, review_of
from sinks.rows import link_of
from sinks.sql import queries
from sinks.storms import event_of

REJECTIONS_MAX = 100
"""So many refused records of one id are shown."""

ASKING_MAX = 10
"""So many that ask about one incident are shown."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A report as far as it is accounted for: where it was taken from, and the incidents it is in."""

    digest: str
    origin: Origin
    recorded_at: datetime
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Where a refused record lies, and why it was refused."""

    origin: Origin
    code: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Tally:
    """An incident as far as it is accounted for: what it says of its reports, and how many it has."""

    id: str
    version: int
    reports: int
    linked: int
    agencies: tuple[str, ...]
    event: str | None


@dataclass(frozen=True, slots=True)
class KnownReport:
    """A report as Postgres holds it: masked, understood, and linked to its incident."""

    channel: str
    id: str
    reported_at: datetime
    text: str
    place_words: str
    picked: str | None
    classification: Classification
    grade: Grade
    place: Place | None
    review: tuple[Review, ...]
    origin: Origin
    recorded_at: datetime
    link: Link


@dataclass(frozen=True, slots=True)
class KnownRejection:
    """A refused record, without its bytes: those are personal data as it came."""

    cluster: str
    origin: Origin
    code: str
    field: str
    reason: str
    original_length: int
    recorded_at: datetime


class Reader:
    """Questions to Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.corrections = CorrectionReader(pool)
        self.lives = LifeReader(pool)
        self._sql = queries()

    async def clock(self) -> datetime:
        """The time by Postgres' own clock, which stamps what is recorded."""
        now: datetime = await self._pool.fetchval(self._sql["clock"])
        return now

    async def kept(self, keys: Collection[ReportKey]) -> dict[ReportKey, Kept]:
        """Those of these reports that are recorded."""
        columns = [channel for channel, _ in keys], [id for _, id in keys]
        return {
            (row["channel"], row["id"]): Kept(
                digest=row["digest"],
                origin=origin_of(row),
                recorded_at=row["recorded_at"],
                incidents=tuple(row["incidents"]),
            )
            for row in await self._pool.fetch(self._sql["kept"], *columns)
        }

    async def refusals(self, cluster: str, origins: Collection[Origin]) -> dict[Origin, Refusal]:
        """Why those of these records that were refused were refused."""
        columns = [o.topic for o in origins], [o.partition for o in origins], [o.offset for o in origins]
        found = await self._pool.fetch(self._sql["refusals"], cluster, *columns)
        return {refusal.origin: refusal for refusal in map(_refusal_of, found)}

    async def refusals_of(self, cluster: str, limit: int) -> list[Refusal]:
        """What a cluster's records were refused for, the first of them."""
        found = await self._pool.fetch(self._sql["refusals_of_cluster"], cluster, limit)
        return [_refusal_of(row) for row in found]

    async def tallies(self, incident_ids: Collection[str]) -> list[Tally]:
        """What these incidents count, and what they have."""
        found = await self._pool.fetch(self._sql["tallies"], list(incident_ids))
        return [
            Tally(
                *(row["id"], row["version"], row["reports"], row["linked"], tuple(row["agencies"])),
                event=row["event"],
            )
            for row in found
        ]

    async def channels_of(self, id: str) -> list[str]:
        """The channels that have a report of this id."""
        return [row["channel"] for row in await self._pool.fetch(self._sql["channels_of_report"], id)]

    async def report(self, channel: str, id: str) -> KnownReport | None:
        """One report."""
        row = await self._pool.fetchrow(self._sql["report"], channel, id)
        return _report_of(row) if row else None

    async def incident(self, id: str) -> Incident | None:
        """One incident, its last version."""
        row = await self._pool.fetchrow(self._sql["incident"], id)
        return incident_of(row) if row else None

    async def asking(self, incident: Incident) -> list[str]:
        """Incidents that are perhaps the same as this one, the first to open first."""
        found = await self._pool.fetch(self._sql["asking"], incident.key, incident.id, ASKING_MAX)
        return [row["id"] for row in found]

    async def event(self, id: str) -> Event | None:
        """One event, with its newest figures."""
        row = await self._pool.fetchrow(self._sql["event"], id)
        return event_of(row) if row else None

    async def reports_of(self, incident_id: str, limit: int) -> list[KnownReport]:
        """The first reports of an incident, the one that founded it first."""
        return [
            _report_of(row)
            for row in await self._pool.fetch(self._sql["reports_of_incident"], incident_id, limit)
        ]

    async def rejection(self, origin: Origin) -> list[KnownRejection]:
        """What was refused at this position, the newest first: several clusters may have it."""
        found = await self._pool.fetch(self._sql["rejection"], origin.topic, origin.partition, origin.offset)
        return [_rejection_of(row) for row in found]

    async def rejections_naming(self, topics: Sequence[str], id: str) -> list[KnownRejection]:
        """Refused records of these topics whose own `id` is this one, the newest first."""
        found = await self._pool.fetch(self._sql["rejections_naming"], topics, id, REJECTIONS_MAX)
        return [_rejection_of(row) for row in found]


def _report_of(row: Record) -> KnownReport:
    return KnownReport(
        channel=row["channel"],
        id=row["id"],
        reported_at=row["reported_at"],
        text=row["masked_text"],
        place_words=row["masked_place"],
        picked=row["picked"],
        classification=classification_of(row),
        grade=grade_of(row),
        place=place_of(row),
        review=review_of(row),
        origin=origin_of(row),
        recorded_at=row["recorded_at"],
        link=link_of(row),
    )


def _refusal_of(row: Record) -> Refusal:
    return Refusal(_position_of(row), row["code"], row["field"], row["reason"])


def _position_of(row: Record) -> Origin:
    return Origin(topic=row["topic"], partition=row["partition"], offset=row["offset"])


def _rejection_of(row: Record) -> KnownRejection:
    return KnownRejection(
        cluster=row["cluster"],
        origin=_position_of(row),
        code=row["code"],
        field=row["field"],
        reason=row["reason"],
        original_length=row["original_length"],
        recorded_at=row["recorded_at"],
    )
