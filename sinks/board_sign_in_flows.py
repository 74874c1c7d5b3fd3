"""Browsers that are on their way to whoever vouches for people, and back."""

from dataclasses import dataclass
from datetime import timedelta

from sinks.board_sessions import hash_of_token
from sinks.sql import Pool, queries

VALID = timedelta(minutes=10)
UNDER_WAY_MAX = 10_000


@dataclass(frozen=True, slots=True)
class UnderWay:
    """What was sent along, and where its browser wanted to."""

    next: str
    nonce: str
    verifier: str


class SignInFlows:
    """Each is taken once. Of `state`, and of the browser's token, only hashes are kept."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def begin(self, state: str, browser: str, going: UnderWay) -> None:
        """Those that are over are removed; of too many the oldest, so that nobody is kept from signing in."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(self._sql["end_old_flows"], UNDER_WAY_MAX)
            await connection.execute(
                self._sql["begin_flow"],
                hash_of_token(state),
                hash_of_token(browser),
                going.nonce,
                going.verifier,
                going.next,
                VALID,
            )

    async def take(self, state: str, browser: str) -> UnderWay | None:
        """None where there is none of this browser, or it was taken, or is over."""
        row = await self._pool.fetchrow(self._sql["take_flow"], hash_of_token(state), hash_of_token(browser))
        return UnderWay(**dict(row)) if row else None
