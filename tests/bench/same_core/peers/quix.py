"""quixstreams; a sink of its own decides by the portion, and a checkpoint waits for what is being written.

Between two checkpoints a portion is decided while the one before is written. At least once.
"""

import sys

from quixstreams import Application
from quixstreams.sinks.base import BaseSink

from tests.bench.engine.rdkafka import READS
from tests.bench.same_core.apart import Apart
from tests.bench.same_core.stage import Stage
from tests.bench.same_core.task import Task
from tests.bench.same_core.work import Record

PORTIONS = 4
"""In a checkpoint."""
CHECKPOINT_S = 1.0
"""Short ones hold too few records for more than one portion."""


class _Taken(BaseSink):
    def __init__(self, stage: Stage, task: Task) -> None:
        super().__init__()
        self._apart = Apart(stage, task)
        self._portion = task.batch // PORTIONS
        self._records: list[Record] = []

    def add(self, value, key, timestamp, headers, topic, partition, offset) -> None:
        self._records.append(Record(topic, partition, offset, value, headers or (), timestamp))
        if len(self._records) >= self._portion:
            self._take()

    def flush(self) -> None:
        self._take()
        self._apart.wait()

    def _take(self) -> None:
        if self._records:
            records, self._records = self._records, []
            self._apart.take(records)


def main(task: Task) -> None:
    stage = Stage(task)
    task.begin()
    app = Application(
        task.brokers,
        consumer_group=task.group,
        auto_offset_reset="earliest",
        auto_create_topics=False,
        use_changelog_topics=False,
        commit_every=task.batch,
        commit_interval=CHECKPOINT_S,
        consumer_poll_timeout=task.gather_s,
        consumer_extra_config=READS,
        state_dir=task.folder,
        loglevel="WARNING",
    )
    sink = _Taken(stage, task)
    for name in task.reads:
        app.dataframe(app.topic(name, key_deserializer="bytes", value_deserializer="bytes")).sink(sink)
    app.run()


if __name__ == "__main__":
    sys.setswitchinterval(0.0002)
    main(Task.given())
