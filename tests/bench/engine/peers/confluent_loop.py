"""A loop on confluent-kafka; rows and decisions in a thread beside. At least once."""

import sys

from confluent_kafka import Consumer, Message, TopicPartition

from tests.bench.engine.behind import Behind
from tests.bench.engine.job import Job
from tests.bench.engine.rdkafka import Decisions, consumer_config
from tests.bench.engine.rows_psycopg import Rows
from tests.bench.engine.work import Town


def main(job: Job) -> None:
    town, rows, decisions, behind = Town(), Rows(job.postgres, job.table), Decisions(job), Behind()
    consumer = Consumer(consumer_config(job))
    consumer.subscribe([job.reads])
    while True:
        records = consumer.consume(job.batch, job.gather_s)
        behind.settle()
        if not records:
            continue
        lines, messages, reached = _decided(town, records)

        def write(lines=lines, messages=messages) -> None:
            rows.write(lines)
            decisions.send(messages)

        def store(reached=reached) -> None:
            offsets = [TopicPartition(job.reads, partition, last + 1) for partition, last in reached.items()]
            consumer.store_offsets(offsets=offsets)

        behind.put(write, store)


def _decided(town: Town, records: list[Message]) -> tuple[list[str], list[dict[str, bytes]], dict[int, int]]:
    lines, messages, reached = [], [], {}
    for record in records:
        key, offset = record.key(), record.offset()
        line, decision = town.decide(key, record.value(), offset)
        lines.append(line)
        messages.append({"key": key, "value": decision})
        reached[record.partition()] = offset
    return lines, messages, reached


if __name__ == "__main__":
    sys.setswitchinterval(0.0002)
    main(Job.begun())
