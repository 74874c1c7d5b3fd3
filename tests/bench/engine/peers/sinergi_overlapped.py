"""The same, but the work runs in a thread, and chunks are written while the next is worked on."""

import asyncio
import sys

import faust

from schemas.message import Message
from sinks.topics import publish
from streams.app import run_worker
from streams.failfast import fatal, or_die
from streams.transport import Chunk, chunks, producer_of
from tests.bench.engine.job import Job
from tests.bench.engine.peers.sinergi import app_of, decided
from tests.bench.engine.rows_asyncpg import Rows
from tests.bench.engine.work import Town


async def make(job: Job) -> faust.App:
    app, town, rows = app_of(job), Town(), await Rows.connect(job.postgres, job.table)
    connection = asyncio.Lock()

    async def write(chunk: Chunk, lines: list[str], messages: list[Message]) -> None:
        async with connection:
            await rows.write(lines)
        await publish(producer_of(app), messages)
        chunk.finish()

    async def decide(stream: faust.StreamT) -> None:
        # As many are on their way as there are partitions: of one whose chunk is not finished no other comes.
        async with asyncio.TaskGroup() as writing:
            async for chunk in chunks(stream):
                lines, messages = await asyncio.to_thread(decided, town, chunk, job.writes)
                writing.create_task(or_die("writing", write(chunk, lines, messages)))

    app.agent(app.topic(job.reads), name="decide")(fatal(decide))
    return app


if __name__ == "__main__":
    sys.setswitchinterval(0.0002)
    given = Job.begun()
    run_worker(lambda: make(given))
