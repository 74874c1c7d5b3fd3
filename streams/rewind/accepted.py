"""An older Postgres, on which nobody works until somebody has looked.

Workers commit to Kafka only what Postgres holds, so a commit that lies ahead of it tells.
"""

import asyncio
import time

from aiokafka.errors import KafkaError

from schemas.catalog.models import Catalog
from sinks.postgres import Pool
from sinks.rewinding import Recorded, Rewinding
from streams.connections import NotReadyError, no_broker
from streams.duties import RESOLVE_GROUP, resolve_duty
from streams.findings import counted
from streams.settings import KafkaSettings
from streams.watch.brokers import Brokers, brokers, of_topics

POLL_S = 0.2


async def refuse_older(settings: KafkaSettings, pool: Pool, catalog: Catalog, *, wait_s: float) -> None:
    """Raises `NotReadyError` for a database that lacks what it held once, until that was accepted.

    A Kafka that has just started may need up to `wait_s` to tell. Raises `UnreachableError`.
    """
    async with brokers(settings) as asked:
        missing = await _missing(asked, Rewinding(pool, asked.cluster), catalog, settings, wait_s)
    if missing:
        raise NotReadyError(
            f"Postgres is older than what Kafka remembers of it: {counted(missing, 'record')} that it held "
            "once are missing; run `sinergi rewind`"
        )


async def _missing(
    asked: Brokers, database: Rewinding, catalog: Catalog, settings: KafkaSettings, wait_s: float
) -> int:
    deadline = time.monotonic() + wait_s
    while True:
        try:
            partitions = of_topics(await asked.partitions(), resolve_duty(catalog).reads)
            # First: who works meanwhile records more, and never less.
            committed = await asked.committed(RESOLVE_GROUP, partitions)
            break
        except KafkaError as error:
            if not error.retriable or time.monotonic() >= deadline:
                raise no_broker(settings, error) from error
            await asyncio.sleep(POLL_S)
    recorded = await database.recorded()
    places = [(committed[tp] or 0, recorded.get(tp, Recorded())) for tp in partitions]
    return sum(max(0, heard - (at.next_offset or 0)) for heard, at in places if heard > at.accepted)
