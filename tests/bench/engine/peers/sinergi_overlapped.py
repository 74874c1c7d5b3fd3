"""The same, but chunks are written while the next is worked on."""

import asyncio

import faust

from schemas.message import Message
from sinks.topics import publish
from streams.failfast import fatal, or_die
from streams.transport import Chunk, chunks, producer_of
from streams.workers.app import run_worker
from tests.bench.engine.job import Job
from tests.bench.engine.peers.sinergi import app_of, decided
from tests.bench.engine.rows_asyncpg import Rows
from tests.bench.engine.work import Town

STEPS = 5
"""So many turns of the loop others have between two chunks, or each of their steps would wait for one."""


async def make(job: Job) -> faust.App:
    app, town = app_of(job), Town()
    # Of a partition whose chunk is not finished no other comes.
    rows = [await Rows.connect(job.postgres, job.table) for _ in range(job.partitions)]

    async def write(chunk: Chunk, lines: list[str], messages: list[Message]) -> None:
        await rows[chunk.partition].write(lines)
        await publish(producer_of(app), messages)
        chunk.finish()

    async def decide(stream: faust.StreamT) -> None:
        async with asyncio.TaskGroup() as writing:
            async for chunk in chunks(stream):
                lines, messages = decided(town, chunk, job.writes)
                writing.create_task(or_die("writing", write(chunk, lines, messages)))
                for _ in range(STEPS):
                    await asyncio.sleep(0)

    app.agent(app.topic(job.reads), name="decide")(fatal(decide))
    return app


if __name__ == "__main__":
    given = Job.begun()
    run_worker(lambda: make(given))
