"""A worker process for the contract tests: says on stdout what it takes and finishes.

Arguments: group, topics by commas, what the agent does (finish, raise, return, deafen, or seconds a chunk
takes) and what the owner claims (none, fail, or an offset).
"""

import asyncio
import sys

import faust
from faust.types import TP

from streams import failfast
from streams.logs import configured
from streams.settings import LogSettings
from streams.settings.source import load_settings
from streams.transport import Chunk, chunks, consumer_of, own
from streams.workers.app import make_app, run_worker


class FixedOwner:
    def __init__(self, claim: str) -> None:
        self._claim = claim

    async def claim(self, partitions: frozenset[TP]) -> dict[TP, int | None]:
        if self._claim == "fail":
            raise ConnectionError("the store is away")
        return dict.fromkeys(partitions, int(self._claim))


async def make() -> faust.App:
    group, topics, action, claim = sys.argv[1:]
    app = make_app(group, load_settings())
    if claim != "none":
        own(app, FixedOwner(claim))

    async def work(stream: faust.StreamT) -> None:
        async for chunk in chunks(stream):
            say("took", chunk)
            if action == "return":
                return
            if action == "raise":
                raise ValueError("a fault in the agent")
            if action == "deafen":
                deafen(app)
            elif action != "finish":
                await asyncio.sleep(float(action))
            chunk.finish()
            say("finished", chunk)
            say_owned(app)

    for topic in topics.split(","):
        agent = app.topic(topic)
        app.agent(agent, name=f"{group}-{topic}")(failfast.fatal(work))

    return app


def deafen(app: faust.App) -> None:
    """Let aiokafka fetch no more, and everything else go on."""
    thread = consumer_of(app)._thread
    thread.thread_loop.call_soon_threadsafe(thread._ensure_consumer()._fetcher.error_future.cancel)


def say(what: str, chunk: Chunk) -> None:
    print(what, chunk.topic, chunk.partition, chunk.records[0].offset, chunk.next_offset, flush=True)  # noqa: T201


def say_owned(app: faust.App) -> None:
    owned = sorted(f"{tp.topic}:{tp.partition}" for tp in consumer_of(app).assigned() or ())
    print("owns", *owned, flush=True)  # noqa: T201


def main() -> None:
    with configured("contract", LogSettings(format="json")):
        run_worker(make)
