"""Keys with which adapters speak over HTTP, as Postgres keeps them: hashed, each for one channel."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from asyncpg import Record

from sinks.postgres import Pool
from sinks.sql import queries

PER_MINUTE = 600
"""What a key may ask a minute unless it was made for more or less."""
_ID_BYTES = 4
_SECRET_BYTES = 24


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is known here; `hash` is all that is left of what its holder has."""

    id: str
    hash: bytes
    channel: str
    name: str
    per_minute: int
    made_at: datetime
    revoked_at: datetime | None


def hash_of(key: str) -> bytes:
    """What is kept of a key."""
    return hashlib.sha256(key.encode(errors="replace")).digest()


class ApiKeys:
    """Making, listing and revoking them."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def add(self, channel: str, name: str, per_minute: int = PER_MINUTE) -> str:
        """Make a key and return it: nobody can read it again."""
        id = f"{channel}-{secrets.token_hex(_ID_BYTES)}"
        key = f"{id}.{secrets.token_urlsafe(_SECRET_BYTES)}"
        await self._pool.execute(self._sql["add_api_key"], id, hash_of(key), channel, name, per_minute)
        return key

    async def all(self) -> list[ApiKey]:
        """Those that were revoked among them, the oldest first."""
        return [_key_of(row) for row in await self._pool.fetch(self._sql["api_keys"])]

    async def revoke(self, id: str) -> bool:
        """It opens nothing any more, within seconds. False if there is no such key."""
        return await self._pool.fetchval(self._sql["revoke_api_key"], id) is not None


def _key_of(row: Record) -> ApiKey:
    return ApiKey(
        id=row["id"],
        hash=bytes(row["hash"]),
        channel=row["channel"],
        name=row["name"],
        per_minute=row["per_minute"],
        made_at=row["made_at"],
        revoked_at=row["revoked_at"],
    )
