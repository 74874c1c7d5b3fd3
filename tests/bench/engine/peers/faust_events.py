"""Stock Faust, event by event: a transaction and a confirmed decision for each. May lose at an exception."""

from tests.bench.engine.faust_stock import Written, run, stock_app
from tests.bench.engine.job import Job


def main(job: Job) -> None:
    app, written = stock_app(job), Written(job)

    @app.agent(app.topic(job.reads))
    async def decide(stream) -> None:
        async for event in stream.events():
            await written.write([event])

    run(app)


if __name__ == "__main__":
    main(Job.begun())
