"""A loop on aiokafka; the work in a thread, so that rows and decisions go out meanwhile. At least once."""

import asyncio
import sys
from collections.abc import Mapping, Sequence

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition

from tests.bench.engine.job import Job
from tests.bench.engine.rows_asyncpg import Rows
from tests.bench.engine.work import Town

Fetched = Mapping[TopicPartition, Sequence[ConsumerRecord]]
Decided = tuple[list[str], dict[int, list[tuple[bytes, bytes]]]]


async def main(job: Job) -> None:
    town, rows = Town(), await Rows.connect(job.postgres, job.table)
    producer = AIOKafkaProducer(
        bootstrap_servers=job.brokers, acks="all", max_batch_size=256 << 10, max_request_size=8 << 20
    )
    consumer = AIOKafkaConsumer(
        job.reads,
        bootstrap_servers=job.brokers,
        group_id=job.group,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        fetch_max_wait_ms=100,
        max_partition_fetch_bytes=1 << 20,
    )
    await producer.start()
    await consumer.start()
    writing: asyncio.Task[None] | None = None

    async def write(lines: list[str], sends: dict[int, list[tuple[bytes, bytes]]], reached) -> None:
        await rows.write(lines)
        await asyncio.gather(*(_send(producer, job.writes, part, pairs) for part, pairs in sends.items()))
        await consumer.commit(reached)

    while True:
        fetched = await consumer.getmany(timeout_ms=int(1e3 * job.gather_s), max_records=job.batch)
        if not fetched:
            continue
        lines, sends = await asyncio.to_thread(_decided, town, fetched)
        if writing:
            await writing
        reached = {tp: records[-1].offset + 1 for tp, records in fetched.items()}
        writing = asyncio.create_task(write(lines, sends, reached))


def _decided(town: Town, fetched: Fetched) -> Decided:
    lines: list[str] = []
    sends: dict[int, list[tuple[bytes, bytes]]] = {}
    for tp, records in fetched.items():
        # Keys are shared out here as they were there.
        pairs = sends[tp.partition] = []
        for record in records:
            line, decision = town.decide(record.key, record.value, record.offset)
            lines.append(line)
            pairs.append((record.key, decision))
    return lines, sends


async def _send(producer: AIOKafkaProducer, topic: str, partition: int, pairs) -> None:
    deliveries, batch = [], producer.create_batch()
    for key, value in pairs:
        if batch.append(timestamp=None, key=key, value=value) is None:
            deliveries.append(await producer.send_batch(batch, topic, partition=partition))
            batch = producer.create_batch()
            batch.append(timestamp=None, key=key, value=value)
    deliveries.append(await producer.send_batch(batch, topic, partition=partition))
    await asyncio.gather(*deliveries)


if __name__ == "__main__":
    sys.setswitchinterval(0.0002)
    asyncio.run(main(Job.begun()))
