"""What is to be delivered and what became of it, as Postgres has it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from asyncpg import Record

from sinks.postgres import FencedError, Pool
from sinks.rows import columns_of
from sinks.sql import queries
from sinks.webhooks.destinations import secrets_of
from sinks.webhooks.late import without_forgotten
from sinks.webhooks.verdict import Answer, Outcome, Verdict

PRUNED_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Delivery:
    """A dispatch as it came from Kafka. `subject` is its incident or event."""

    id: str
    subject: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery to be tried now, with all that it takes."""

    position: int
    webhook: int
    agency: str
    url: str
    secrets: tuple[str, ...]
    id: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    tries: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A dead letter."""

    agency: str
    id: str
    tries: int
    status: int | None
    reason: str
    at: datetime


class Deliveries:
    """The tables `webhook_deliveries` and `webhook_offsets`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def offsets(self, cluster: str, webhooks: Sequence[int]) -> dict[tuple[int, int], int]:
        """Where to read on, by destination and partition; none where nothing was read yet."""
        found = await self._pool.fetch(self._sql["webhook_offsets"], cluster, webhooks)
        return {(row["webhook"], row["partition"]): row["next_offset"] for row in found}

    async def forget_offset(self, webhook: int, cluster: str, partition: int) -> None:
        """Read the partition from the oldest record that Kafka holds, the next time."""
        await self._pool.execute(self._sql["webhook_forget_offset"], webhook, cluster, partition)

    async def take_in(
        self,
        webhook: int,
        fresh: Sequence[Delivery],
        *,
        cluster: str,
        partition: int,
        since: int | None,
        next_offset: int,
    ) -> bool:
        """Write what was read from `since` on, each delivery once, and how far that is.

        False if the destination was removed meanwhile. Raises `FencedError` if somebody else read there.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            if await connection.fetchval(self._sql["webhook_there"], webhook) is None:
                return False
            at = (webhook, cluster, partition, since, next_offset)
            if await connection.execute(self._sql["webhook_fence"], *at) != "INSERT 0 1":
                raise FencedError(f"webhook {webhook}, partition {partition}: somebody else took it in")
            told = [(one.subject, one.body) for one in fresh]
            bodies = await without_forgotten(connection, self._sql, told)
            rows = [
                (one.id, one.subject, json.dumps(one.headers), body)
                for one, body in zip(fresh, bodies, strict=True)
            ]
            await connection.execute(self._sql["webhook_take_in"], webhook, *columns_of(rows, width=4))
        return True

    async def due(self, busy: Mapping[int, int], room: int) -> list[Due]:
        """What is to be tried now, beside what is under way: `busy` gives the destination by position.

        Of each incident the first that waits; of each destination at most `room` at a time.
        """
        found = await self._pool.fetch(self._sql["webhook_due"], list(busy), list(busy.values()), room)
        return [_due(row) for row in found]

    async def settle(self, due: Due, answer: Answer, verdict: Verdict) -> None:
        """Write what came of a try. What a destination that is gone did not take goes on waiting."""
        match verdict.outcome:
            case Outcome.DELIVERED:
                await self._pool.execute(self._sql["webhook_delivered"], due.position, answer.status)
            case Outcome.RETRIED:
                await self._pool.execute(
                    self._sql["webhook_retry"], due.position, answer.status, answer.reason, verdict.wait_s
                )
            case Outcome.FAILED:
                await self._pool.execute(
                    self._sql["webhook_give_up"], due.position, answer.status, answer.reason
                )
            case Outcome.GONE:
                pass

    async def failed(self, agency: str | None, most: int) -> list[Failed]:
        """Dead letters, the oldest first."""
        return [_failed(row) for row in await self._pool.fetch(self._sql["webhook_failed"], agency, most)]

    async def resend(self, id: str | None, agency: str | None) -> int:
        """Let dead letters wait again, as if they had not been tried; how many there were."""
        done: str = await self._pool.execute(self._sql["webhook_resend"], id, agency)
        return int(done.removeprefix("UPDATE "))

    async def prune(self, kept_days: int) -> int:
        """Forget what was finished longer ago, so many at once; how many it were."""
        done: str = await self._pool.execute(self._sql["webhook_prune"], kept_days, PRUNED_AT_ONCE)
        return int(done.removeprefix("DELETE "))


def _due(row: Record) -> Due:
    return Due(
        position=row["position"],
        webhook=row["webhook"],
        agency=row["agency"],
        url=row["url"],
        secrets=secrets_of(row),
        id=row["message_id"],
        headers=tuple((name, text) for name, text in json.loads(row["headers"])),
        body=row["body"],
        tries=row["tries"],
    )


def _failed(row: Record) -> Failed:
    return Failed(
        row["agency"], row["message_id"], row["tries"], row["status"], row["reason"], row["finished_at"]
    )
