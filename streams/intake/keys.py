"""Who speaks: the channel of a request's key, known from memory, read anew every few seconds."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from sinks.api_keys import ApiKey, ApiKeys, hash_of
from streams.connections import AWAY
from streams.http.allowance import Allowance
from streams.http.faults import Fault, later
from streams.http.running import running
from streams.logs import logger
from streams.logs.error_words import words

REFRESH_S = 5.0
"""How long a revoked key may still open."""
MISS_S = 0.5
"""Keys that nobody knows make us look again at most so often."""

log = logger(__name__)


class Keys:
    """The keys of now. While Postgres is away those that were known last go on."""

    def __init__(self, store: ApiKeys, now_s: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._now_s = now_s
        self._keys: Mapping[bytes, ApiKey] = {}
        self._allowances: dict[str, Allowance] = {}
        self._missed_s = -MISS_S
        self._away = False
        self._missing = asyncio.Lock()
        self._reading = asyncio.Lock()

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Read them now, and again and again until the end of the block."""
        await self._read()
        async with running(self._keep_reading(), "api keys"):
            yield

    async def admit(self, key: str | None) -> ApiKey:
        """Whose key it is, one request taken from its allowance. Raises `Fault`."""
        if not key:
            raise Fault(403, "no_key")
        found = await self._known(hash_of(key))
        if found is None:
            raise later(503, "not_now") if self._away else Fault(403, "unknown_key")
        allowance = self._allowances.get(found.id)
        if allowance is None or allowance.per_minute != found.per_minute:
            allowance = self._allowances[found.id] = Allowance(found.per_minute)
        if wait_s := allowance.wait_s(self._now_s()):
            raise later(429, "too_many", wait_s)
        return found

    async def _known(self, hash: bytes) -> ApiKey | None:
        """A key that is not known may have been made just now."""
        if hash not in self._keys:
            # Others with the same new key wait for the one that looks.
            async with self._missing:
                if hash not in self._keys and (now_s := self._now_s()) - self._missed_s >= MISS_S:
                    self._missed_s = now_s
                    await self._try_to_read()
        return self._keys.get(hash)

    async def _keep_reading(self) -> None:
        while True:
            await asyncio.sleep(REFRESH_S)
            await self._try_to_read()

    async def _try_to_read(self) -> None:
        try:
            await self._read()
        except AWAY as error:
            self._away = True
            log.warning("keys could not be read anew, those of before go on", error=words(error))

    async def _read(self) -> None:
        async with self._reading:
            found = await self._store.all()
            self._away = False
            self._keys = {key.hash: key for key in found if key.revoked_at is None}
            self._allowances = {
                key.id: self._allowances[key.id] for key in self._keys.values() if key.id in self._allowances
            }
