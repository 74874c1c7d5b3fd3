"""The web application: every route, and what they answer with when something is wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from schemas.catalog import load
from sinks.api_keys import ApiKeys
from sinks.intake_requests import IntakeRequests
from sinks.photo_store import PhotoStore
from streams.connections import postgres, producer
from streams.core.kinds import kinds_of
from streams.http.measured import Measured
from streams.http.publishing import EXPIRES_S, Publisher
from streams.intake import health
from streams.intake import photo_routes as photos
from streams.intake.feeds import routes as feeds
from streams.intake.georeport import request_routes, service_routes
from streams.intake.here import Intake
from streams.intake.http.query import WithoutEmptyFields
from streams.intake.http.refusals import add_refusals
from streams.intake.keys import Keys
from streams.intake.nearby import routes as nearby
from streams.intake.nearby import voices
from streams.intake.openapi import describe
from streams.intake.stamps import Stamps
from streams.intake.traced import Traced
from streams.metrics import IntakeMetrics
from streams.otlp.sending import traced
from streams.photos.album import photos_in, store_of
from streams.settings import Settings
from streams.speakers.secret import secret_of
from streams.tracing import Tracing


def make_app(settings: Settings) -> FastAPI:
    """The application. Connects when it starts; raises `Mistakes`, `UnreachableError`, `NotReadyError` then.

    Raises `Mistakes` at once for a store of photos that nobody knows.
    """
    metrics, store = IntakeMetrics(), store_of(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with traced(settings.tracing, "intake", metrics) as tracing:
            async with _connected(settings, metrics, store, tracing) as intake:
                app.state.intake = intake
                yield

    # FastAPI's pages of documentation load scripts from elsewhere.
    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None)
    app.add_middleware(Measured, metrics=metrics)
    app.add_middleware(Traced)
    app.add_middleware(WithoutEmptyFields)
    add_refusals(app)
    app.include_router(health.router())
    app.include_router(service_routes.router())
    app.include_router(request_routes.router())
    app.include_router(feeds.router())
    app.include_router(photos.router())
    app.include_router(nearby.router())
    app.include_router(voices.router())
    describe(app)
    return app


@asynccontextmanager
async def _connected(
    settings: Settings, metrics: IntakeMetrics, store: PhotoStore, tracing: Tracing
) -> AsyncIterator[Intake]:
    catalog = load(settings.catalog)
    secret = secret_of(settings)
    async with (
        postgres(settings.postgres, wait_s=settings.postgres.wait_s, process="intake") as pool,
        producer(settings.kafka, expires_s=EXPIRES_S) as sending,
        photos_in(store, settings, catalog.city.zone) as kept_photos,
    ):
        keys, publisher = Keys(ApiKeys(pool)), Publisher(sending, metrics)
        stamps = Stamps(IntakeRequests(pool), secret, settings.intake.repeats_days)
        async with keys.kept(), publisher.kept(), stamps.kept():
            yield Intake(
                settings=settings,
                catalog=catalog,
                pool=pool,
                publisher=publisher,
                keys=keys,
                stamps=stamps,
                secret=secret,
                photos=kept_photos,
                kinds=kinds_of(catalog),
                metrics=metrics,
                tracing=tracing,
            )
