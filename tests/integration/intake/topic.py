"""What lies in a channel's topic, for tests that ask whether a report is there, and how often."""

import json
from typing import Any

from streams.settings import KafkaSettings
from streams.tail import tail


async def records_of(kafka: KafkaSettings, topic: str) -> list[dict[str, Any]]:
    """All records that are there now."""
    async with tail(kafka, [topic], from_beginning=True) as all:
        return [json.loads(record.value) for record in await all.read()]
