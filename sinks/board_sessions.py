"""Browsers in which somebody is signed in to the board. Of a session's token only a hash is kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sinks.board_accounts import Role
from sinks.sql import Pool, queries

_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whose session it is; `agency` of those with that role."""

    account: str
    login: str
    role: Role
    agency: str | None


class Sessions:
    """They end after so long without use, and after so long in any case."""

    def __init__(self, pool: Pool, idle: timedelta, longest: timedelta) -> None:
        self._pool = pool
        self._idle = idle
        self._longest = longest
        self._sql = queries()

    async def begin(self, account: str) -> str:
        """The token of a new session; nobody can read it again. Those that are over are removed."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(self._sql["end_old_sessions"], self._idle)
            await connection.execute(self._sql["begin_session"], hash_of_token(token), account, self._longest)
        return token

    async def of(self, token: str) -> SignedIn | None:
        """Whose it is; None where it is over, or its account disabled."""
        hash = hash_of_token(token)
        row = await self._pool.fetchrow(self._sql["session"], hash, self._idle)
        if row is None:
            return None
        if row["unseen"]:
            await self._pool.execute(self._sql["session_seen"], hash)
        return SignedIn(row["id"], row["login"], row["role"], row["agency"])

    async def end(self, token: str) -> None:
        """It opens nothing any more."""
        await self._pool.execute(self._sql["end_session"], hash_of_token(token))


def hash_of_token(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode(errors="replace")).digest()
