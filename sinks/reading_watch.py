"""What the watch asks Postgres, besides what it looks for. Nothing here writes."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sinks.audits import Partition
from sinks.postgres import Pool
from sinks.sql import queries

BINS = 10
"""A histogram of confidences has one for each tenth."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """Messages in the outbox that records of a topic made; the oldest has been there so long."""

    topic: str
    messages: int
    oldest_s: float


@dataclass(frozen=True, slots=True)
class Confidences:
    """How sure triage was of a channel's reports, by tenths: in the last 7 days, and the 28 before."""

    channel: str
    recent: Sequence[int]
    before: Sequence[int]


@dataclass(frozen=True, slots=True)
class Questions:
    """Open incidents that are perhaps another one; the oldest was opened so long ago."""

    open: int
    oldest_s: float


@dataclass(frozen=True, slots=True)
class Works:
    """How many open incidents an agency has at a step, with these promises noted as broken at some time."""

    agency: str
    step: str
    overdue: Sequence[str]
    incidents: int


class WatchReader:
    """Questions that are asked every few seconds, but for `confidences`, which reads 35 days of reports."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def consumed(self, cluster: str) -> dict[Partition, int | None]:
        """How far each partition was taken in; None before the first record."""
        found = await self._pool.fetch(self._sql["watch_consumed"], cluster)
        return {(row["topic"], row["partition"]): row["next_offset"] for row in found}

    async def webhook_offsets(self, cluster: str) -> Mapping[str, Mapping[int, int]]:
        """How far each partition was taken in for agencies that are delivered to over HTTP."""
        offsets: dict[str, dict[int, int]] = defaultdict(dict)
        for row in await self._pool.fetch(self._sql["watch_webhook_offsets"], cluster):
            taken = offsets[row["agency"]]
            if row["partition"] is not None:
                taken[row["partition"]] = row["next_offset"]
        return offsets

    async def outbox(self) -> list[Unsent]:
        """What Kafka has not confirmed yet; nothing of a topic of which all was sent."""
        found = await self._pool.fetch(self._sql["watch_outbox"])
        return [Unsent(row["topic"], row["messages"], row["oldest_s"]) for row in found]

    async def expected(self, since: Mapping[str, datetime]) -> dict[str, float]:
        """How many reports of a channel normally come in so long a time as it has been since then.

        The median of the same span one, two, three and four weeks ago, at most seven days long, by when they
        were said. A week of which there is nothing counts as none.
        """
        found = await self._pool.fetch(self._sql["watch_expected"], list(since), list(since.values()))
        return {row["channel"]: row["reports"] for row in found}

    async def confidences(self) -> list[Confidences]:
        """Of every channel."""
        bins: dict[str, dict[bool, list[int]]] = {}
        for row in await self._pool.fetch(self._sql["watch_confidences"]):
            of_channel = bins.setdefault(row["channel"], {True: [0] * BINS, False: [0] * BINS})
            of_channel[row["recent"]][row["bin"]] = row["reports"]
        return [Confidences(channel, of[True], of[False]) for channel, of in sorted(bins.items())]

    async def questions(self) -> Questions:
        """What waits for an operator's answer."""
        [row] = await self._pool.fetch(self._sql["watch_questions"])
        return Questions(row["questions"], row["oldest_s"])

    async def withheld(self) -> int:
        """Reporters who have heard enough for a day, and are told the rest the next morning."""
        reporters: int = await self._pool.fetchval(self._sql["watch_withheld"])
        return reporters

    async def works(self) -> list[Works]:
        """Of open incidents, each agency's."""
        async with self._pool.acquire() as connection, connection.transaction(readonly=True):
            await connection.execute(self._sql["plan_for_what_is_open"])
            found = await connection.fetch(self._sql["watch_works"])
        return [
            Works(row["agency"], row["step"], json.loads(row["overdue"]), row["incidents"]) for row in found
        ]
