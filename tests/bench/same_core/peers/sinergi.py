"""Sinergi's transport and its defaults; an agent as those of triage and resolve. At least once."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import faust

from sinks.topics import publish
from streams.failfast import fatal
from streams.settings import KafkaSettings, Settings, WebSettings
from streams.transport import Chunk, chunks, producer_of, together
from streams.workers.app import make_app, run_worker
from tests.bench.same_core.stage import Send, Stage
from tests.bench.same_core.task import Task

Take = Callable[[Chunk], Awaitable[None]]


def run(task: Task, taking: Callable[[Stage, Send], Take]) -> None:
    """Load everything, wait to be told, and go; `taking` makes what a chunk is given to."""
    stage = Stage(task)
    task.begin()

    async def make() -> faust.App:
        settings = Settings(
            kafka=KafkaSettings(**task.kafka), folder=Path(task.folder), web=WebSettings(port=0)
        )
        app = make_app(task.group, settings)
        take = taking(await stage.connected(), lambda messages: publish(producer_of(app), messages))

        async def decide(stream: faust.StreamT) -> None:
            async for chunk in chunks(stream):
                await take(chunk)

        app.agent(app.topic(*task.reads), name="decide")(fatal(decide))
        together(app, "decide", task.reads)
        return app

    run_worker(make)


def _one_by_one(stage: Stage, send: Send) -> Take:
    async def take(chunk: Chunk) -> None:
        await stage.take([record for part in chunk.parts for record in part.records], send)
        chunk.finish()

    return take


if __name__ == "__main__":
    run(Task.given(), _one_by_one)
