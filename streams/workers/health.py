"""What a worker says of itself: /metrics, /healthz/live, /healthz/ready."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import faust
from faust.types import TP
from faust.web import Request, Response, View

from streams.metrics import Metrics
from streams.transport import consumer_of

STALLED_S = 60.0
"""A worker with records to read that finishes none for so long should be restarted."""


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


def add_pages(app: faust.App, metrics: Metrics) -> None:
    """Add the pages to the worker's web server."""
    progress = Progress()
    shown: frozenset[TP] = frozenset()

    async def metrics_page(view: View, request: Request) -> Response:
        nonlocal shown
        shown = _show_owned(metrics, consumer_of(app).assigned() or frozenset(), shown)
        body, content_type = metrics.page(request.headers.get("Accept", ""))
        return view.bytes(body, headers={"Content-Type": content_type})

    async def live(view: View, _request: Request) -> Response:
        consumer = consumer_of(app)
        lag = sum(consumer.lags().values())
        stalled_s = progress.stalled_s(consumer.ledger.next_offsets(), lag, time.monotonic())
        status = 200 if stalled_s < STALLED_S else 503
        return view.json({"live": status == 200, "lag": lag, "stalled_s": round(stalled_s, 1)}, status=status)

    async def ready(view: View, _request: Request) -> Response:
        assigned = consumer_of(app).assigned()
        partitions = sorted(f"{tp.topic}/{tp.partition}" for tp in assigned or ())
        status = 200 if assigned is not None else 503
        return view.json({"ready": status == 200, "partitions": partitions}, status=status)

    for path, handler in (("/metrics", metrics_page), ("/healthz/live", live), ("/healthz/ready", ready)):
        app.page(path)(handler)


def _show_owned(metrics: Metrics, owned: frozenset[TP], shown: frozenset[TP]) -> frozenset[TP]:
    """Hundreds of partitions are the same at almost every scrape."""
    if owned != shown:
        metrics.owned.clear()
        for tp in owned:
            metrics.owned.labels(tp.topic, tp.partition).set(1)
    return owned
