"""Where agencies hear their dispatches over HTTP, as Postgres has it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from asyncpg import Record

from sinks.postgres import Pool
from sinks.sql import queries


@dataclass(frozen=True, slots=True)
class Destination:
    """An agency's address, and what waits for it there. `secrets`: the new one first."""

    id: int
    agency: str
    url: str
    secrets: tuple[str, ...]
    hears_from: datetime | None
    disabled_why: str | None
    waiting: int
    oldest_s: float
    failed: int


class Destinations:
    """The table `webhooks`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def all(self) -> list[Destination]:
        """Every one, in the order of their agencies."""
        return [_destination(row) for row in await self._pool.fetch(self._sql["webhooks"])]

    async def add(self, agency: str, url: str, secret: str, *, from_beginning: bool) -> bool:
        """Whether the agency had none before; it hears what is published from now on, or all."""
        added = await self._pool.fetchval(self._sql["webhook_add"], agency, url, secret, from_beginning)
        return added is not None

    async def remove(self, agency: str) -> bool:
        """Take the destination away with all that waits for it or failed; whether there was one."""
        return await self._pool.execute(self._sql["webhook_remove"], agency) == "DELETE 1"

    async def rotate(
        self, agency: str, secret: str, overlap_s: float, show: Callable[[datetime], None]
    ) -> bool:
        """Sign with this secret, and with the last one too for a time; whether there is such an agency.

        `show` hands the secret out, with the moment until which the last one signs. Only then it holds: one
        that nobody saw would put an end to the one that the agency has, as soon as it is rotated again.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            until = await connection.fetchval(self._sql["webhook_rotate"], agency, secret, overlap_s)
            if until is not None:
                show(until)
        return until is not None

    async def enable(self, agency: str, url: str | None) -> bool:
        """Deliver again, at another address if one is given, and at once; whether there is such an agency."""
        async with self._pool.acquire() as connection, connection.transaction():
            id = await connection.fetchval(self._sql["webhook_enable"], agency, url)
            await connection.execute(self._sql["webhook_try_now"], id)
        return id is not None

    async def disable(self, id: int, why: str) -> bool:
        """Deliver nothing more until somebody enables it; what waits stays. False if it was so before."""
        return await self._pool.execute(self._sql["webhook_disable"], id, why) == "UPDATE 1"


def secrets_of(row: Record) -> tuple[str, ...]:
    """The secrets that sign."""
    return (row["secret"], row["old_secret"]) if row["old_secret"] else (row["secret"],)


def _destination(row: Record) -> Destination:
    return Destination(
        id=row["id"],
        agency=row["agency"],
        url=row["url"],
        secrets=secrets_of(row),
        hears_from=row["hears_from"],
        disabled_why=row["disabled_why"],
        waiting=row["waiting"],
        oldest_s=row["oldest_s"],
        failed=row["failed"],
    )
