"""A worker as it runs, or without any figures: `python -m tests.bench.telemetry_worker ROLE [--without]`."""

import sys
from typing import Any

from streams.agents import desk, triage
from streams.settings.source import load_settings
from streams.workers import reports as worker


class Nothing:
    """Stands for all figures and for each of them: whatever is done with it does nothing."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def __getattr__(self, _name: str) -> Any:
        return self

    def __call__(self, *_: object, **__: object) -> Any:
        return self

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass


def main(role: str, *rest: str) -> None:
    if rest:
        worker.Metrics = Nothing  # type: ignore[assignment,misc]
        # Passages travel for the sake of figures and traces alone.
        triage.Passage = lambda *_: None  # type: ignore[assignment,misc]
        desk.passage_of = lambda _: None
    run = worker.run_triage if role == "triage" else worker.run_resolve
    run(load_settings())


if __name__ == "__main__":
    main(*sys.argv[1:])
