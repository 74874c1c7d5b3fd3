"""What Postgres holds of one citizen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from schemas.classified import speaker_of
from schemas.rejection import Origin
from schemas.report import Report
from schemas.topics import REJECTED, replies, reports
from sinks.postgres import Pool
from sinks.refused_sender import is_reply_of, is_report_of, is_text, unwrapped
from sinks.rows import columns_of
from sinks.sql import queries

READ_AT_ONCE = 8
"""So many refused records are in memory at a time: each may have 4 MiB."""
UNREAD = frozenset({"no_record", "too_long"})
"""Codes of a batch that is kept as it came, compressed."""


class OtherwiseNamedError(Exception):
    """Who was named by a report has a reference, in words for a person."""


@dataclass(frozen=True, slots=True)
class Person:
    """One who speaks on a channel: by the channel's reference, or known by nothing but one report."""

    channel: str
    reporter: str | None = None
    report_id: str | None = None

    @property
    def voice(self) -> str:
        """By what the key is kept."""
        return speaker_of(self.channel, self.report_id or "", self.reporter)


@dataclass(frozen=True, slots=True)
class Said:
    """A report as it came. `keys` are those of its incident now and of the one that it came to first."""

    report: Report
    incident_id: str
    keys: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that was refused, and may be of this citizen."""

    cluster: str
    origin: Origin
    at: datetime
    reason: str
    original: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply."""

    id: str
    report_id: str
    incident_id: str
    answer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Holdings:
    """All of it. What was forgotten is not among it.

    `unread` refused batches of the channel are compressed and broken, so nobody knows whose they are.
    """

    person: Person
    said: tuple[Said, ...]
    answers: tuple[Answer, ...]
    refused: tuple[Refused, ...]
    key: UUID | None
    unread: int = 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing that could be forgotten."""
        return not (self.said or self.refused or self.key)


class PersonalReader:
    """Questions about one citizen. They look through whole tables, as nobody else asks so."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def holdings(self, person: Person) -> Holdings:
        """What there is at this moment. Raises `OtherwiseNamedError`."""
        sql = self._sql
        if reporter := await self._pool.fetchval(sql["reporter_of"], person.channel, person.report_id):
            raise OtherwiseNamedError(
                f"report {person.channel}:{person.report_id} came with a reference: "
                f"name {person.channel}:{reporter}"
            )
        rows = await self._pool.fetch(sql["reports_of"], person.channel, person.reporter, person.report_id)
        said = tuple(
            Said(
                Report.model_validate_json(row["report"]),
                row["incident_id"],
                (row["incident_id"].rpartition(":")[0], row["founded_in"]),
            )
            for row in rows
        )
        ids = [one.report.id for one in said]
        answers = await self._pool.fetch(sql["replies_of"], person.channel, ids)
        key = await self._pool.fetchval(sql["key_of"], person.voice)
        refused, unread = await self._refused(person, ids)
        return Holdings(
            person,
            said,
            tuple(Answer(**dict(row)) for row in answers),
            refused,
            key,
            unread,
        )

    async def is_others_too(self, sha256: str, person: Person, ids: Collection[str]) -> bool:
        """Whether a report of somebody else has this photo."""
        names = [f"{person.channel}:{id}" for id in ids]
        return bool(await self._pool.fetchval(self._sql["has_photo_too"], sha256, names))

    async def is_sent(self, until: datetime) -> bool:
        """Whether nothing of before that moment waits in the outbox."""
        return not await self._pool.fetchval(self._sql["outbox_older_than"], until)

    async def forget_rejections(self, cluster: str, refused: Collection[Refused]) -> None:
        """Those of a cluster that nobody reads any more: of the present one resolve does it."""
        rows = [(one.origin.topic, one.origin.partition, one.origin.offset) for one in refused]
        await self._pool.execute(self._sql["forget_rejections"], cluster, *columns_of(rows, width=3))

    async def _refused(self, person: Person, ids: Sequence[str]) -> tuple[tuple[Refused, ...], int]:
        """Those that are theirs, and how many nobody can read."""
        asked = reports(person.channel), replies(person.channel)
        own = {*ids, *([person.report_id] if person.report_id else [])}
        theirs, unread = [], 0
        async with self._pool.acquire() as connection, connection.transaction():
            wanted = (*asked, REJECTED)
            async for row in connection.cursor(self._sql["rejections_on"], wanted, prefetch=READ_AT_ONCE):
                topic, original = _first_refused(row)
                if topic not in asked:
                    continue
                is_theirs = is_report_of if topic == asked[0] else is_reply_of
                if is_theirs(original, person.reporter, own):
                    theirs.append(_refused(row, original))
                elif row["code"] in UNREAD and not is_text(original):
                    unread += 1
        return tuple(theirs), unread


def _first_refused(row: Record) -> tuple[str, bytes]:
    """The topic and bytes of what was sent; a refusal may have been refused itself."""
    inner = unwrapped(row["original"]) if row["topic"] == REJECTED else None
    return inner or (row["topic"], row["original"])


def _refused(row: Record, original: bytes) -> Refused:
    origin = Origin(topic=row["topic"], partition=row["partition"], offset=row["offset"])
    return Refused(row["cluster"], origin, row["recorded_at"], row["reason"], original)


def names_of(held: Holdings) -> Sequence[str]:
    """Of each report that there is, `channel:id`; of none the channel, since a reference is personal."""
    return [f"{held.person.channel}:{one.report.id}" for one in held.said] or [held.person.channel]
