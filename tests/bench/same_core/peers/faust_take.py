"""Stock Faust with `take_events`; a batch is decided in a thread while the one before is written.

May lose.
"""

import sys

from tests.bench.engine.faust_stock import run, stock_app
from tests.bench.same_core.ahead import Ahead
from tests.bench.same_core.faust_records import Sender, record_of
from tests.bench.same_core.stage import Stage
from tests.bench.same_core.task import Task


def main(task: Task) -> None:
    stage = Stage(task)
    task.begin()
    app, ahead = stock_app(task), Ahead(stage, Sender(task).send)

    @app.agent(app.topic(*task.reads))
    async def decide(stream) -> None:
        await stage.connected()
        async for events in stream.take_events(task.batch, within=task.gather_s):
            await ahead.take(list(map(record_of, events)), _nothing)

    run(app)


def _nothing() -> None:
    """Faust acknowledges events when it is asked for the next ones."""


if __name__ == "__main__":
    sys.setswitchinterval(0.0002)
    main(Task.given())
