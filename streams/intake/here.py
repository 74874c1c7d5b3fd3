"""What a request works with, and who makes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import Depends, Header, Query, Request

from schemas.catalog.models import Catalog
from sinks.api_keys import ApiKey
from sinks.postgres import Pool
from streams.core.dedupe import Kind
from streams.http.publishing import Publisher
from streams.intake.keys import Keys
from streams.intake.stamps import Stamps
from streams.metrics import IntakeMetrics
from streams.photos.album import Photos
from streams.settings import Settings
from streams.tracing import Tracing


@dataclass(frozen=True, slots=True)
class Intake:
    """All that the routes share; one a process."""

    settings: Settings
    catalog: Catalog
    pool: Pool
    publisher: Publisher
    keys: Keys
    photos: Photos
    kinds: Mapping[str, Kind]
    stamps: Stamps
    secret: bytes
    metrics: IntakeMetrics
    tracing: Tracing


async def _intake(request: Request) -> Intake:  # What is not async goes through a thread.
    intake: Intake = request.app.state.intake
    return intake


Here = Annotated[Intake, Depends(_intake)]


async def _key(
    api_key: Annotated[str | None, Query(description="or in the header `X-API-Key`")] = None,
    x_api_key: Annotated[str | None, Header()] = None,
) -> str | None:
    return x_api_key or api_key or None


Key: TypeAlias = Annotated[str | None, Depends(_key)]
"""The key that came with the request, if one did."""


async def caller(here: Here, key: Key) -> ApiKey:
    """Whose key came with the request. Raises `Fault`."""
    return await here.keys.admit(key)


Caller = Annotated[ApiKey, Depends(caller)]
