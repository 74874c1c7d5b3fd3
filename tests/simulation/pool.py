"""The statements of keys and suspicions, each a transaction of its own, on the model of Postgres."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from faust.types import TP

from sinks.keyring import Key, Keyring
from sinks.suspects import Suspects
from tests.simulation.database import Database
from tests.simulation.world import World

Row = Mapping[str, Any]

CLUSTER = "model"


class Names(dict[str, str]):
    """Every statement goes by its name."""

    def __missing__(self, name: str) -> str:
        return name


class Pool:
    """Knows statements by their names. Raises NotImplementedError for one that nobody has modelled."""

    def __init__(self, world: World, database: Database) -> None:
        self._world = world
        self._database = database

    async def fetch(self, name: str, *args: Any) -> Sequence[Row]:
        """All rows."""
        known = {"keys_of": self._keys_of, "keys_by_id": self._keys_by_id, "keep_keys": self._keep_keys}
        found: Sequence[Row] = await self._run(known, name, args)
        return found

    async def fetchrow(self, name: str, *args: Any) -> Row | None:
        """The row."""
        found: Row | None = await self._run({"suspected": self._suspected}, name, args)
        return found

    async def execute(self, name: str, *args: Any) -> None:
        """No rows."""
        await self._run({"suspect": self._suspect}, name, args)

    async def _run(self, known: Mapping[str, Callable[..., Any]], name: str, args: Sequence[Any]) -> Any:
        if name not in known:
            raise NotImplementedError(name)
        return await self._world.request(name, lambda: known[name](*args))

    def _keys_of(self, voices: Sequence[str]) -> Sequence[Row]:
        keys = self._database.tables.keys
        found = {voice: keys[voice] for voice in voices if voice in keys}
        return [{"voice": voice, "id": key.id, "key": key.secret} for voice, key in found.items()]

    def _keep_keys(
        self, ids: Sequence[UUID], voices: Sequence[str], secrets: Sequence[bytes]
    ) -> Sequence[Row]:
        keys, made = self._database.tables.keys, zip(voices, ids, secrets, strict=True)
        new = {voice: Key(id, secret) for voice, id, secret in made if voice not in keys}
        keys.update(new)
        return [{"voice": voice} for voice in new]

    def _keys_by_id(self, ids: Sequence[object]) -> Sequence[Row]:
        keys = self._database.tables.keys.values()
        return [{"id": key.id, "key": key.secret} for key in keys if key.id in ids]

    def _suspected(self, _cluster: str, topic: str, partition: int) -> Row | None:
        return self._database.tables.suspects.get(TP(topic, partition))

    def _suspect(self, _cluster: str, topic: str, partition: int, *span: Any) -> None:
        self._database.suspect(TP(topic, partition), *span)


class ModelKeyring(Keyring):
    """The product's, on the model."""

    def __init__(self, world: World, database: Database) -> None:
        self._pool: Any = Pool(world, database)
        self._sql = Names()


class ModelSuspects(Suspects):
    """The product's, on the model."""

    def __init__(self, world: World, database: Database) -> None:
        self._pool: Any = Pool(world, database)
        self._cluster = CLUSTER
        self._sql = Names()
