"""Workers for the contract tests: one in this process whose agent hands its chunks to the test."""

import asyncio
import secrets
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import faust
from aiokafka import AIOKafkaProducer
from faust.types import TP

from sinks.topics import TopicSpec, ensure_topics
from streams.settings import KafkaSettings, Settings
from streams.transport import Chunk, Urgent, chunks, consumer_of, own, together
from streams.workers.app import make_app
from tests.waiting import WITHIN_S, until

RECORDS = 10
"""What every partition holds before the worker joins its group for the first time."""
CHUNK_RECORDS = 4
URGENT = b"urgent"


class ScriptedOwner:
    """An owner that claims what the test says."""

    def __init__(self) -> None:
        self.offsets: dict[int, int] = {}
        self.claims: list[frozenset[TP]] = []
        self.go = asyncio.Event()
        self.go.set()

    async def claim(self, partitions: frozenset[TP]) -> Mapping[TP, int | None]:
        self.claims.append(partitions)
        await self.go.wait()
        return {tp: self.offsets.get(tp.partition) for tp in partitions}


class Stage:
    """A running worker on a topic with two partitions of ten records each, in chunks of four."""

    def __init__(
        self,
        kafka: KafkaSettings,
        folder: Path,
        owner: ScriptedOwner | None = None,
        urgent: Urgent | None = None,
        *,
        together: bool = False,
    ) -> None:
        self.name = f"contract-{secrets.token_hex(6)}"
        self.kafka = kafka.model_copy(
            update={"chunk_records": CHUNK_RECORDS, "chunk_s": 60.0, "instance": "replica-3"}
        )
        self.folder = folder
        self.owner = owner
        self.urgent = urgent
        self.together = together
        self.received: asyncio.Queue[Chunk] = asyncio.Queue()
        self.gate = asyncio.Event()
        self.gate.set()
        self.app = self._make_app()
        self.producer = AIOKafkaProducer(bootstrap_servers=list(kafka.brokers))

    async def start(self) -> None:
        await ensure_topics(self.kafka, [TopicSpec(self.name, 2)])
        await self.producer.start()
        for partition in (0, 1):
            await self.publish(partition, [b"%d" % number for number in range(RECORDS)])
        await self.app.start()
        await until(self.ready, "partitions to read")

    async def stop(self) -> None:
        self.consumer.ledger.drop()  # Nobody will finish what the test left.
        await self.producer.stop()
        await self.app.stop()

    @property
    def consumer(self):
        return consumer_of(self.app)

    def ready(self) -> bool:
        return bool(self.consumer.assigned()) and self.consumer.flow_active

    def tp(self, partition: int) -> TP:
        return TP(self.name, partition)

    async def publish(self, partition: int, values: Sequence[bytes | None]) -> None:
        for value in values:
            await self.producer.send(self.name, value, key=b"key", partition=partition)
        await self.producer.flush()

    async def chunk(self) -> Chunk:
        return await asyncio.wait_for(self.received.get(), WITHIN_S)

    async def both(self) -> dict[int, Chunk]:
        """The next chunk of either partition."""
        found = [await self.chunk(), await self.chunk()]
        assert {chunk.partition for chunk in found} == {0, 1}
        return {chunk.partition: chunk for chunk in found}

    async def drain(self) -> dict[int, list[int]]:
        """Finish chunks until nothing is left; the offsets seen, a partition."""
        seen: dict[int, list[int]] = {0: [], 1: []}
        while any(self.consumer.lags().values()):
            chunk = await self.chunk()
            for part in chunk.parts:
                seen[part.partition] += [record.offset for record in part.records]
            chunk.finish()
        return seen

    async def committed(self) -> dict[int, int | None]:
        partitions = frozenset({self.tp(0), self.tp(1)})
        return {
            tp.partition: offset for tp, offset in (await self.consumer._thread.committed(partitions)).items()
        }

    async def revoke(self, finishing: Iterable[Chunk] = ()) -> None:
        """What the group's coordinator calls when a rebalance begins; these chunks are finished meanwhile."""
        self.app.on_rebalance_start()
        revoking = asyncio.create_task(self.consumer.on_partitions_revoked(self.consumer.assignment()))
        await until(lambda: not self.consumer.flow_active, "the flow to stop")
        for chunk in finishing:
            assert chunk.finish()
        await asyncio.wait_for(revoking, WITHIN_S)

    async def assign(self) -> None:
        """What it calls when a rebalance gives the same partitions again; returns when they are read."""
        self.app.consumer_generation_id += 1
        await self.consumer.on_partitions_assigned(
            self.consumer.assignment(), self.app.consumer_generation_id
        )
        await until(self.ready, "partitions to read")

    def _make_app(self) -> faust.App:
        settings = Settings(kafka=self.kafka, folder=self.folder)
        app = make_app(self.name, settings, urgent=self.urgent)
        if self.owner:
            own(app, self.owner)
        app.conf.broker_commit_interval = 3600  # Tests commit themselves.

        async def hand_over(stream: faust.StreamT) -> None:
            async for chunk in chunks(stream):
                self.received.put_nowait(chunk)
                await self.gate.wait()

        app.agent(app.topic(self.name))(hand_over)
        if self.together:
            together(app, "hand_over", [self.name])
        return app
