"""Accounts of the board for whom somebody else vouches (OpenID Connect), as Postgres keeps them."""

from dataclasses import replace

from sinks.board_accounts import Account, Role, account_of, new_id
from sinks.sql import Connection, Pool, queries


class Vouched:
    """By issuer and subject; logins are only what people read."""

    def __init__(self, pool: Pool, issuer: str) -> None:
        self._pool = pool
        self._issuer = issuer
        self._sql = queries()

    async def of(self, subject: str) -> Account | None:
        """The one of that subject."""
        async with self._pool.acquire() as connection:
            return await self._of(connection, subject)

    async def keep(self, subject: str, login: str, role: Role, agency: str | None) -> Account:
        """The account, made where there is none, with what the issuer says now. A locked one stays as it is.

        Where somebody else has the login it gets an addition. Another role ends its sessions.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            found = await self._of(connection, subject)
            while found is None:
                id = new_id()
                await connection.execute(
                    self._sql["add_vouched"], id, login, role, agency, self._issuer, subject
                )
                # Somebody of that login, or the same person in another window, may have been there before.
                login = f"{login.partition('#')[0]}#{id[-4:]}"
                found = await self._of(connection, subject)
            if found.disabled_at is None and await connection.fetchval(
                self._sql["set_vouched_role"], found.id, role, agency
            ):
                await connection.execute(self._sql["end_sessions_of"], found.id)
                found = replace(found, role=role, agency=agency)
        return found

    async def end_sessions(self, id: str) -> None:
        """Its issuer names no role any more."""
        await self._pool.execute(self._sql["end_sessions_of"], id)

    async def _of(self, connection: Connection, subject: str) -> Account | None:
        row = await connection.fetchrow(self._sql["account_vouched"], self._issuer, subject)
        return account_of(row) if row else None
