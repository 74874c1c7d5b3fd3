"""Stock Faust, event by event: a transaction and confirmed messages for each. May lose at an exception."""

from tests.bench.engine.faust_stock import run, stock_app
from tests.bench.same_core.faust_records import Sender, record_of
from tests.bench.same_core.stage import Stage
from tests.bench.same_core.task import Task


def main(task: Task) -> None:
    stage = Stage(task)
    task.begin()
    app, sender = stock_app(task), Sender(task)

    @app.agent(app.topic(*task.reads))
    async def decide(stream) -> None:
        await stage.connected()
        async for event in stream.events():
            await stage.take([record_of(event)], sender.send)

    run(app)


if __name__ == "__main__":
    main(Task.given())
