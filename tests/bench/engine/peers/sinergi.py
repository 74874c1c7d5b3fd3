"""Sinergi's transport; an agent shaped like triage: a chunk in, written, sent, finished. At least once."""

from pathlib import Path

import faust
import faust.assignor.partition_assignor  # Else imported when the time runs.

from schemas.message import Message
from sinks.topics import publish
from streams.failfast import fatal
from streams.settings import KafkaSettings, Settings
from streams.transport import Chunk, chunks, producer_of
from streams.workers.app import make_app, run_worker
from tests.bench.engine.job import Job
from tests.bench.engine.rows_asyncpg import Rows
from tests.bench.engine.work import Town


def app_of(job: Job) -> faust.App:
    kafka = KafkaSettings(brokers=tuple(job.brokers.split(",")), chunk_records=job.batch)
    return make_app(job.group, Settings(kafka=kafka, folder=Path(job.folder)))


async def make(job: Job) -> faust.App:
    app, town, rows = app_of(job), Town(), await Rows.connect(job.postgres, job.table)

    async def decide(stream: faust.StreamT) -> None:
        async for chunk in chunks(stream):
            lines, messages = decided(town, chunk, job.writes)
            await rows.write(lines)
            await publish(producer_of(app), messages)
            chunk.finish()

    app.agent(app.topic(job.reads), name="decide")(fatal(decide))
    return app


def decided(town: Town, chunk: Chunk, topic: str) -> tuple[list[str], list[Message]]:
    lines, messages = [], []
    for record in chunk.records:
        line, decision = town.decide(record.key, record.value, record.offset)
        lines.append(line)
        messages.append(Message(topic, record.key, decision, ()))
    return lines, messages


if __name__ == "__main__":
    given = Job.begun()
    run_worker(lambda: make(given))
