"""What a dashboard is, whoever draws it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LINE_WIDTH = 24
"""Panels of a line are so wide together."""

GOOD, WARNING, BAD, QUIET = "green", "orange", "red", "text"


class Kind(StrEnum):
    """How a panel shows its figures: over time, or as they are now."""

    LINES = "lines"
    STACK = "stack"
    HEAT = "heat"
    VALUES = "values"
    BARS = "bars"


NOW = frozenset({Kind.VALUES, Kind.BARS})


@dataclass(frozen=True, slots=True)
class Query:
    """PromQL and how each series of it is named; `{{label}}` stands for a label's value."""

    expr: str
    legend: str
    exemplars: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """How one series is shown that has a name of its own."""

    colour: str | None = None
    title: str | None = None
    unit: str | None = None
    """Given, it has an axis of its own."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Where good ends: colours from each value on, and the first from below."""

    steps: tuple[tuple[float | None, str], ...]


NO_MARKS = Marks(((None, QUIET),))


def bad_from(bad: float, warning: float | None = None) -> Marks:
    """Low is good."""
    middle = () if warning is None else ((warning, WARNING),)
    return Marks(((None, GOOD), *middle, (bad, BAD)))


def bad_below(bad: float, warning: float | None = None) -> Marks:
    """High is good: bad below the one, good from the other on."""
    if warning is None:
        return Marks(((None, BAD), (bad, GOOD)))
    return Marks(((None, BAD), (bad, WARNING), (warning, GOOD)))


@dataclass(frozen=True, slots=True)
class Panel:
    """One question and its answer. `text` says in a sentence what is good and what is bad.

    `unit` is one of Grafana's; `alerts` are those whose marks the panel shows; `looks` are by a
    series' name.
    """

    title: str
    text: str
    queries: tuple[Query, ...]
    unit: str
    kind: Kind = Kind.LINES
    width: int = 8
    marks: Marks = NO_MARKS
    alerts: tuple[str, ...] = ()
    looks: Mapping[str, Look] = field(default_factory=dict)
    decimals: int | None = None
    largest: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Panels under one heading."""

    title: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """What a reader may choose, several or all: the values that a label of a metric has."""

    name: str
    title: str
    metric: str
    label: str


@dataclass(frozen=True, slots=True)
class Board:
    """A dashboard. Its file and its address in Grafana are named by `id`."""

    id: str
    title: str
    text: str
    rows: tuple[Row, ...]
    variables: tuple[Variable, ...] = ()
    since: str = "now-3h"
    every_word: str = "All"
    """The word for a choice of all."""


CHANNEL = Variable("channel", "Channel", "sinergi_reports_classified_total", "channel")


def instance_of(job: str) -> Variable:
    """One process of several that do the same."""
    return Variable("instance", "Instance", f'up{{job="{job}"}}', "instance")
