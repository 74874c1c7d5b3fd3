"""Stock Faust with `take_events`. What an exception meets is acknowledged all the same: may lose."""

from tests.bench.engine.faust_stock import Written, run, stock_app
from tests.bench.engine.job import Job


def main(job: Job) -> None:
    app, written = stock_app(job), Written(job)

    @app.agent(app.topic(job.reads))
    async def decide(stream) -> None:
        async for events in stream.take_events(job.batch, within=job.gather_s):
            await written.write(events)

    run(app)


if __name__ == "__main__":
    main(Job.begun())
