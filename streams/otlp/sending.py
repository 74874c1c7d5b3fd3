"""Tracing as the settings want it, for as long as a process runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from streams.connections import NotReadyError
from streams.metrics import TracedMetrics
from streams.settings import TracingSettings
from streams.tracing import OFF, Tracing


@contextmanager
def traced(settings: TracingSettings, process: str, metrics: TracedMetrics) -> Iterator[Tracing]:
    """Raises `NotReadyError` where a collector is named and the packages for it are not there."""
    if settings.endpoint is None:
        yield OFF
        return
    try:
        from streams.otlp import Collector  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise NotReadyError(
            f"tracing.endpoint is set and what it needs is missing ({error}): pip install 'sinergi[tracing]'"
        ) from error
    collector = Collector(settings.url, process, metrics.traced)
    try:
        yield Tracing(settings.sample, collector.take)
    finally:
        collector.close()
