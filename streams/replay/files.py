"""Rows of a CSV, JSON lines or spreadsheet file, as they stand there."""

import json
from collections.abc import Iterator
from pathlib import Path

from schemas.toml_source import Mistake, Mistakes
from streams.replay.csv_lines import csv_lines
from streams.replay.encoding import utf8_lines
from streams.replay.rows import Fields, Layout, Row
from streams.replay.sheets import sheet_lines
from streams.replay.tables import table

CSV = frozenset({".csv"})
JSON_LINES = frozenset({".jsonl", ".ndjson"})
SHEETS = frozenset({".xlsx", ".xls", ".ods"})


def read(path: Path) -> Iterator[Row]:
    """The rows in order. Raises `Mistakes` where the file cannot be read as what its name says."""
    for row in read_with_faults(path):
        if row.fault is not None:
            raise Mistakes([Mistake(path, row.line, row.fault)])
        yield row


def read_with_faults(path: Path, layout: Layout | None = None) -> Iterator[Row]:
    """The same, going on after a row that is not as the header has it."""
    kind, layout = path.suffix.lower(), layout or Layout()
    if kind not in CSV | JSON_LINES | SHEETS:
        names = ", ".join(sorted(CSV | JSON_LINES | SHEETS))
        raise Mistakes([Mistake(path, 1, f"is of no known kind; the name must end in one of {names}")])
    try:
        if kind in JSON_LINES:
            yield from _json_lines(path)
        elif kind in SHEETS:
            yield from table(path, sheet_lines(path, layout.sheet), layout.header_line)
        else:
            with path.open("rb") as file:
                yield from table(path, csv_lines(path, file, layout.header_line), layout.header_line)
    except OSError as error:
        raise Mistakes([Mistake(path, 1, f"cannot be read: {error.strerror}")]) from error


def has_cells(path: Path) -> bool:
    """Whether the values of its rows come as text, numbers among them."""
    return path.suffix.lower() not in JSON_LINES


def _json_lines(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        for number, ended in utf8_lines(path, file):
            line = ended.strip()
            if line:
                yield Row(number, _object(line), line)


def _object(line: bytes) -> Fields | None:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None
