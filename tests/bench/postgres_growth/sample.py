"""Reports and incidents that are there, for the arguments of questions."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

import asyncpg

from schemas.catalog import load
from schemas.topics import reports

REPORTS = """
    select r.channel, r.id, r.reporter, r.lat, r.lon, l.incident_id
    from seed.reports s
    join reports r on (r.channel, r.id) = (s.channel, s.id || '-' || seed.again($1::int))
    join links l on (l.channel, l.report_id) = (r.channel, r.id)
    where s.lat is not null"""
KELURAHAN = "select kelurahan from seed.incidents where kelurahan is not null order by random() limit 1"
RARE = """select category, (array_agg(routed -> 0 ->> 'agency'))[1] as agency from seed.incidents
          group by category order by count(*) limit 1"""
PHOTOS = """
    select (regexp_matches(o.report::text, '[0-9a-f]{64}', 'g'))[1] as sha256
    from seed.report_originals s
    join report_originals o on (o.channel, o.id) = (s.channel, s.id || '-' || seed.again($1::int))
    where s.report::text ~ '[0-9a-f]{64}' limit 1000"""
REFUSED = "select report_id from rejections where report_id is not null limit 1"


@dataclass(frozen=True, slots=True)
class Sample:
    """Of some copies; `rare` is the category of the fewest, told to `rare_agency`."""

    now: datetime
    reports: Sequence[asyncpg.Record]
    keys: Sequence[str]
    categories: Sequence[str]
    all_channels: Sequence[str]
    kelurahan: str
    rare: str
    rare_agency: str
    refused: str
    photos: Sequence[str]
    no_photo: str = "0" * 63 + "f"

    @classmethod
    async def of(
        cls, connection: "asyncpg.Connection[asyncpg.Record]", copies: int, choose: random.Random
    ) -> Self:
        """Others for each state of `choose`."""
        found = [
            row
            for copy in sorted(choose.sample(range(copies), min(4, copies)))
            for row in await connection.fetch(REPORTS, copy)
        ]
        catalog = load()
        [(rare, agency)] = await connection.fetch(RARE)
        return cls(
            now=datetime.now(UTC),
            reports=choose.sample(found, len(found)),
            keys=sorted({row["incident_id"].rpartition(":")[0] for row in found}),
            categories=sorted(catalog.categories),
            all_channels=sorted(catalog.channels),
            kelurahan=await connection.fetchval(KELURAHAN),
            rare=rare,
            rare_agency=agency,
            refused=await connection.fetchval(REFUSED) or "none",
            photos=[row["sha256"] for row in await connection.fetch(PHOTOS, choose.randrange(copies))],
        )

    @property
    def channel(self) -> str:
        """Of the first report."""
        return str(self.reports[0]["channel"])

    @property
    def id(self) -> str:
        """Of the first report."""
        return str(self.reports[0]["id"])

    @property
    def name(self) -> str:
        """Of the first report."""
        return f"{self.channel}:{self.id}"

    @property
    def reporter(self) -> str | None:
        """Of the first report."""
        found: str | None = self.reports[0]["reporter"]
        return found

    @property
    def incident_id(self) -> str:
        """Of the first report."""
        return str(self.reports[0]["incident_id"])

    @property
    def key(self) -> str:
        """Of the first report's incident."""
        return self.incident_id.rpartition(":")[0]

    @property
    def topics(self) -> Sequence[str]:
        """Of all channels."""
        return [reports(channel) for channel in self.all_channels]

    @property
    def silent_since(self) -> Sequence[datetime]:
        """Of all channels: an hour."""
        return [self.now - timedelta(hours=1)] * len(self.all_channels)

    def channels(self, number: int) -> Sequence[str]:
        """Of the first reports."""
        return [row["channel"] for row in self.reports[:number]]

    def ids(self, number: int) -> Sequence[str]:
        """Of the first reports."""
        return [row["id"] for row in self.reports[:number]]

    def ids_of_channel(self, number: int) -> Sequence[str]:
        """Of the first reports of the first one's channel."""
        return [row["id"] for row in self.reports if row["channel"] == self.channel][:number]

    def voices(self, number: int) -> Sequence[str]:
        """Of the first reports."""
        return [f"{row['channel']}:{row['reporter']}" for row in self.reports[:number]]

    def incident_ids(self, number: int) -> Sequence[str]:
        """Of the first reports, each once."""
        return [*dict.fromkeys(row["incident_id"] for row in self.reports)][:number]
