"""Figures as CSV (RFC 4180), and what they mean as another: programs read the one, and people both."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from io import StringIO
from typing import TypeAlias

from streams.core.spreadsheet import harmless
from streams.council.definitions import Definition, definitions
from streams.council.figures import Row
from streams.council.hearing import Hearing

Cell: TypeAlias = str | int | float | None
DIGITS = 6


def answers_csv(rows: Iterable[Row], names: Mapping[str, str]) -> str:
    """A row each; `names` are those of the groups."""
    labelled = ({**asdict(row), "group": names.get(row.group, row.group)} for row in rows)
    return _written(definitions().answers, labelled)


def hearing_csv(kelurahan: Iterable[Hearing], names: Mapping[str, str]) -> str:
    """A row each; `names` are those of the kelurahan."""
    labelled = ({**asdict(one), "kelurahan": names.get(one.kelurahan, one.kelurahan)} for one in kelurahan)
    return _written(definitions().hearing, labelled)


def definitions_csv(defined: Mapping[str, Definition], more: Iterable[str] = ()) -> str:
    """What each column means, and what is assumed."""
    rows = [("Kolom", "Arti"), *((one.label, one.means) for one in defined.values())]
    return _lines([*rows, *(("Catatan", line) for line in more)])


def _written(defined: Mapping[str, Definition], rows: Iterable[Mapping[str, Cell]]) -> str:
    return _lines(
        [[one.label for one in defined.values()], *([_cell(row[name]) for name in defined] for row in rows)]
    )


def _cell(value: Cell) -> Cell:
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    return harmless(str(value)) if isinstance(value, str) else value


def _lines(rows: Iterable[Iterable[Cell]]) -> str:
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()
