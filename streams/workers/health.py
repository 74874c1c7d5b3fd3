"""What a worker of Faust's says of itself on its pages."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import faust
from faust.types import TP

from streams.metrics import WorkerMetrics
from streams.settings import WebSettings
from streams.transport import consumer_of
from streams.workers.pages import Answer, gets_on, pages


@dataclass(slots=True)
class Progress:
    """Whether a worker gets on; told of its offsets at each probe."""

    since_s: float = 0.0
    offsets: Mapping[TP, int] = field(default_factory=dict)

    def stalled_s(self, offsets: Mapping[TP, int], lag: int, now_s: float) -> float:
        """Seconds since there was lag and nothing was finished; 0 while it gets on."""
        if offsets != self.offsets or lag == 0:
            self.offsets, self.since_s = dict(offsets), now_s
        return now_s - self.since_s


async def add_pages(app: faust.App, settings: WebSettings, metrics: WorkerMetrics) -> None:
    """Serve them from now on until the worker stops. Raises OSError if the port is taken."""
    progress = Progress()
    shown: frozenset[TP] = frozenset()

    async def show_owned() -> None:
        nonlocal shown
        shown = _show_owned(metrics, consumer_of(app).assigned() or frozenset(), shown)

    def live() -> Answer:
        consumer = consumer_of(app)
        lag = sum(consumer.lags().values())
        stalled_s = progress.stalled_s(consumer.ledger.next_offsets(), lag, time.monotonic())
        return gets_on(stalled_s, lag=lag)

    def ready() -> Answer:
        assigned = consumer_of(app).assigned()
        partitions = sorted(f"{tp.topic}/{tp.partition}" for tp in assigned or ())
        return Answer(assigned is not None, {"partitions": partitions})

    await app.add_async_context(pages(settings, metrics, live=live, ready=ready, refresh=show_owned))


def _show_owned(metrics: WorkerMetrics, owned: frozenset[TP], shown: frozenset[TP]) -> frozenset[TP]:
    """Hundreds of partitions are the same at almost every scrape."""
    if owned != shown:
        metrics.owned.clear()
        for tp in owned:
            metrics.owned.labels(tp.topic, tp.partition).set(1)
    return owned
