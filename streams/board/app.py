"""The web application: every route."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from schemas.catalog import load
from streams.board import health
from streams.board.access import sign_in
from streams.board.access.cookies import cookie_for
from streams.board.access.hardened import Hardened
from streams.board.access.origin import SameOrigin
from streams.board.accounts import invitation
from streams.board.accounts import routes as accounts
from streams.board.agencies import routes as agencies
from streams.board.agency_page import routes as agency_page
from streams.board.assets import Assets
from streams.board.call import routes as call
from streams.board.citizens import routes as citizens
from streams.board.council import routes as council
from streams.board.live import routes as live
from streams.board.oidc import routes as oidc
from streams.board.oidc.configured import configured_by
from streams.board.oidc.opening import opening
from streams.board.operators import routes as operators
from streams.board.pages import Pages
from streams.board.photos import routes as photos
from streams.board.refusals import add_refusals
from streams.board.starting import started
from streams.http.measured import Measured
from streams.metrics import BoardMetrics
from streams.settings import Settings

_ROUTERS = (
    *(health.router, sign_in.router, oidc.router, live.router, operators.router, accounts.router),
    *(invitation.router, photos.router, agencies.router, council.router, agency_page.router, call.router),
    citizens.router,
)


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
        async with started(settings, catalog, pages, metrics, cookie=cookie, vouching=vouching) as board:
            app.state.board = board
            yield

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.pages = pages
    app.add_middleware(SameOrigin, settings=settings.board)
    app.add_middleware(Hardened, settings=settings.board)
    app.add_middleware(Measured, metrics=metrics)
    add_refusals(app)
    for router in (*_ROUTERS, assets.router):
        app.include_router(router())
    return app
