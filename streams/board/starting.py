"""What the routes work with: made and connected when the board starts."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from schemas.catalog.models import Catalog
from sinks.board_accounts import Accounts
from sinks.board_sessions import Sessions
from sinks.reading_board import BoardReader
from sinks.reading_lives import LifeReader
from sinks.sql import Pool
from streams.board.access.cookies import Cookie
from streams.board.access.passwords import Passwords
from streams.board.access.tries import Tries
from streams.board.call.centre import call_centre_of
from streams.board.citizens.desk import CitizensDesk
from streams.board.council.answers import CouncilAnswers
from streams.board.here import Board, Connected
from streams.board.live.hub import Hub
from streams.board.live.listening import Listening
from streams.board.pages import Pages
from streams.connections import postgres, producer
from streams.http.publishing import EXPIRES_S, Publisher
from streams.http.running import running
from streams.metrics import BoardMetrics
from streams.photos.album import Photos, photos_in, store_of
from streams.settings import Settings
from streams.settings.board import BoardSettings

if TYPE_CHECKING:
    from streams.board.oidc.provider import Provider

CONNECTIONS = 10
"""To Postgres: two for what everybody reads, the others for who is signed in."""


@asynccontextmanager
async def started(
    settings: Settings,
    catalog: Catalog,
    pages: Pages,
    metrics: BoardMetrics,
    *,
    cookie: Cookie,
    vouching: Callable[[], "AbstractAsyncContextManager[Provider | None]"],
) -> AsyncIterator[Board]:
    """Until the end of the block. Raises `Mistakes`, `UnreachableError`, `NotReadyError`."""
    calls = call_centre_of(settings, catalog)
    async with (
        _connected(settings, catalog, metrics) as connected,
        calls.understanding.kept(),
        vouching() as provider,
    ):
        yield Board(
            settings=settings,
            catalog=catalog,
            connected=connected,
            accounts=Accounts(connected.pool),
            sessions=_sessions(settings.board, connected.pool),
            passwords=Passwords(),
            tries=Tries(),
            cookie=cookie,
            flow_cookie=replace(cookie, of_what="sinergi-sign-in"),
            provider=provider,
            pages=pages,
            council=CouncilAnswers(connected.pool, catalog),
            public_council=CouncilAnswers(connected.pool, catalog),
            call=calls,
            citizens=CitizensDesk(),
            metrics=metrics,
        )


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
