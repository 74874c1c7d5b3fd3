"""The photos of a running intake or board: taken in, found again, shown."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import ParamSpec, TypeVar

from schemas.toml_source import Mistake, Mistakes
from sinks.photo_store import PhotoStore
from sinks.photo_store_error import PhotoStoreError
from streams.connections import NotReadyError
from streams.http.faults import Fault, later
from streams.http.lane import BusyError, Lane
from streams.logs import logger
from streams.logs.error_words import words
from streams.photos.links import Secrets, left_s, sha256_of, url_of
from streams.photos.look import Looked, looked_at, small
from streams.photos.signing import secrets_of
from streams.photos.stored import StoredPhoto, stored
from streams.photos.unusable import Unusable
from streams.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")

DECODERS = 2
"""Each may take half a gigabyte and a core."""
DECODINGS_MAX = 10
STORE_THREADS = 8
STORE_CALLS_MAX = 64
STORE_S = 20.0
"""So long the store may take."""

log = logger(__name__)


class Photos:
    """Photos by their address. Nothing of whose they are or where they were taken is logged."""

    def __init__(self, store: PhotoStore, public_url: str, secrets: Secrets, zone: tzinfo) -> None:
        self._store = store
        self._public_url = public_url
        self._secrets = secrets
        self._zone = zone
        self._decoders = Lane("photos", threads=DECODERS, under_way_max=DECODINGS_MAX)
        self._calls = Lane("photo-store", threads=STORE_THREADS, under_way_max=STORE_CALLS_MAX)

    async def take(self, content: bytes, *, field: str = "photo") -> StoredPhoto:
        """Keep a photo that came in `field`. Raises `Fault`: then nothing was kept."""
        looked = await self._look(content, field)
        photo = stored(looked, url_of(self._public_url, looked.sha256))
        await self._ask(self._store.put, photo.sha256, looked.image, photo.to_json())
        return photo

    async def known(self, url: str) -> StoredPhoto | None:
        """What is known of one of ours, by its address or a link to it; of others nothing. Raises `Fault`."""
        sha256 = sha256_of(self._public_url, url)
        found = await self._ask(self._store.known, sha256) if sha256 else None
        if sha256 is None or found is None:
            return None
        # Our address may have been another one when it was written down.
        photo = StoredPhoto.model_validate_json(found)
        return photo.model_copy(update={"url": url_of(self._public_url, sha256)})

    async def image(self, sha256: str) -> bytes | None:
        """Its pixels, as a JPEG. Raises `Fault`."""
        return await self._ask(self._store.image, sha256)

    async def small(self, sha256: str) -> bytes | None:
        """The same, small enough for a list. Raises `Fault`."""
        image = await self.image(sha256)
        return image and await self._decode(small, image)

    def left_s(self, sha256: str, expires: str, signature: str) -> int:
        """For how long a link shows the photo; 0 if it does not."""
        return left_s(sha256, expires, signature, time.time(), self._secrets)

    async def check(self) -> None:
        """That photos can be kept. Raises `NotReadyError`."""
        try:
            async with asyncio.timeout(STORE_S):
                await self._calls.run(self._store.check)
        except (PhotoStoreError, TimeoutError) as error:
            raise NotReadyError(f"photos cannot be kept in {self._store.url}: {error}") from error

    def close(self) -> None:
        """Let the threads go."""
        self._decoders.close()
        self._calls.close()

    async def _look(self, content: bytes, field: str) -> Looked:
        found = await self._decode(looked_at, content, self._zone, datetime.now(UTC))
        if isinstance(found, Unusable):
            raise fault_of(found, field)
        return found

    async def _decode(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await self._decoders.run(work, *args, **kwargs)
        except BusyError as error:
            raise later(503, "photos_busy") from error

    async def _ask(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            async with asyncio.timeout(STORE_S):
                return await self._calls.run(work, *args, **kwargs)
        except (BusyError, PhotoStoreError, TimeoutError) as error:
            log.warning("the store of photos did not answer", error=words(error))
            raise later(503, "photos_away") from error


def fault_of(unusable: Unusable, field: str) -> Fault:
    """The refusal of what came in `field`."""
    fault = Fault(unusable.status, unusable.code, field=field)
    fault.filled |= unusable.filled
    return fault


def store_of(settings: Settings) -> PhotoStore:
    """Where the settings say, not asked yet. Raises `Mistakes`."""
    url = settings.photos.url or settings.photo_folder.as_uri()
    try:
        return PhotoStore(url)
    except (ImportError, ValueError) as error:
        raise Mistakes([Mistake(Path("SINERGI_PHOTOS_URL"), 1, str(error))]) from error


@asynccontextmanager
async def photos_in(store: PhotoStore, settings: Settings, zone: tzinfo) -> AsyncIterator[Photos]:
    """Photos, once the store has been written to. Raises `Mistakes`, `NotReadyError`."""
    photos = Photos(store, settings.intake.public_url, secrets_of(settings), zone)
    try:
        await photos.check()
        yield photos
    finally:
        photos.close()
