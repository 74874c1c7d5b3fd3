"""A consumer of all that goes out, who listens all the time."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress

from aiokafka import ConsumerRecord
from aiokafka.errors import KafkaError

from tests.e2e.logs import Logs

OUTGOING = ("dispatches.", "feedback.", "announcements", "reports.rejected")
_PAUSE_S = 0.5
_FETCH_WAIT_MS = 250
"""Longer than others wait: it listens for as long as the storm lasts, on two cores."""
_LAST_S = 60.0


class Ears:
    """`heard` holds offset and id of every message, of each partition in the order in which they came."""

    def __init__(self, brokers: Sequence[str]) -> None:
        self._brokers = brokers
        self.heard: defaultdict[tuple[str, int], list[tuple[int, bytes]]] = defaultdict(list)

    async def listen(self, over: asyncio.Event) -> None:
        """Until it is over, and then to the end of what there is."""
        async with Logs(self._brokers, OUTGOING, _FETCH_WAIT_MS) as logs:
            while not over.is_set():
                with suppress(KafkaError, TimeoutError):
                    async with asyncio.timeout(_LAST_S):
                        await logs.catch_up()
                self._note(logs)
                await asyncio.sleep(_PAUSE_S)
            async with asyncio.timeout(_LAST_S):
                await logs.catch_up()
            self._note(logs)

    def _note(self, logs: Logs) -> None:
        for log in logs.records.values():
            for record in log:
                self.heard[record.topic, record.partition].append((record.offset, id_of(record)))
        logs.records.clear()

    def faults(self, log: Mapping[str, Sequence[ConsumerRecord]]) -> list[str]:
        """What it heard, and did not hear, that is not as the topics have it now."""
        there: defaultdict[tuple[str, int], list[tuple[int, bytes]]] = defaultdict(list)
        for records in log.values():
            for record in records:
                there[record.topic, record.partition].append((record.offset, id_of(record)))
        return [
            f"{tp}: {len(self.heard[tp])} heard, {len(there[tp])} there, or in another order"
            for tp in there.keys() | self.heard.keys()
            if there[tp] != self.heard[tp]
        ]


def id_of(record: ConsumerRecord) -> bytes:
    """By its header."""
    id: bytes = dict(record.headers).get("ce_id", b"")
    return id
