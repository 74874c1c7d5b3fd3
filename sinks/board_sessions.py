"""Browsers in which somebody is signed in to the board. Of a session's token only a hash is kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sinks.board_accounts import Role
from sinks.sql import Pool, queries

_TOKEN_BYTES = 32
_ID_TOKEN_MAX = 6_000
"""It is sent back as part of an address."""


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

    async def begin(self, account: str, id_token: str | None = None) -> str:
        """The token of a new session; nobody can read it again. Those that are over are removed.

        `id_token` is what an issuer gave for it; one that is too long to be sent back is not kept.
        """
        kept = id_token if id_token and len(id_token) <= _ID_TOKEN_MAX else None
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(self._sql["end_old_sessions"], self._idle)
            await connection.execute(
                self._sql["begin_session"], hash_of_token(token), account, self._longest, kept
            )
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

    async def end(self, token: str) -> str | None:
        """It opens nothing any more. The ID token that it was begun with."""
        id_token: str | None = await self._pool.fetchval(self._sql["end_session"], hash_of_token(token))
        return id_token


def hash_of_token(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode(errors="replace")).digest()
