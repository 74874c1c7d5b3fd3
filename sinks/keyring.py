"""Keys with which citizens' words are sealed, one for each of them, until it is destroyed."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from sinks.postgres import Pool
from sinks.sql import queries

KEY_BYTES = 32
TRIES = 5
"""So often others may make a key at the very moment that we do."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """`id` is what sealed records name it by."""

    id: UUID
    secret: bytes


class Keyring:
    """The table `reporter_keys`. None is remembered: a key that was destroyed must seal nothing more."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def of(self, voices: Collection[str]) -> Mapping[str, Key]:
        """The key of each voice, made if there is none."""
        keys: dict[str, Key] = {}
        for _ in range(TRIES + 1):
            # In one order everywhere, so that two workers wait for each other and never both.
            missing = sorted(set(voices) - keys.keys())
            if not missing:
                return keys
            ids, made = [uuid4() for _ in missing], [secrets.token_bytes(KEY_BYTES) for _ in missing]
            found = await self._pool.fetch(self._sql["keys_of"], ids, missing, made)
            keys |= {row["voice"]: Key(UUID(int=row["id"].int), row["key"]) for row in found}
        raise RuntimeError(f"keys of reporters were neither found nor made in {TRIES} tries")

    async def by_id(self, ids: Collection[UUID]) -> Mapping[UUID, bytes]:
        """The keys of these ids that are not destroyed."""
        found = await self._pool.fetch(self._sql["keys_by_id"], list(ids)) if ids else []
        return {UUID(int=row["id"].int): row["key"] for row in found}
