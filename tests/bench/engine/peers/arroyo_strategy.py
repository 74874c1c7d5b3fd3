"""sentry-arroyo; a strategy of its own works at once and writes batches in a thread beside. At least once.

Its ready-made steps (BatchStep, RunTaskInThreads, Produce) do more for every record.
"""

import sys
import time
from collections.abc import Mapping

from arroyo.backends.kafka import KafkaConsumer, KafkaPayload
from arroyo.backends.kafka.configuration import build_kafka_consumer_configuration
from arroyo.commit import IMMEDIATE
from arroyo.processing import StreamProcessor
from arroyo.processing.strategies import ProcessingStrategy, ProcessingStrategyFactory
from arroyo.types import Commit, Message, Partition, Topic

from tests.bench.engine.behind import Behind
from tests.bench.engine.job import Job
from tests.bench.engine.rdkafka import READS, Decisions
from tests.bench.engine.rows_psycopg import Rows
from tests.bench.engine.work import Town


class _Batches(ProcessingStrategy[KafkaPayload]):
    def __init__(self, job: Job, commit: Commit) -> None:
        self._job, self._commit = job, commit
        self._town, self._rows, self._decisions = Town(), Rows(job.postgres, job.table), Decisions(job)
        self._behind = Behind()
        self._begin()

    def _begin(self) -> None:
        self._lines: list[str] = []
        self._messages: list[dict[str, bytes]] = []
        self._reached: dict[Partition, int] = {}

    def submit(self, message: Message[KafkaPayload]) -> None:
        record = message.value
        payload = record.payload
        line, decision = self._town.decide(payload.key, payload.value, record.offset)
        if not self._lines:
            self._due = time.monotonic() + self._job.gather_s
        self._lines.append(line)
        self._messages.append({"key": payload.key, "value": decision})
        self._reached[record.partition] = record.offset + 1
        if len(self._lines) >= self._job.batch:
            self._write()

    def poll(self) -> None:
        self._behind.settle()
        if self._lines and time.monotonic() > self._due:
            self._write()

    def _write(self) -> None:
        lines, messages, reached = self._lines, self._messages, self._reached

        def write() -> None:
            self._rows.write(lines)
            self._decisions.send(messages)

        self._behind.put(write, lambda: self._commit(reached))
        self._begin()

    def close(self) -> None:
        """Nothing; `join` waits."""

    def terminate(self) -> None:
        """Nothing."""

    def join(self, timeout: float | None = None) -> None:
        self._behind.wait()


class _Factory(ProcessingStrategyFactory[KafkaPayload]):
    def __init__(self, job: Job) -> None:
        self._job = job

    def create_with_partitions(self, commit: Commit, partitions: Mapping[Partition, int]) -> _Batches:
        return _Batches(self._job, commit)


def main(job: Job) -> None:
    config = build_kafka_consumer_configuration(
        {"bootstrap.servers": job.brokers}, job.group, auto_offset_reset="earliest", enable_auto_commit=False
    )
    config.update(READS)
    StreamProcessor(KafkaConsumer(config), Topic(job.reads), _Factory(job), IMMEDIATE).run()


if __name__ == "__main__":
    sys.setswitchinterval(0.0002)
    main(Job.begun())
