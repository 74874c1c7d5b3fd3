"""Who may sign in to the board, as Postgres keeps them: passwords hashed by whoever asks."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from asyncpg import Record

from sinks.sql import Pool, queries

Role: TypeAlias = Literal["operator", "agency", "council", "admin"]
Why: TypeAlias = Literal["password", "disabled", "role"]
LOGIN_MAX = 100
_ID_BYTES = 6


class LastAdminError(Exception):
    """Nobody would be left who may give accounts on the board."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. `id` says nothing of who that is.

    `password` is a hash; None until an invitation was followed, and where an `issuer` vouches.
    """

    id: str
    login: str
    role: Role
    agency: str | None
    password: str | None
    issuer: str | None
    made_at: datetime
    disabled_at: datetime | None


class Accounts:
    """Making, listing and closing them, in the name of `by`: an account, or a command where it is empty.

    Logins are small letters (`login_of`). Each change ends the account's sessions and its invitation, says in
    the audit log who made it, and is False where there is no such account. `issuer` is who vouches now.
    """

    def __init__(self, pool: Pool, by: str = "", issuer: str | None = None) -> None:
        self._pool = pool
        self._by = by
        self._issuer = issuer
        self._sql = queries()

    async def add(self, login: str, role: Role, agency: str | None, password: str | None) -> str | None:
        """Make one and return its id; None if there is one of that login. Without a password it needs an
        invitation (`Invitations`) before it opens anything.
        """
        made: str | None = await self._pool.fetchval(
            self._sql["add_account"], new_id(), login, role, agency, password, self._by
        )
        return made

    async def all(self) -> list[Account]:
        """Those that were disabled among them, by login."""
        return [account_of(row) for row in await self._pool.fetch(self._sql["accounts"])]

    async def named(self, login: str) -> Account | None:
        """The one of that login."""
        row = await self._pool.fetchrow(self._sql["account_named"], login)
        return account_of(row) if row else None

    async def set_password(self, login: str, password: str) -> bool:
        """None for whom an issuer vouches."""
        return await self._changed(self._sql["set_password"], login, password)

    async def set_role(self, login: str, role: Role, agency: str | None) -> bool:
        """None for whom an issuer vouches, which says what they may do. Raises `LastAdminError`."""
        return await self._changed(self._sql["set_role"], login, role, agency, keeps_admin=role != "admin")

    async def end_sessions(self, login: str) -> bool:
        """Whoever is signed in to it must do so again."""
        return await self._changed(self._sql["end_sessions"], login)

    async def disable(self, login: str) -> bool:
        """It opens nothing any more. Raises `LastAdminError`."""
        return await self._changed(self._sql["disable_account"], login, keeps_admin=True)

    async def enable(self, login: str) -> bool:
        """It opens again, by the password that it had."""
        return await self._changed(self._sql["enable_account"], login)

    async def refuse(self, id: str, why: Why) -> None:
        """Note in the audit log that somebody was not let in."""
        await self._pool.execute(self._sql["refuse_sign_in"], id, why)

    async def _changed(
        self, statement: str, login: str, *values: str | None, keeps_admin: bool = False
    ) -> bool:
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(self._sql["end_invitation"], login, self._by)
            # Who has commands can make another; on the board the last one would shut the door behind itself.
            if keeps_admin and self._by:
                admins = await connection.fetch(self._sql["hold_admins"], self._issuer)
                if [row["login"] for row in admins] == [login]:
                    raise LastAdminError(login)
            id = await connection.fetchval(statement, login, self._by, *values)
            if id is not None:
                await connection.execute(self._sql["end_sessions_of"], id)
        return id is not None


def login_of(typed: str) -> str:
    """What is kept of a login. Raises ValueError, saying what is wrong with it."""
    if not typed.isprintable() or typed != typed.strip() or not 0 < len(typed) <= LOGIN_MAX:
        raise ValueError(f"must be 1 to {LOGIN_MAX} letters on one line")
    return typed.lower()


def new_id() -> str:
    """Of an account; says nothing of whose it is."""
    return f"akun-{secrets.token_hex(_ID_BYTES)}"


def account_of(row: Record) -> Account:
    """A row that has these columns and no others."""
    return Account(**dict(row))
