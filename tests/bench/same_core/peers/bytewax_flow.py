"""bytewax: its Kafka source, and an output that decides each of its batches while the one before is written.

Its recovery store holds how far it is: every epoch waits for what is being written. At least once.
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

from tests.bench.engine.rdkafka import READS
from tests.bench.same_core.apart import Apart
from tests.bench.same_core.stage import Stage
from tests.bench.same_core.task import Task
from tests.bench.same_core.work import Record

EPOCH_S = 1.0


class _Taken(StatefulSinkPartition):
    def __init__(self, stage: Stage, task: Task) -> None:
        self._apart = Apart(stage, task)

    def write_batch(self, batches: list[list[Record]]) -> None:
        for records in batches:
            self._apart.take(records)

    def snapshot(self) -> None:
        self._apart.wait()


class _Out(FixedPartitionedSink):
    def __init__(self, stage: Stage, task: Task) -> None:
        self._stage, self._task = stage, task

    def list_parts(self) -> list[str]:
        return ["all"]

    def part_fn(self, item_key: str) -> int:
        return 0

    def build_part(self, step_id: str, for_part: str, resume_state: None) -> _Taken:
        return _Taken(self._stage, self._task)


def _batches(messages: Iterable[KafkaSourceMessage]) -> Iterator[tuple[str, list[Record]]]:
    records = [
        Record(one.topic, one.partition, one.offset, one.value, one.headers, one.timestamp[1])
        for one in messages
    ]
    if records:
        yield "all", records


def main(task: Task) -> None:
    flow, stage = Dataflow("same_core"), Stage(task)
    task.begin()
    # A source for each partition, so its batch is that of one.
    source = KafkaSource([task.brokers], task.reads, batch_size=task.batch, add_config=READS)
    messages = op.input("in", flow, source)
    op.output("out", op.flat_map_batch("batches", messages, _batches), _Out(stage, task))
    store = Path(task.folder) / "recovery"
    store.mkdir(parents=True)
    init_db_dir(store, 1)
    cli_main(flow, epoch_interval=timedelta(seconds=EPOCH_S), recovery_config=RecoveryConfig(store))


if __name__ == "__main__":
    sys.setswitchinterval(0.0002)
    main(Task.given())
