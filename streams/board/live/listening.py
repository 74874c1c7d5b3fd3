"""Hears from Postgres which incidents changed, and reads them.

LISTEN comes before all is read, so nothing can change unheard between the two. Its connection does nothing
else and is never in a transaction: Postgres keeps what it has to tell until all that listen took it. Where
the connection breaks, or does not answer, all is read anew over the next one.
"""

import asyncio

import asyncpg

from sinks.account import account
from sinks.pool import APPLICATION
from sinks.reading_board import CHANNEL, BoardReader
from streams.board.live.heard import Heard
from streams.board.live.hub import Hub
from streams.connections import AWAY
from streams.logs import logger
from streams.logs.error_words import words
from streams.metrics import BoardMetrics

OPEN_MAX = 100_000
"""More open incidents than that are not shown: the newest are."""
PAUSE_S = 0.1
"""Between two questions for what changed."""
CHECK_S = 5.0
"""So long a connection may say nothing before it is asked whether it is there."""
ANSWER_S = 5.0
AGAIN_S = 1.0

log = logger(__name__)


class Listening:
    """Keeps a hub up to date."""

    def __init__(
        self,
        url: str,
        reader: BoardReader,
        hub: Hub,
        metrics: BoardMetrics,
    ) -> None:
        self._url = url
        self._reader = reader
        self._hub = hub
        self._metrics = metrics

    async def run(self) -> None:
        """Without end; an error that is no absence of Postgres ends it."""
        why = "start"
        while True:
            try:
                await self._listen(why)
            except AWAY as error:
                self._hub.stale()
                log.warning("Postgres cannot be heard", error=words(error))
            why = "reconnected"
            await asyncio.sleep(AGAIN_S)

    async def _listen(self, why: str) -> None:
        heard = Heard()
        settings = {"application_name": f"{APPLICATION}-board", "sinergi.account": account()}
        connection = await asyncpg.connect(
            self._url, timeout=ANSWER_S, command_timeout=ANSWER_S, server_settings=settings
        )
        try:
            connection.add_termination_listener(lambda _: heard.end())
            await connection.add_listener(CHANNEL, lambda *told: heard.note(str(told[3]).split()))
            await self._read_all(why)
            await self._follow(connection, heard)
        finally:
            connection.terminate()

    async def _follow(self, connection: "asyncpg.Connection[asyncpg.Record]", heard: Heard) -> None:
        while True:
            if not await heard.wait(CHECK_S):
                await connection.execute("select 1")
                continue
            if heard.ended:
                raise ConnectionError("the connection that listens was ended")
            ids, flood = heard.take()
            if flood:
                await self._read_all("flood")
            else:
                await self._read(ids)
            await asyncio.sleep(PAUSE_S)

    async def _read(self, ids: list[str]) -> None:
        async for page, rows in self._reader.rows(ids):
            here = {row.id for row in rows}
            self._hub.change(rows, [id for id in page if id not in here])
        self._metrics.changes.inc(len(ids))

    async def _read_all(self, why: str) -> None:
        ids = await self._reader.open_ids(OPEN_MAX)
        if len(ids) == OPEN_MAX:
            log.warning("more incidents are open than the board shows", shown=OPEN_MAX)
        self._hub.replace([row async for _, rows in self._reader.rows(ids) for row in rows])
        self._metrics.read_anew.labels(why).inc()
