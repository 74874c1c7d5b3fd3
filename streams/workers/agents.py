"""What a Faust app of ours runs: agents that take chunks, tasks, and the messages that both send."""

from collections.abc import Awaitable, Callable, Sequence

import faust
from faust.types import StreamT

from schemas.message import Message
from sinks.topics import publish
from streams.agents.publish import Publish
from streams.failfast import fatal, or_die
from streams.metrics import WorkerMetrics
from streams.transport import Chunk, chunks, producer_of


def add_agent(
    app: faust.App, name: str, topics: Sequence[str], take: Callable[[Chunk], Awaitable[None]]
) -> None:
    """An agent on these topics; what it raises ends the process."""

    async def run(stream: StreamT[Chunk]) -> None:
        async for chunk in chunks(stream):
            await take(chunk)

    run.__name__ = name
    app.agent(app.topic(*topics), name=name)(fatal(run))


def add_task(app: faust.App, name: str, run: Callable[[], Awaitable[None]]) -> None:
    """Something to run beside the agents until the app stops; what it raises ends the process."""

    async def task() -> None:
        await or_die(name, run())

    task.__name__ = name
    app.task(task)


def publisher_of(app: faust.App) -> Publish:
    """How agents send: each message is confirmed by Kafka when it returns."""

    async def send(messages: Sequence[Message]) -> None:
        await publish(producer_of(app), messages)

    return send


def count_rebalances(app: faust.App, metrics: WorkerMetrics) -> None:
    """Each time that partitions were assigned."""

    async def count(*_: object, **__: object) -> None:
        metrics.rebalances.inc()

    app.on_partitions_assigned.connect(count, weak=False)
