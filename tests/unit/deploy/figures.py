"""What processes tell Prometheus, and how others speak of it."""

import re
from dataclasses import dataclass

from streams.metrics import BoardMetrics, IntakeMetrics, Metrics, WebhookMetrics
from streams.watch.metrics import WatchMetrics

PROCESSES = {
    "triage": Metrics("triage"),
    "resolve": Metrics("resolve"),
    "webhooks": WebhookMetrics(),
    "intake": IntakeMetrics(),
    "board": BoardMetrics(),
    "watch": WatchMetrics(),
}
OF_PROMETHEUS = {"job", "instance", "le", "version"}
"""Labels that Prometheus adds, and that of `build_info`."""
_METRIC = re.compile(r"\b(sinergi_[a-z_]+)(?:\{([^}]*)\})?")
_KEPT = re.compile(r"\b(?:by|on) \(([^)]*)\)")
_MATCHER = re.compile(r'(\w+)(=~|!=|!~|=)"([^"]*)"')


@dataclass(frozen=True)
class Figure:
    """Of one process."""

    name: str
    type: str
    labels: frozenset[str]

    def series(self) -> set[str]:
        if self.type == "histogram":
            return {f"{self.name}_bucket", f"{self.name}_sum", f"{self.name}_count"}
        return {f"{self.name}_total" if self.type == "counter" else self.name}


def figures_of(process: str) -> list[Figure]:
    collectors = PROCESSES[process].registry._collector_to_names
    return [Figure(one._name, one._type, frozenset(one._labelnames)) for one in collectors]


FIGURES = {process: figures_of(process) for process in PROCESSES}


def mentioned(text: str) -> list[tuple[str, list[Figure]]]:
    """What a text or an expression asks for, each with the figures that it may mean."""
    return [(f"{series}{{{braces}}}", _meant(series, braces)) for series, braces in _METRIC.findall(text)]


def labels_kept(expr: str) -> set[str]:
    """Those by which it groups or matches."""
    return {label.strip() for group in _KEPT.findall(expr) for label in group.split(",") if label.strip()}


def _meant(series: str, braces: str) -> list[Figure]:
    matchers = _MATCHER.findall(braces)
    jobs = {value for label, sign, value in matchers if label == "job" and sign == "="} or PROCESSES.keys()
    named = {label for label, _, _ in matchers} - OF_PROMETHEUS
    return [one for job in jobs for one in FIGURES[job] if series in one.series() and named <= one.labels]
