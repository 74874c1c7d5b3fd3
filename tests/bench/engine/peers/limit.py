"""The limit: the loop on confluent-kafka with rows and decisions made beforehand, and no work at all."""

import sys
from itertools import repeat

from confluent_kafka import Consumer, TopicPartition

from tests.bench.engine.behind import Behind
from tests.bench.engine.job import Job
from tests.bench.engine.rdkafka import Decisions, consumer_config
from tests.bench.engine.rows_psycopg import Rows
from tests.bench.engine.work import Town

KEY = b"district-00"
REPORT = b'{"id": "CC-00000000", "at": 1764297000, "text": "lubang di jalan", "lat": -6.25, "lon": 107.0}'


def main(job: Job) -> None:
    rows, decisions, behind = Rows(job.postgres, job.table), Decisions(job), Behind()
    line, decision = Town().decide(KEY, REPORT, 0)
    lines = list(repeat(line, job.batch))
    messages = [
        {"key": KEY, "value": decision, "partition": number % job.partitions} for number in range(job.batch)
    ]
    consumer = Consumer(consumer_config(job))
    consumer.subscribe([job.reads])
    while True:
        records = consumer.consume(job.batch, job.gather_s)
        behind.settle()
        if not records:
            continue
        number, reached = len(records), {record.partition(): record.offset() for record in records}

        def write(number=number) -> None:
            rows.write(lines[:number])
            decisions.send(messages[:number])

        def store(reached=reached) -> None:
            offsets = [TopicPartition(job.reads, partition, last + 1) for partition, last in reached.items()]
            consumer.store_offsets(offsets=offsets)

        behind.put(write, store)


if __name__ == "__main__":
    sys.setswitchinterval(0.0002)
    main(Job.begun())
