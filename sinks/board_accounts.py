"""Who may sign in to the board, as Postgres keeps them: passwords hashed by whoever asks."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from asyncpg import Record

from sinks.sql import Pool, queries

Role: TypeAlias = Literal["operator", "agency", "council", "admin"]
Why: TypeAlias = Literal["password", "disabled", "limited"]
_ID_BYTES = 6


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. `id` says nothing of who that is; `password` is a hash, None elsewhere's."""

    id: str
    login: str
    role: Role
    agency: str | None
    password: str | None
    made_at: datetime
    disabled_at: datetime | None


class Accounts:
    """Making, listing and closing them. Logins are small letters."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def add(self, login: str, role: Role, agency: str | None, password: str) -> str | None:
        """Make one and return its id; None if there is one of that login."""
        id = f"akun-{secrets.token_hex(_ID_BYTES)}"
        made: str | None = await self._pool.fetchval(
            self._sql["add_account"], id, login, role, agency, password
        )
        return made

    async def all(self) -> list[Account]:
        """Those that were disabled among them, by login."""
        return [_account_of(row) for row in await self._pool.fetch(self._sql["accounts"])]

    async def named(self, login: str) -> Account | None:
        """The one of that login."""
        row = await self._pool.fetchrow(self._sql["account_named"], login)
        return _account_of(row) if row else None

    async def set_password(self, login: str, password: str) -> bool:
        """Whoever is signed in to it no longer is. False if there is no such account with a password."""
        return await self._changed(self._sql["set_password"], login, password)

    async def disable(self, login: str) -> bool:
        """Whoever is signed in to it no longer is. False if there is no such account."""
        return await self._changed(self._sql["disable_account"], login)

    async def enable(self, login: str) -> bool:
        """It opens again, by the password that it had. False if there is no such account."""
        return await self._changed(self._sql["enable_account"], login)

    async def refuse(self, id: str, why: Why) -> None:
        """Note in the audit log that somebody was not let in."""
        await self._pool.execute(self._sql["refuse_sign_in"], id, why)

    async def _changed(self, statement: str, login: str, *values: str) -> bool:
        async with self._pool.acquire() as connection, connection.transaction():
            id = await connection.fetchval(statement, login, *values)
            if id is not None:
                await connection.execute(self._sql["end_sessions_of"], id)
        return id is not None


def _account_of(row: Record) -> Account:
    return Account(
        id=row["id"],
        login=row["login"],
        role=row["role"],
        agency=row["agency"],
        password=row["password"],
        made_at=row["made_at"],
        disabled_at=row["disabled_at"],
    )
