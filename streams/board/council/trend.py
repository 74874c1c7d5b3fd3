"""How figures went from week to week: charts, drawn by the server as SVG."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from streams.board.council.columns import Column
from streams.board.council.weeks import day_words, week_id
from streams.council.figures import Row
from streams.council.words import DAY_H, IN_DAYS_H, count_words, number_words, share_words

WIDTH, HEIGHT = 400, 190
LEFT, RIGHT, TOP, BOTTOM = 46, 10, 12, 26
TICKS = 4
DAYS_SHOWN = 6
"""So many weeks have their day written below; more would touch each other."""

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A week of a line: where it is, and what it says."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure: stretches of weeks in which it is known, as points of a polyline."""

    label: str
    stretches: Sequence[str]
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over weeks, from `left` to `right`; `across` and `up` are where the axes are written on."""

    title: str
    lines: Sequence[Drawn]
    up: Sequence[tuple[float, str]]
    across: Sequence[tuple[float, str]]
    words: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


def chart_of(title: str, columns: Sequence[Column], weeks: Sequence[date], rows: Sequence[Row]) -> Chart:
    """`rows` are those of weeks; of a week without one nothing is known. Columns are of one kind."""
    of_week = {row.group: row for row in rows}
    told = [of_week.get(week_id(week)) for week in weeks]
    scale = _Scale.of(columns, [row for row in told if row])
    xs = [_x(number, len(weeks)) for number in range(len(weeks))]
    lines = [_drawn(column, weeks, xs, told, scale) for column in columns]
    every = math.ceil(len(weeks) / DAYS_SHOWN)
    across = [(x, day_words(week)) for x, week in [*zip(xs, weeks, strict=True)][::every]]
    return Chart(title, lines, scale.ticks(), across, f"{title}. {' '.join(map(_told, lines))}")


@dataclass(frozen=True, slots=True)
class _Scale:
    """Up to `most`, in steps that people count in, of hours `each`."""

    kind: str
    each: float
    step: float
    steps: int

    @classmethod
    def of(cls, columns: Sequence[Column], rows: Sequence[Row]) -> "_Scale":
        kind = columns[0].kind
        if kind == "share":
            return cls(kind, 1, 0.25, 4)
        most = max((column.value(row) or 0.0 for column in columns for row in rows), default=0.0)
        each = DAY_H if kind == "time" and most >= IN_DAYS_H else 1
        step = _step(most / each / TICKS, whole=kind == "count")
        return cls(kind, each, step, max(1, math.ceil(most / each / step)))

    def y(self, value: float) -> float:
        part = value / self.each / (self.step * self.steps)
        return round(HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM), 1)

    def ticks(self) -> list[tuple[float, str]]:
        return [
            (self.y(number * self.step * self.each), self._words(number * self.step))
            for number in range(self.steps + 1)
        ]

    def _words(self, at: float) -> str:
        if self.kind == "share":
            return share_words(at)
        number = number_words(at) if at % 1 else count_words(int(at))
        return number if self.kind == "count" else f"{number} {'hari' if self.each == DAY_H else 'jam'}"


def _step(least: float, *, whole: bool) -> float:
    """1, 2 or 5 of a power of ten, no less than that."""
    least = max(least, 1 if whole else 0.1)
    power: float = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least * 0.999)


def _drawn(
    column: Column, weeks: Sequence[date], xs: Sequence[float], told: Sequence[Row | None], scale: _Scale
) -> Drawn:
    marks: list[Mark] = []
    stretches: list[list[Mark]] = [[]]
    for week, x, row in zip(weeks, xs, told, strict=True):
        value = column.value(row) if row else None
        if row is None or value is None:
            stretches.append([])
            continue
        marks.append(Mark(x, scale.y(value), f"{day_words(week)}: {column.words(row)}"))
        stretches[-1].append(marks[-1])
    lines = [" ".join(f"{mark.x},{mark.y}" for mark in stretch) for stretch in stretches if len(stretch) > 1]
    return Drawn(column.label, lines, marks)


def _x(number: int, of: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * (number + 0.5) / of, 1)


def _told(line: Drawn) -> str:
    if not line.marks:
        return f"{line.label}: belum diketahui."
    return f"{line.label}: {line.marks[0].words}; {line.marks[-1].words}."
