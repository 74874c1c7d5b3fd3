"""quixstreams; a sink of its own does the work and writes at each checkpoint. At least once.

Its `BatchingSink` and `to_topic` do more for every record. A checkpoint has to wait for what it writes,
so rows and decisions are written at the same time, but nothing of the next batch is worked on meanwhile.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

from quixstreams import Application
from quixstreams.sinks.base import BaseSink

from tests.bench.engine.job import Job
from tests.bench.engine.rdkafka import READS, Decisions
from tests.bench.engine.rows_psycopg import Rows
from tests.bench.engine.work import Town


class _Written(BaseSink):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._town, self._rows, self._decisions = Town(), Rows(job.postgres, job.table), Decisions(job)
        self._beside = ThreadPoolExecutor(1)
        self._lines: list[str] = []
        self._messages: list[dict[str, bytes]] = []

    def add(self, value, key, timestamp, headers, topic, partition, offset) -> None:
        line, decision = self._town.decide(key, value, offset)
        self._lines.append(line)
        self._messages.append({"key": key, "value": decision})

    def flush(self) -> None:
        if self._lines:
            rows = self._beside.submit(self._rows.write, self._lines)
            self._decisions.send(self._messages)
            rows.result()
            self._lines, self._messages = [], []


def main(job: Job) -> None:
    app = Application(
        job.brokers,
        consumer_group=job.group,
        auto_offset_reset="earliest",
        auto_create_topics=False,
        use_changelog_topics=False,
        commit_every=job.batch,
        commit_interval=job.gather_s,
        consumer_poll_timeout=job.gather_s,
        consumer_extra_config=READS,
        state_dir=job.folder,
        loglevel="WARNING",
    )
    topic = app.topic(job.reads, key_deserializer="bytes", value_deserializer="bytes")
    app.dataframe(topic).sink(_Written(job))
    app.run()


if __name__ == "__main__":
    sys.setswitchinterval(0.0002)
    main(Job.begun())
