"""Links with which somebody chooses a password for an account of the board, once."""

import secrets
from datetime import timedelta

from sinks.board_sessions import hash_of_token
from sinks.sql import Pool, queries

VALID = timedelta(hours=72)
_TOKEN_BYTES = 32


class Invitations:
    """Of each account the newest holds; of their tokens only hashes are kept."""

    def __init__(self, pool: Pool, by: str = "") -> None:
        self._pool = pool
        self._by = by
        self._sql = queries()

    async def make(self, login: str) -> str | None:
        """The token; None where there is no such account with a password of its own."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        made = await self._pool.fetchval(self._sql["invite"], login, hash_of_token(token), self._by, VALID)
        return token if made else None

    async def invited(self, token: str) -> str | None:
        """The login of whom it was made for; None where it is over, used, or its account disabled."""
        found: str | None = await self._pool.fetchval(self._sql["invited"], hash_of_token(token))
        return found

    async def accept(self, token: str, password: str) -> bool:
        """Use it up: the account has this password (a hash) from now on, and its sessions are over.

        False where it is over, used, or its account disabled.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            id = await connection.fetchval(self._sql["accept_invitation"], hash_of_token(token), password)
            if id is not None:
                await connection.execute(self._sql["end_sessions_of"], id)
        return id is not None
