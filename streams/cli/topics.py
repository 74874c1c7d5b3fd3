"""`sinergi topics`: the topics on Kafka."""

import asyncio
from typing import Annotated

import typer
from aiokafka.errors import KafkaError

from schemas.catalog import load
from sinks.topics import Ensured, ensure_topics
from streams.cli.configured import configured
from streams.cli.errors import FAILURE
from streams.cli.output import print_error, print_json, print_line
from streams.connections import no_broker
from streams.settings import Settings
from streams.topology import topology


def topics(*, json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Make the topics that are missing, with partitions, replication and retention of the settings.

    A topic that exists is not changed; one with another number of partitions is an error, since
    keys would move.
    """
    settings = configured()
    ensured = asyncio.run(_ensure(settings))
    if json:
        print_json(
            {
                "created": ensured.created,
                "existing": ensured.existing,
                "miscounted": dict(ensured.miscounted),
            }
        )
    else:
        for name in ensured.created:
            print_line(f"created  {name}")
        for name in ensured.existing:
            print_line(f"existing {name}")
    for name, count in ensured.miscounted.items():
        print_error(f"{name} has {count} partitions, the settings say {settings.kafka.partitions}")
    if ensured.miscounted:
        raise typer.Exit(FAILURE)


async def _ensure(settings: Settings) -> Ensured:
    try:
        return await ensure_topics(settings.kafka, topology(settings.kafka, load(settings.catalog)))
    except (KafkaError, TimeoutError) as error:
        raise no_broker(settings.kafka, error) from error
