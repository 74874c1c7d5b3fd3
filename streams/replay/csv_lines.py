"""Lines of cells of a CSV file, as whoever wrote it delimits them."""

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from schemas.toml_source import Mistake, Mistakes
from streams.replay.encoding import text_lines
from streams.replay.tables import Cells

DELIMITERS = (",", ";", "\t")
"""Spreadsheets with Indonesian settings write semicolons."""
NAMES_LENGTH = 100_000

_SAID = re.compile(r"sep=([,;\t|])\r?\n?")
_NOTHING = ' ,;\t"\r\n'
_QUOTED = re.compile(r'"[^"]*"')


def csv_lines(path: Path, file: Iterable[bytes], header_line: int | None) -> Iterator[Cells]:
    """Each with the number of its first line, since cells may go over several. Raises `Mistakes`."""
    lines = text_lines(path, file)
    first = next(lines, "")
    if said := _SAID.fullmatch(first):
        # The line is for Excel alone; an empty one in its place keeps the numbers.
        top, delimiter = ["\n"], said[1]
    else:
        top, delimiter = _delimited(chain([first], lines), header_line)
    yield from _numbered(path, chain(top, lines), delimiter)


def _delimited(lines: Iterator[str], header_line: int | None) -> tuple[list[str], str]:
    """The lines down to the names of the columns, and the delimiter that those have most of."""
    top: list[str] = []
    names = ""
    for line in lines:
        top.append(line)
        if len(top) < (header_line or 1) or not (names or line.strip(_NOTHING)):
            continue
        names += line
        if names.count('"') % 2 == 0 or len(names) > NAMES_LENGTH:
            break
    return top, max(DELIMITERS, key=_QUOTED.sub("", names).count)


def _numbered(path: Path, lines: Iterable[str], delimiter: str) -> Iterator[Cells]:
    reader, first = csv.reader(lines, delimiter=delimiter, strict=True), 1
    try:
        for cells in reader:
            yield first, cells
            first = reader.line_num + 1
    except csv.Error as error:
        raise Mistakes([Mistake(path, first, f"is not CSV: {error}")]) from error
