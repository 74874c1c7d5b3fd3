"""What administrators of the board see of its accounts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sinks.board_accounts import Role
from sinks.sql import Pool, queries


@dataclass(frozen=True, slots=True)
class Listed:
    """An account, and whether it is used: how many sessions are open, and when one was used last."""

    id: str
    login: str
    role: Role
    agency: str | None
    issuer: str | None
    made_at: datetime
    disabled_at: datetime | None
    has_password: bool
    invited_until: datetime | None
    sessions: int
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the audit log. `by` is a login; empty where it was a command."""

    at: datetime
    what: str
    details: Mapping[str, Any]
    login: str
    by: str


class AccountsReader:
    """`idle` is after how long without use a session is over."""

    def __init__(self, pool: Pool, idle: timedelta) -> None:
        self._pool = pool
        self._idle = idle
        self._sql = queries()

    async def all(self, most: int) -> list[Listed]:
        """By login, those that are locked last."""
        return [Listed(**dict(row)) for row in await self._found(None, most)]

    async def one(self, id: str) -> Listed | None:
        """The one of that id."""
        rows = await self._found(id, 1)
        return Listed(**dict(rows[0])) if rows else None

    async def changes(self, of: str | None, most: int, refused_most: int = 0) -> list[Change]:
        """The latest first: of an account all, refused sign-ins too; else what was changed of any."""
        rows = await self._pool.fetch(self._sql["board_account_changes"], of, most, refused_most)
        return [Change(**{**dict(row), "details": json.loads(row["details"])}) for row in rows]

    async def _found(self, id: str | None, most: int) -> list[Any]:
        return await self._pool.fetch(self._sql["board_accounts"], self._idle, id, most)
