"""What figures are made of: a process's registry, the page that Prometheus reads, a watch for stages."""

import time
from collections import Counter as Tally
from collections.abc import Callable, Iterable
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import choose_encoder


class Registry:
    """The figures of one process; it says itself which process and version it is."""

    def __init__(self, process: str) -> None:
        self.registry = CollectorRegistry()
        self.gauge("build_info", "What runs here, always 1", "process", "version").labels(
            process, version("sinergi")
        ).set(1)

    def counter(self, name: str, text: str, *labels: str) -> Counter:
        """One that only grows; `_total` is added to its name."""
        return Counter(f"sinergi_{name}", text, labels, registry=self.registry)

    def gauge(self, name: str, text: str, *labels: str) -> Gauge:
        """One that goes up and down."""
        return Gauge(f"sinergi_{name}", text, labels, registry=self.registry)

    def histogram(self, name: str, text: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        """How values are distributed over buckets, each named by its upper end."""
        return Histogram(f"sinergi_{name}", text, labels, buckets=buckets, registry=self.registry)

    def add(self, counter: Counter, labels: Iterable[tuple[str, ...]]) -> None:
        """One more for each of these labels; counted first, since a labelled child costs a lookup."""
        for values, number in Tally(labels).items():
            counter.labels(*values).inc(number)

    def page(self, accept: str = "") -> tuple[bytes, str]:
        """The page and its content type; with exemplars for who asks for OpenMetrics in `accept`."""
        encode, content_type = choose_encoder(accept)
        return encode(self.registry), content_type


class Stages:
    """A watch for one batch: stages follow each other, so their times add up to the batch's.

    Two of them run: seconds that pass, and seconds that the thread spends on the processor. While a stage
    waits, the second counts what others do in the same thread.
    """

    def __init__(
        self,
        seconds: Histogram,
        cpu_seconds: Counter,
        clock: Callable[[], float] = time.perf_counter,
        cpu_clock: Callable[[], float] = time.thread_time,
    ) -> None:
        self._seconds = seconds
        self._cpu_seconds = cpu_seconds
        self._clock = clock
        self._cpu_clock = cpu_clock
        self._spent: dict[str, tuple[float, float]] = {}
        self._began = clock(), cpu_clock()

    def lap(self, stage: str) -> None:
        """All since the last lap was spent on this stage."""
        now = self._clock(), self._cpu_clock()
        spent = self._spent.get(stage, (0.0, 0.0))
        self._spent[stage] = (spent[0] + now[0] - self._began[0], spent[1] + now[1] - self._began[1])
        self._began = now

    def end(self) -> None:
        """The batch is done: show it."""
        for stage, (seconds, cpu_seconds) in self._spent.items():
            self._seconds.labels(stage).observe(seconds)
            self._cpu_seconds.labels(stage).inc(cpu_seconds)
