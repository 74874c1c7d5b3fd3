"""CSV files with known answers, for the commands that train and evaluate."""

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from schemas.toml_source import Mistake, Mistakes, nearest

_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-\d{2}")


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """The cells of one row by column; `line` is its last line in the file."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def number(self, column: str, *, low: float, high: float) -> float:
        """A cell as a number within bounds. Raises `Mistakes`."""
        cell = self.cells[column]
        try:
            value = float(cell)
        except ValueError:
            raise self.mistake(column, f"{cell!r} is no number") from None
        if not low <= value <= high:
            raise self.mistake(column, f"{cell} is not between {low:g} and {high:g}")
        return value

    def month(self, column: str) -> str:
        """A cell that begins with a date, as `yyyy-mm`; empty if it is. Raises `Mistakes`."""
        cell = self.cells[column]
        if cell and not _DATE.match(cell):
            raise self.mistake(column, f"{cell!r} is no date like 2026-11-24")
        return cell[:7]

    def filled(self, column: str) -> str:
        """A cell that must not be empty. Raises `Mistakes`."""
        if not self.cells[column]:
            raise self.mistake(column, "is empty")
        return self.cells[column]

    def moment(self, column: str) -> float:
        """A cell that holds a date and time with its offset, in epoch seconds. Raises `Mistakes`."""
        cell = self.cells[column]
        try:
            return epoch_s(cell)
        except ValueError as error:
            raise self.mistake(column, f"{cell!r} {error}") from None

    def mistake(self, column: str, message: str) -> Mistakes:
        """What is wrong in a cell, at its line and column."""
        return Mistakes([Mistake(self.path, self.line, f"{column}: {message}")])


def epoch_s(moment: str) -> float:
    """A date and time with its offset, in epoch seconds. Raises ValueError, which says what it is not."""
    try:
        found = datetime.fromisoformat(moment)
    except ValueError as error:
        raise ValueError("is no time like 2026-11-24T08:30:00+07:00") from error
    if found.tzinfo is None:
        raise ValueError("has no offset like +07:00")
    return found.timestamp()


def labelled(path: Path, needed: Collection[str], optional: Collection[str] = ()) -> Iterator[LabelledRow]:
    """The rows. A file without an `optional` column has it empty. Raises `Mistakes`."""
    try:
        reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
        header = next(reader, [])
        _check_header(path, header, needed)
        blank = dict.fromkeys(optional, "")
        for cells in reader:
            if cells:
                line = reader.line_num
                yield LabelledRow(path, line, _cells(path, line, header, cells, blank))
    except csv.Error as error:
        raise Mistakes([Mistake(path, reader.line_num, f"is not CSV: {error}")]) from error


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise Mistakes([Mistake(path, 1, f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Mistakes([Mistake(path, line, f"is not UTF-8: {error.reason}")]) from error


def _check_header(path: Path, header: list[str], needed: Collection[str]) -> None:
    if missing := [name for name in needed if name not in header]:
        raise Mistakes([Mistake(path, 1, f"no column '{name}'; {nearest(name, header)}") for name in missing])


def _cells(
    path: Path, line: int, header: list[str], cells: list[str], blank: dict[str, str]
) -> dict[str, str]:
    if len(cells) != len(header):
        raise Mistakes([Mistake(path, line, f"has {len(cells)} cells, the first line names {len(header)}")])
    return blank | dict(zip(header, cells, strict=True))
