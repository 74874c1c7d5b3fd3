"""Requests to the HTTP intake that may be repeated, by their Idempotency-Key."""

from dataclasses import dataclass
from datetime import datetime

from sinks.postgres import Pool
from sinks.sql import queries


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a key stands for since it came first. `published` says that Kafka is known to have it."""

    fingerprint: bytes
    report_id: str
    reported_at: datetime
    published: bool


class IntakeRequests:
    """Keys belong to a channel: two may use the same."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def claim(
        self, channel: str, key: str, fingerprint: bytes, report_id: str, reported_at: datetime
    ) -> Claimed:
        """What the key stands for: this, unless somebody came before. Of several at once one wins."""
        row = await self._pool.fetchrow(
            self._sql["claim_request"], channel, key, fingerprint, report_id, reported_at
        )
        assert row is not None  # noqa: S101  (it inserts or updates)
        return Claimed(bytes(row["fingerprint"]), row["report_id"], row["reported_at"], row["published"])

    async def published(self, channel: str, key: str) -> None:
        """Kafka has it."""
        await self._pool.execute(self._sql["request_published"], channel, key)

    async def forget(self, older_than_days: int) -> None:
        """Those that came first so long ago may mean something new."""
        await self._pool.execute(self._sql["forget_requests"], older_than_days)
