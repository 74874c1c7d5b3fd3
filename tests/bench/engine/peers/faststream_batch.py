"""FastStream on confluent-kafka, by the batch; its own parser and decoder hand the records on as they are.

Acknowledged by hand, once rows and decisions are written in a thread beside. At least once.
"""

import asyncio
import logging
import sys
from collections.abc import Sequence

from confluent_kafka import Message, TopicPartition
from faststream import AckPolicy
from faststream.confluent import KafkaBroker
from faststream.confluent.message import FAKE_CONSUMER, KafkaMessage
from faststream.confluent.schemas import Topic

from tests.bench.engine.behind import Behind
from tests.bench.engine.job import Job
from tests.bench.engine.rdkafka import READS, STORES, Decisions
from tests.bench.engine.rows_psycopg import Rows
from tests.bench.engine.work import Town

SETTLE_S = 0.1
"""So soon the last batch of a burst is told to be done."""


async def main(job: Job) -> None:
    town, rows, decisions, behind = Town(), Rows(job.postgres, job.table), Decisions(job), Behind()
    # Without pydantic and dependencies between a batch and its handler, which need not be there.
    broker = KafkaBroker(job.brokers, config=READS | STORES, apply_types=False, log_level=logging.DEBUG)
    subscriber = broker.subscriber(
        Topic(job.reads, declare=False),
        group_id=job.group,
        auto_offset_reset="earliest",
        batch=True,
        max_records=job.batch,
        polling_interval=job.gather_s,
        ack_policy=AckPolicy.MANUAL,
        parser=_parsed,
        decoder=_decoded,
    )

    @subscriber
    async def decide(records: Sequence[Message]) -> None:
        lines, messages, reached = [], [], {}
        for record in records:
            key, offset = record.key(), record.offset()
            line, decision = town.decide(key, record.value(), offset)
            lines.append(line)
            messages.append({"key": key, "value": decision})
            reached[record.partition()] = offset

        def write() -> None:
            rows.write(lines)
            decisions.send(messages)

        def store() -> None:
            offsets = [TopicPartition(job.reads, partition, last + 1) for partition, last in reached.items()]
            # Its own acknowledgement commits what was read, which is more than what is written.
            subscriber.consumer.consumer.store_offsets(offsets=offsets)

        # The next batch is fetched in C meanwhile; the loop has nothing else to do.
        behind.put(write, store)

    await broker.start()
    while True:
        await asyncio.sleep(SETTLE_S)
        behind.settle()


async def _parsed(records: tuple[Message, ...]) -> KafkaMessage:
    return KafkaMessage(body=b"", raw_message=records, consumer=FAKE_CONSUMER, is_manual=True)


async def _decoded(message: KafkaMessage) -> Sequence[Message]:
    return message.raw_message


if __name__ == "__main__":
    sys.setswitchinterval(0.0002)
    asyncio.run(main(Job.begun()))
