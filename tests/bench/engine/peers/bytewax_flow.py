"""bytewax: its Kafka source, the work by its batches, and an output of its own. At least once.

Its recovery store holds how far it is, not Kafka: every epoch waits for what is being written.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import bytewax.operators as op
from bytewax.connectors.kafka import KafkaSource, KafkaSourceMessage
from bytewax.dataflow import Dataflow
from bytewax.outputs import FixedPartitionedSink, StatefulSinkPartition
from bytewax.recovery import RecoveryConfig, init_db_dir
from bytewax.run import cli_main

from tests.bench.engine.behind import Behind
from tests.bench.engine.job import Job
from tests.bench.engine.rdkafka import READS, Decisions
from tests.bench.engine.rows_psycopg import Rows
from tests.bench.engine.work import Town

EPOCH_S = 1.0
Batch = tuple[str, tuple[list[str], list[dict[str, bytes]]]]


class _Written(StatefulSinkPartition):
    def __init__(self, job: Job) -> None:
        self._rows, self._decisions, self._behind = Rows(job.postgres, job.table), Decisions(job), Behind()

    def write_batch(self, batches: list[tuple[list[str], list[dict[str, bytes]]]]) -> None:
        for lines, messages in batches:

            def write(lines=lines, messages=messages) -> None:
                self._rows.write(lines)
                self._decisions.send(messages)

            self._behind.put(write, _nothing)

    def snapshot(self) -> None:
        self._behind.wait()


def _nothing() -> None:
    """The recovery store knows how far it is."""


class _Out(FixedPartitionedSink):
    def __init__(self, job: Job) -> None:
        self._job = job

    def list_parts(self) -> list[str]:
        return ["all"]

    def part_fn(self, item_key: str) -> int:
        return 0

    def build_part(self, step_id: str, for_part: str, resume_state: None) -> _Written:
        return _Written(self._job)


def main(job: Job) -> None:
    town, flow = Town(), Dataflow("engine")

    def decided(records: Iterable[KafkaSourceMessage]) -> Iterator[Batch]:
        lines, messages = [], []
        for record in records:
            line, decision = town.decide(record.key, record.value, record.offset)
            lines.append(line)
            messages.append({"key": record.key, "value": decision})
        if lines:
            yield "all", (lines, messages)

    # A source for each partition, so its batch is that of one.
    source = KafkaSource([job.brokers], [job.reads], batch_size=job.batch, add_config=READS)
    records = op.input("in", flow, source)
    op.output("out", op.flat_map_batch("decide", records, decided), _Out(job))
    store = Path(job.folder) / "recovery"
    store.mkdir(parents=True)
    init_db_dir(store, 1)
    cli_main(flow, epoch_interval=timedelta(seconds=EPOCH_S), recovery_config=RecoveryConfig(store))


if __name__ == "__main__":
    sys.setswitchinterval(0.0002)
    main(Job.begun())
