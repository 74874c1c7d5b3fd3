"""The web application: every route, and what they answer with when something is wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

from fastapi import FastAPI

from schemas.catalog import load
from sinks.api_keys import ApiKeys
from streams.connections import postgres, producer
from streams.core.kinds import kinds_of
from streams.intake import health, nearby, voices
from streams.intake.faults import Fault, refused
from streams.intake.feeds import routes as feeds
from streams.intake.here import Intake
from streams.intake.keys import Keys
from streams.intake.photos import routes as photos
from streams.intake.photos.album import photos_in, store_of
from streams.intake.publishing import Publisher
from streams.settings import Settings

VERSION = "1"


def make_app(settings: Settings) -> FastAPI:
    """The application. Connects when it starts; raises `Mistakes`, `UnreachableError` then.

    Raises `Mistakes` at once for a store of photos that nobody knows.
    """
    store = store_of(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        catalog = load(settings.catalog)
        async with (
            postgres(settings.postgres, wait_s=settings.postgres.wait_s) as pool,
            producer(settings.kafka) as sending,
            photos_in(store, settings, ZoneInfo(catalog.city.timezone)) as kept_photos,
        ):
            keys = Keys(ApiKeys(pool))
            async with keys.kept():
                app.state.intake = Intake(
                    *(settings, catalog, pool, Publisher(sending), keys, kept_photos, kinds_of(catalog))
                )
                yield

    app = FastAPI(title="Sinergi", version=VERSION, lifespan=lifespan)
    app.add_exception_handler(Fault, refused)
    app.include_router(health.router())
    app.include_router(feeds.router())
    app.include_router(photos.router())
    app.include_router(nearby.router())
    app.include_router(voices.router())
    return app
