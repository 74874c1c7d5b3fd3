"""Rows of a CSV or JSON lines file, as they stand there."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from schemas.toml_source import Mistake, Mistakes

Fields: TypeAlias = dict[str, object]

CSV = frozenset({".csv"})
JSON_LINES = frozenset({".jsonl", ".ndjson"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `raw` is its line where the line says exactly what `fields` say; a line that is no
    JSON object has no fields and is sent as it is, for the product to refuse.
    """

    line: int
    fields: Fields | None
    raw: bytes | None = None


def read(path: Path) -> Iterator[Row]:
    """The rows in order. Raises `Mistakes` where the file cannot be read as what its name says."""
    kind = path.suffix.lower()
    if kind not in CSV | JSON_LINES:
        names = ", ".join(sorted(CSV | JSON_LINES))
        raise Mistakes([Mistake(path, 1, f"is of no known kind; the name must end in one of {names}")])
    try:
        yield from _csv(path) if kind in CSV else _json_lines(path)
    except OSError as error:
        raise Mistakes([Mistake(path, 1, f"cannot be read: {error.strerror}")]) from error


def _json_lines(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        for number, ended in enumerate(file, 1):
            line = ended.strip()
            if line:
                yield Row(number, _object(line), line)


def _object(line: bytes) -> Fields | None:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _csv(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        lines = _decoded(path, file)
        header = next(lines, "")
        # Spreadsheets with Indonesian settings write semicolons.
        delimiter = ";" if header.count(";") > header.count(",") else ","
        reader = csv.reader(chain([header], lines), delimiter=delimiter, strict=True)
        try:
            names = _header(path, next(reader, []))
            for cells in reader:
                if cells:
                    yield Row(reader.line_num, _cells(path, reader.line_num, names, cells))
        except csv.Error as error:
            raise Mistakes([Mistake(path, reader.line_num, f"is not CSV: {error}")]) from error


def _decoded(path: Path, file: Iterable[bytes]) -> Iterator[str]:
    for number, line in enumerate(file, 1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise Mistakes([Mistake(path, number, f"is not UTF-8: {error.reason}")]) from error


def _header(path: Path, cells: list[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    if not names or not all(names) or len(set(names)) < len(names):
        raise Mistakes([Mistake(path, 1, "the first line must name every column, each differently")])
    return names


def _cells(path: Path, line: int, names: list[str], cells: list[str]) -> Fields:
    if len(cells) > len(names):
        raise Mistakes([Mistake(path, line, f"has {len(cells)} cells, the first line names {len(names)}")])
    return {name: cell for name, cell in zip(names, cells, strict=False) if cell.strip()}
