"""A stock Faust app as fast as its settings make it, and how it writes; shared by its two peers."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

import faust
from aiokafka import AIOKafkaProducer

from tests.bench.engine.job import Job
from tests.bench.engine.rows_asyncpg import Rows
from tests.bench.engine.work import Town


def stock_app(job: Job) -> faust.App:
    return faust.App(
        job.group,
        broker=f"kafka://{job.brokers}",
        datadir=f"{job.folder}/faust",
        key_serializer="raw",
        value_serializer="raw",
        store="memory://",
        topic_allow_declare=False,
        topic_disable_leader=True,
        consumer_auto_offset_reset="earliest",
        # A buffer that fills has records of partitions that were paused dropped (faust-streaming#88).
        stream_buffer_maxsize=100_000,
        broker_max_poll_records=job.batch,
        consumer_max_fetch_size=4 << 20,
        broker_commit_interval=1.0,
        web_enabled=False,
        worker_redirect_stdouts=False,
    )


class Written:
    """Rows by COPY, decisions by an aiokafka producer of its own: Faust's own sends one after the other."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._town = Town()
        self._rows: Rows | None = None

    async def connect(self) -> None:
        self._rows = await Rows.connect(self._job.postgres, self._job.table)
        self._producer = AIOKafkaProducer(
            bootstrap_servers=self._job.brokers, acks="all", max_batch_size=256 << 10
        )
        await self._producer.start()

    async def write(self, events: Sequence[faust.Event]) -> None:
        if self._rows is None:
            await self.connect()
        lines, sends = [], defaultdict(list)
        for event in events:
            line, decision = self._town.decide(event.key, event.value, event.message.offset)
            lines.append(line)
            # Keys are shared out here as they were there.
            sends[event.message.partition].append((event.key, decision))
        await self._rows.write(lines)
        await asyncio.gather(*(self._send(partition, pairs) for partition, pairs in sends.items()))

    async def _send(self, partition: int, pairs: Sequence[tuple[bytes, bytes]]) -> None:
        deliveries, batch = [], self._producer.create_batch()
        for key, value in pairs:
            if batch.append(timestamp=None, key=key, value=value) is None:
                deliveries.append(
                    await self._producer.send_batch(batch, self._job.writes, partition=partition)
                )
                batch = self._producer.create_batch()
                batch.append(timestamp=None, key=key, value=value)
        deliveries.append(await self._producer.send_batch(batch, self._job.writes, partition=partition))
        await asyncio.gather(*deliveries)


def run(app: faust.App) -> None:
    faust.Worker(app, loglevel="WARNING", quiet=True).execute_from_commandline()
