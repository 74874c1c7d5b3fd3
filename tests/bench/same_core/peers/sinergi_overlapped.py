"""The same, but a chunk is decided in a thread while the one before is written."""

import sys

from streams.transport import Chunk
from tests.bench.same_core.ahead import Ahead
from tests.bench.same_core.peers.sinergi import Take, run
from tests.bench.same_core.stage import Send, Stage
from tests.bench.same_core.task import Task


def _overlapped(stage: Stage, send: Send) -> Take:
    ahead = Ahead(stage, send)

    async def take(chunk: Chunk) -> None:
        await ahead.take([record for part in chunk.parts for record in part.records], chunk.finish)

    return take


if __name__ == "__main__":
    sys.setswitchinterval(0.0002)
    run(Task.given(), _overlapped)
