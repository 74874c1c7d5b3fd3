"""What triage and resolve stand on: a Kafka that has all topics, a Postgres that has all tables."""

from collections.abc import Mapping
from typing import NamedTuple

from schemas.catalog.models import Catalog
from sinks.postgres import Pool
from streams.connections import cluster_of, counts_of, migrated, open_pool
from streams.duties import Duty
from streams.rewind.accepted import refuse_older
from streams.settings import Settings

BROKER_WAIT_S = 30.0
"""A worker that starts with its broker waits for it; later failures end it."""


class Ground(NamedTuple):
    """Connections and what was asked by them; how many partitions each topic has."""

    pool: Pool
    cluster: str
    partitions: Mapping[str, int]


async def ground(settings: Settings, duty: Duty, catalog: Catalog) -> Ground:
    """Kept until the process ends. Raises `UnreachableError`, `NotReadyError`."""
    # What it would write to and is not there would hold it up in the middle of a batch.
    partitions = await counts_of(settings.kafka, duty.topics, wait_s=BROKER_WAIT_S)
    wait_s = settings.postgres.wait_s
    pool = await open_pool(settings.postgres, wait_s=wait_s, process=duty.process, cleared=False)
    await migrated(pool)
    cluster = await cluster_of(settings.kafka, wait_s=BROKER_WAIT_S)
    # With the cluster's id, so that it is asked for once.
    kafka = settings.kafka.model_copy(update={"cluster": cluster})
    await refuse_older(kafka, pool, catalog, wait_s=BROKER_WAIT_S)
    return Ground(pool, cluster, partitions)
