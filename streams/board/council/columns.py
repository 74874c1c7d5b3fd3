"""The columns of the council's tables, and what their cells say."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from streams.council.definitions import definitions
from streams.council.figures import Row
from streams.council.words import UNKNOWN, count_words, share_words, time_words

Kind: TypeAlias = Literal["count", "time", "share"]
Better: TypeAlias = Literal["less", "more", "neither"]
ENOUGH = 20
"""Of fewer cases nothing is said to be better or worse."""
CLEARLY = 0.1
"""By such a part of itself a time must have changed."""
DEVIATIONS = 1.96
"""By so many standard deviations a share must have: by chance one in twenty does."""
_IN_HOURS = " (jam)"


@dataclass(frozen=True, slots=True)
class Column:
    """A figure of `Row`, what it counts of, and which way it gets better."""

    name: str
    kind: Kind
    of: str = "cases"
    better: Better = "neither"

    @property
    def label(self) -> str:
        """Its head; cells say whether it is hours or days."""
        return definitions().answers[self.name].label.removesuffix(_IN_HOURS)

    @property
    def means(self) -> str:
        """One sentence."""
        return definitions().answers[self.name].means

    @property
    def of_means(self) -> str:
        """What it is of, in one sentence; empty where that is all cases."""
        return "" if self.of == "cases" else definitions().answers[self.of].means

    def value(self, row: Row) -> float | None:
        """The figure itself; None if it is not known."""
        found: float | None = getattr(row, self.name)
        return found

    def words(self, row: Row) -> str:
        """The figure as people write it."""
        value = self.value(row)
        if value is None:
            return UNKNOWN
        match self.kind:
            case "count":
                return count_words(int(value))
            case "time":
                return time_words(value)
            case "share":
                return share_words(value)

    def many(self, row: Row) -> int:
        """Of how many it is."""
        found: int = getattr(row, self.of)
        return found


@dataclass(frozen=True, slots=True)
class Change:
    """From what it came, and whether that is better; `way` is the word for it."""

    way: Literal["naik", "turun", "tetap"]
    words: str
    verdict: Literal["membaik", "memburuk", ""]


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in words, to sort by (empty: not known), of how many (empty: said elsewhere), and before."""

    column: Column
    words: str
    sort: str
    of: str
    change: Change | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table."""

    id: str
    name: str
    cells: Sequence[Cell]


ANSWER = Column("answer_median_h", "time", better="less")
ANSWER_P90 = Column("answer_p90_h", "time", better="less")
ACCEPT_KEPT = Column("accept_kept", "share", "accept_promises", "more")
RESOLVE = Column("resolve_median_h", "time", better="less")
RESOLVE_P90 = Column("resolve_p90_h", "time", better="less")
RESOLVE_KEPT = Column("resolve_kept", "share", "resolve_promises", "more")
REOPENED = Column("reopened", "share", "resolved_once", "less")
REJECTED = Column("rejected", "share", "judged", "less")
RECURS = Column("recurs", "share", better="less")
BY_PARTNER = Column("by_partner", "share", "resolved")
CASES = Column("cases", "count")

COMPARED = (
    *(CASES, ANSWER, ANSWER_P90, ACCEPT_KEPT, RESOLVE, RESOLVE_P90, RESOLVE_KEPT, REOPENED, REJECTED),
    *(RECURS, BY_PARTNER),
)
ALL = (
    *(Column(name, "count") for name in ("cases", "reports", "voices", "open", "unanswered")),
    *(ANSWER, ANSWER_P90, ACCEPT_KEPT),
    *(Column(name, "count") for name in ("unresolved", "given_up")),
    *(RESOLVE, RESOLVE_P90, RESOLVE_KEPT, REOPENED, REJECTED, RECURS, BY_PARTNER),
)


def cells_of(columns: Sequence[Column], row: Row, earlier: Row | None = None) -> list[Cell]:
    """A cell of each; `earlier` is what it is compared with."""
    return [_cell(column, row, earlier) for column in columns]


def lines_of(
    columns: Sequence[Column], rows: Sequence[Row], names: Mapping[str, str], earlier: Sequence[Row] = ()
) -> list[Line]:
    """A line of each row, beside the row of the same group before."""
    known = {row.group: row for row in earlier}
    return [
        Line(
            row.group,
            names.get(row.group, row.group),
            cells_of(columns, row, known.get(row.group)),
        )
        for row in rows
    ]


def _cell(column: Column, row: Row, earlier: Row | None) -> Cell:
    value = column.value(row)
    return Cell(
        column,
        column.words(row),
        "" if value is None else f"{value:g}",
        "" if column.of == "cases" else count_words(column.many(row)),
        _change(column, row, earlier) if earlier else None,
    )


def _change(column: Column, row: Row, earlier: Row) -> Change | None:
    now, then = column.value(row), column.value(earlier)
    if now is None or then is None:
        return None
    words = column.words(earlier)
    if words == column.words(row):
        return Change("tetap", words, "")
    rose = now > then
    way: Literal["naik", "turun"] = "naik" if rose else "turun"
    if column.better == "neither" or not _is_clear(column, row, earlier, now, then):
        return Change(way, words, "")
    return Change(way, words, "membaik" if rose is (column.better == "more") else "memburuk")


def _is_clear(column: Column, row: Row, earlier: Row, now: float, then: float) -> bool:
    """Whether it is more than what chance makes of the same."""
    many, before = column.many(row), column.many(earlier)
    if min(many, before) < ENOUGH:
        return False
    if column.kind != "share":
        return abs(now - then) >= CLEARLY * then
    both = (now * many + then * before) / (many + before)
    return abs(now - then) > DEVIATIONS * math.sqrt(both * (1 - both) * (1 / many + 1 / before))
