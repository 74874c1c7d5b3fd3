"""The web application: every route, and what they work with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from fastapi import FastAPI

from schemas.catalog import load
from schemas.catalog.models import Catalog
from sinks.board_accounts import Accounts
from sinks.board_sessions import Sessions
from sinks.reading_board import BoardReader
from sinks.reading_lives import LifeReader
from sinks.sql import Pool
from streams.board import health
from streams.board.access import sign_in
from streams.board.access.cookies import cookie_for
from streams.board.access.hardened import Hardened
from streams.board.access.limits import Limits
from streams.board.access.origin import SameOrigin
from streams.board.access.passwords import Passwords
from streams.board.accounts import invitation
from streams.board.accounts import routes as accounts
from streams.board.agencies import routes as agencies
from streams.board.agency_page import routes as agency_page
from streams.board.assets import Assets
from streams.board.call import routes as call
from streams.board.call.centre import call_centre_of
from streams.board.citizens import routes as citizens
from streams.board.citizens.desk import CitizensDesk
from streams.board.council import routes as council
from streams.board.council.answers import CouncilAnswers
from streams.board.here import Board, Connected
from streams.board.live import routes as live
from streams.board.live.hub import Hub
from streams.board.live.listening import Listening
from streams.board.oidc import routes as oidc
from streams.board.oidc.configured import configured_by
from streams.board.oidc.opening import opening
from streams.board.operators import routes as operators
from streams.board.pages import Pages
from streams.board.photos import routes as photos
from streams.board.refusals import add_refusals
from streams.connections import postgres, producer
from streams.http.measured import Measured
from streams.http.publishing import EXPIRES_S, Publisher
from streams.http.running import running
from streams.metrics import BoardMetrics
from streams.photos.album import Photos, photos_in, store_of
from streams.settings import BoardSettings, Settings

TRIES_OF_LOGIN = 10
TRIES_OF_ADDRESS = 60
"""To sign in, a minute; a whole office may have one address. As many invitations, and ways to the provider,
are counted apart: who uses those up, as others' pages may in old browsers, shuts nobody out of signing in."""
CONNECTIONS = 10
"""To Postgres: two for what everybody reads, the others for who is signed in."""


def make_app(settings: Settings) -> FastAPI:
    """The application. Connects when it starts; raises `UnreachableError`, `NotReadyError` then.

    Raises `Mistakes` at once, for the catalog, an address that others could reach by plain http, or a
    provider of sign-ins that is configured by half.
    """
    cookie, vouching = cookie_for(settings.board), opening(configured_by(settings.board_oidc))
    catalog, metrics = load(settings.catalog), BoardMetrics()
    assets = Assets(catalog)
    pages = Pages(catalog, assets, settings.board)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        calls = call_centre_of(settings, catalog)
        async with (
            _connected(settings, catalog, metrics) as connected,
            calls.understanding.kept(),
            vouching() as provider,
        ):
            app.state.board = Board(
                settings=settings,
                catalog=catalog,
                connected=connected,
                accounts=Accounts(connected.pool),
                sessions=_sessions(settings.board, connected.pool),
                passwords=Passwords(),
                tries_of_login=Limits(TRIES_OF_LOGIN),
                tries_of_address=Limits(TRIES_OF_ADDRESS),
                tries_of_invitation=Limits(TRIES_OF_ADDRESS),
                tries_of_provider=Limits(TRIES_OF_ADDRESS),
                cookie=cookie,
                flow_cookie=replace(cookie, of_what="sinergi-sign-in"),
                provider=provider,
                assets=assets,
                pages=pages,
                council=CouncilAnswers(connected.pool, catalog),
                public_council=CouncilAnswers(connected.pool, catalog),
                call=calls,
                citizens=CitizensDesk(),
                metrics=metrics,
            )
            yield

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.pages = pages
    app.add_middleware(SameOrigin, settings=settings.board)
    app.add_middleware(Hardened, settings=settings.board)
    app.add_middleware(Measured, metrics=metrics)
    add_refusals(app)
    app.include_router(health.router())
    app.include_router(assets.router())
    app.include_router(sign_in.router())
    app.include_router(oidc.router())
    app.include_router(live.router())
    app.include_router(operators.router())
    app.include_router(accounts.router())
    app.include_router(invitation.router())
    app.include_router(photos.router())
    app.include_router(agencies.router())
    app.include_router(council.router())
    app.include_router(agency_page.router())
    app.include_router(call.router())
    app.include_router(citizens.router())
    return app


@asynccontextmanager
async def _connected(settings: Settings, catalog: Catalog, metrics: BoardMetrics) -> AsyncIterator[Connected]:
    async with (
        postgres(
            settings.postgres, wait_s=settings.postgres.wait_s, process="board", size=CONNECTIONS
        ) as pool,
        producer(settings.kafka, expires_s=EXPIRES_S) as sending,
        _photos(settings, catalog) as kept_photos,
    ):
        reader, hub, publisher = BoardReader(pool), Hub(metrics), Publisher(sending, metrics)
        listening = Listening(settings.postgres.url, reader, hub, metrics)
        async with publisher.kept(), running(listening.run(), "incidents that change"):
            yield Connected(pool, reader, hub, publisher, kept_photos, LifeReader(pool))


@asynccontextmanager
async def _photos(settings: Settings, catalog: Catalog) -> AsyncIterator[Photos | None]:
    """Where a setting says that they lie. A folder of the board's own would not be the intake's."""
    if settings.photos.url is None:
        yield None
        return
    async with photos_in(store_of(settings), settings, catalog.city.zone) as kept:
        yield kept


def _sessions(settings: BoardSettings, pool: Pool) -> Sessions:
    return Sessions(pool, timedelta(hours=settings.idle_h), timedelta(hours=settings.session_h))
