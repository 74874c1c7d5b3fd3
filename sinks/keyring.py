"""Keys with which citizens' words are sealed, one for each of them, until it is destroyed."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Self
from uuid import UUID, uuid4

from schemas.plain_error import PlainError
from sinks.postgres import Pool
from sinks.sql import queries

KEY_BYTES = 32


class MissingKeysError(PlainError):
    """Keys that are neither there nor destroyed, in words for a person: Postgres is an older one."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """`id` is what sealed records name it by."""

    id: UUID
    secret: bytes

    @classmethod
    def made(cls) -> Self:
        """A new one, of nobody yet."""
        return cls(uuid4(), secrets.token_bytes(KEY_BYTES))


class Keyring:
    """The table `reporter_keys`. None is remembered: a key that was destroyed must seal nothing more."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def of(self, voices: Collection[str]) -> Mapping[str, Key]:
        """The keys of these voices that are there."""
        found = await self._pool.fetch(self._sql["keys_of"], list(voices)) if voices else []
        return {row["voice"]: Key(row["id"], row["key"]) for row in found}

    async def keep(self, made: Collection[tuple[str, Key]]) -> Collection[str]:
        """New ones of these voices, but where others were faster; the voices whose keys these are now."""
        # In one order everywhere, so that two workers wait for each other and never both.
        rows = sorted((voice, key.id, key.secret) for voice, key in made)
        voices, ids, made_secrets = zip(*rows, strict=True)
        kept = await self._pool.fetch(self._sql["keep_keys"], ids, voices, made_secrets)
        return {row["voice"] for row in kept}

    async def by_id(self, ids: Collection[UUID]) -> Mapping[UUID, bytes | None]:
        """The keys of these ids, None for one that was destroyed. Raises `MissingKeysError`."""
        found = await self._pool.fetch(self._sql["keys_by_id"], list(ids)) if ids else []
        keys = {row["id"]: row["key"] for row in found}
        if missing := set(ids) - keys.keys():
            raise MissingKeysError(
                f"keys of {len(missing)} reporters are neither there nor destroyed, so Postgres is an older "
                "one than the log of reports; nothing was lost: stop the workers, run `sinergi rewind`"
            )
        return keys
