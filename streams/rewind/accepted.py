"""An older Postgres, on which nobody works until somebody has looked.

Workers commit to Kafka only what Postgres holds, so a commit that lies ahead of it tells.
"""

from collections.abc import Mapping

from aiokafka import TopicPartition

from schemas.catalog.models import Catalog
from sinks.postgres import Pool
from sinks.rewinding import Recorded, Rewinding
from streams.connections import NotReadyError, answered
from streams.duties import RESOLVE_GROUP, resolve_duty
from streams.findings import counted
from streams.rewind.standing import Standing
from streams.settings import KafkaSettings
from streams.watch.brokers import brokers


async def refuse_older(settings: KafkaSettings, pool: Pool, catalog: Catalog, *, wait_s: float) -> None:
    """Raises `NotReadyError` for a database that lacks what it held once, until that was accepted.

    A Kafka that has just started may need up to `wait_s` to tell. Raises `UnreachableError`.
    """
    async with brokers(settings) as asked:

        async def commits() -> Mapping[TopicPartition, int | None]:
            partitions = await asked.of(resolve_duty(catalog).reads)
            return await asked.committed(RESOLVE_GROUP, partitions)

        # First: who works meanwhile records more, and never less.
        committed = await answered(commits, settings, wait_s)
        recorded = await Rewinding(pool, asked.cluster).recorded()
    found = [_standing(recorded.get(tp, Recorded()), offset) for tp, offset in committed.items()]
    if missing := sum(one.missing for one in found if one.stops):
        raise NotReadyError(
            f"Postgres is older than what Kafka remembers of it: {counted(missing, 'record')} that it held "
            "once are missing; run `sinergi rewind`"
        )


def _standing(at: Recorded, committed: int | None) -> Standing:
    return Standing(recorded=at.next_offset, committed=committed, accepted=at.accepted)
