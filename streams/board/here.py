"""What a request works with, and who makes it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeAlias

from fastapi import Depends, Request

from schemas.catalog.models import Catalog
from sinks.board_accounts import Accounts
from sinks.board_sessions import Sessions
from sinks.reading_board import BoardReader
from sinks.reading_lives import LifeReader
from sinks.sql import Pool
from streams.board.access.cookies import Cookie
from streams.board.access.passwords import Passwords
from streams.board.access.tries import Tries
from streams.board.call.centre import CallCentre
from streams.board.citizens.desk import CitizensDesk
from streams.board.council.answers import CouncilAnswers
from streams.board.live.hub import Hub
from streams.board.pages import Pages
from streams.http.publishing import Publisher
from streams.metrics import BoardMetrics
from streams.photos.album import Photos
from streams.settings import Settings

if TYPE_CHECKING:
    from streams.board.oidc.provider import Provider


@dataclass(frozen=True, slots=True)
class Connected:
    """What leads outside: Postgres, and what it holds of it; Kafka; photos, where they are kept."""

    pool: Pool
    reader: BoardReader
    hub: Hub
    publisher: Publisher
    photos: Photos | None
    lives: LifeReader


@dataclass(frozen=True, slots=True)
class Board:
    """All that the routes share; one a process."""

    settings: Settings
    catalog: Catalog
    connected: Connected
    accounts: Accounts
    sessions: Sessions
    passwords: Passwords
    tries: Tries
    cookie: Cookie
    flow_cookie: Cookie
    provider: "Provider | None"
    pages: Pages
    council: CouncilAnswers
    public_council: CouncilAnswers
    """For everybody, who wait for no question of the council's."""
    call: CallCentre
    citizens: CitizensDesk
    metrics: BoardMetrics

    @property
    def reader(self) -> BoardReader:
        """Questions to Postgres."""
        return self.connected.reader

    @property
    def photos_below(self) -> str | None:
        """How addresses of photos begin; None where there is no store to take them from."""
        return self.settings.intake.public_url if self.connected.photos else None

    @property
    def hub(self) -> Hub:
        """What is open now."""
        return self.connected.hub


async def _board(request: Request) -> Board:  # What is not async goes through a thread.
    board: Board = request.app.state.board
    return board


Here: TypeAlias = Annotated[Board, Depends(_board)]
