"""The log of classified reports as it was before it was sealed, for code that knows no seals."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from uuid import UUID

import asyncpg
from aiokafka import ConsumerRecord

from schemas.catalog import load
from schemas.sealed import SealedReport
from streams.agents.seals import opened
from streams.core.records.commands import read_event
from streams.core.tell import classified_record


async def keys_in(url: str) -> Mapping[UUID, bytes]:
    """All keys that Postgres holds."""
    connection = await asyncpg.connect(url)
    try:
        found = await connection.fetch("select id, key from reporter_keys")
    finally:
        await connection.close()
    return {row["id"]: row["key"] for row in found}


def in_the_open(log: Iterable[ConsumerRecord], keys: Mapping[UUID, bytes]) -> Iterator[ConsumerRecord]:
    """Each record, of sealed reports what is in them; of one whose key is gone what is left."""
    catalog = load()
    for record in log:
        event = read_event(record, catalog)
        if isinstance(event, SealedReport):
            report = opened(event, record, keys.get(event.seal.key), catalog)
            message = classified_record(report)
            yield replace(record, value=message.value, headers=message.headers)
        else:
            yield record
