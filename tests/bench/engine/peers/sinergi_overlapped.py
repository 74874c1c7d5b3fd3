"""The same, but the work runs in a thread and a chunk is written while the next is worked on."""

import asyncio
import sys
from pathlib import Path

import faust

from schemas.message import Message
from sinks.topics import publish
from streams.app import make_app, run_worker
from streams.failfast import fatal
from streams.settings import KafkaSettings, Settings, WebSettings
from streams.transport import Chunk, chunks, producer_of
from tests.bench.engine.job import Job
from tests.bench.engine.peers.sinergi import decided
from tests.bench.engine.rows_asyncpg import Rows
from tests.bench.engine.work import Town


async def make(job: Job) -> faust.App:
    kafka = KafkaSettings(brokers=tuple(job.brokers.split(",")), chunk_records=job.batch)
    app = make_app(job.group, Settings(kafka=kafka, folder=Path(job.folder), web=WebSettings(port=0)))
    town, rows = Town(), await Rows.connect(job.postgres, job.table)

    async def write(chunk: Chunk, lines: list[str], messages: list[Message]) -> None:
        await rows.write(lines)
        await publish(producer_of(app), messages)
        chunk.finish()

    async def decide(stream: faust.StreamT) -> None:
        writing: asyncio.Task[None] | None = None
        async for chunk in chunks(stream):
            lines, messages = await asyncio.to_thread(decided, town, chunk, job.writes)
            if writing:
                await writing
            writing = asyncio.create_task(write(chunk, lines, messages))

    app.agent(app.topic(job.reads), name="decide")(fatal(decide))
    return app


if __name__ == "__main__":
    sys.setswitchinterval(0.0002)
    given = Job.begun()
    run_worker(lambda: make(given))
