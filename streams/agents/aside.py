"""Sets a record aside that workers die of: refused, kept whole, and loudly."""

from datetime import UTC, datetime

from aiokafka import ConsumerRecord

from schemas.catalog.models import Catalog
from schemas.message import Message
from schemas.rejection import Rejection
from schemas.topics import REJECTED
from sinks.keyring import Keyring
from sinks.postgres import Store
from sinks.suspects import Suspects
from streams.agents.careful import is_fault_of_code
from streams.agents.claims import Claims
from streams.agents.moment import moment_of
from streams.agents.publish import Publish
from streams.agents.seals import read_events
from streams.core.poison import poison
from streams.core.records.commands import Event
from streams.core.tell import rejected_record
from streams.logs import logger
from streams.metrics import Metrics
from streams.transport import Chunk

log = logger(__name__)


class Aside:
    """Of the agents that keep their offsets in Postgres."""

    def __init__(
        self,
        store: Store,
        keyring: Keyring,
        suspects: Suspects,
        claims: Claims,
        *,
        publish: Publish,
        metrics: Metrics,
        catalog: Catalog,
    ) -> None:
        self._store = store
        self._keyring = keyring
        self._suspects = suspects
        self._claims = claims
        self._publish = publish
        self._metrics = metrics
        self._catalog = catalog

    async def take(self, chunk: Chunk) -> None:
        """Refuse the one record of the chunk, in place of the work on it."""
        [record] = chunk.records
        rejection = poison(await self._read(record), record)
        # What cannot be kept by who reads the refusals is kept here; sent there it would come again.
        own = chunk.topic == REJECTED
        messages: list[Message] = [] if own else [rejected_record(rejection, moment_of(record))]
        async with self._claims.batch({chunk.tp: chunk.next_offset}) as batch:
            if own:
                await batch.reject([rejection])
            reaches = await batch.send_later(messages)
            await self._suspects.clear(batch)
        await self._publish(messages)
        self._metrics.sent(messages, datetime.now(UTC))
        await self._store.sent(reaches)
        self._metrics.took(chunk.topic, 1)
        self._metrics.refused([rejection])
        log.error("a record is set aside", topic=chunk.topic, partition=chunk.partition, offset=record.offset)
        chunk.finish()

    async def _read(self, record: ConsumerRecord) -> Event | Rejection | None:
        try:
            [(event, _)] = await read_events([record], self._catalog, self._keyring)
        except Exception as error:
            # It may be reading what the code fails on.
            if is_fault_of_code(error):
                return None
            raise
        return event
