"""`python -m streams.replay.sheet_process FILE [SHEET]`: the lines of a spreadsheet as JSON, within bounds.

Each line is a list of cells as text. The last one says why the file was refused, or null.
"""

import json
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeAlias
from xml.parsers.expat import ExpatError

from streams.replay.sheet_cells import Broken, broken_cells

Cell: TypeAlias = int | float | str | bool | time | date | datetime | timedelta

MEMORY_BYTES = 1 << 30
CPU_S = 60
COLUMNS = 500
EXACT = 1 << 53
"""Above it a number of a spreadsheet no longer tells whole numbers apart, and is written as a rounded one."""


class RefusedError(Exception):
    """The file cannot be read, in words for the one who made it."""


def main(arguments: Sequence[str]) -> None:
    """Write all lines to stdout."""
    path, *sheet = arguments
    _bound(resource.RLIMIT_AS, MEMORY_BYTES)
    _bound(resource.RLIMIT_CPU, CPU_S)
    _bound(resource.RLIMIT_CORE, 0)
    refused = None
    try:
        for cells in _lines(path, sheet[0] if sheet else None):
            sys.stdout.write(f"{json.dumps(cells)}\n")
    except RefusedError as error:
        refused = str(error)
    except MemoryError:
        refused = f"takes more than {MEMORY_BYTES >> 20} MiB of memory to read"
    sys.stdout.write(f"{json.dumps({'refused': refused})}\n")


def _bound(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(what, (most, hard))


def _lines(path: str, sheet: str | None) -> Iterator[list[str]]:
    # Only this process needs the library, which belongs to an extra.
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum  # noqa: PLC0415

    try:
        with CalamineWorkbook.from_path(path) as book:
            shown = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
            name = _chosen(shown, book.sheet_names, sheet)
            opened = book.get_sheet_by_name(name)
            if opened.total_width > COLUMNS:
                raise RefusedError(f"has {opened.total_width} columns, at most {COLUMNS} are read")
            timed = {at for cells in opened.iter_rows() for at, one in enumerate(cells) if _is_timed(one)}
            lines = (
                [_text(one, timed=at in timed) for at, one in enumerate(cells)]
                for cells in opened.iter_rows()
            )
            yield from _with_broken(lines, _broken(path, name))
    except CalamineError as error:
        raise RefusedError(f"cannot be read as a spreadsheet: {error}") from error


def _broken(path: str, sheet: str) -> Broken:
    """Of an .xlsx alone; in the other kinds they stay empty."""
    if not path.lower().endswith(".xlsx"):
        return {}
    try:
        return broken_cells(path, sheet)
    except (ExpatError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise RefusedError(f"cannot be searched for errors in its cells: {error}") from error


def _with_broken(lines: Iterable[list[str]], broken: Broken) -> Iterator[list[str]]:
    last = 0
    for last, cells in enumerate(lines, 1):
        for column, what in broken.get(last, {}).items():
            cells.extend([""] * (column - len(cells)))
            cells[column - 1] = what
        yield cells
    if broken and max(broken) > last:
        what = f"has nothing but formulas without their values in line {max(broken)}"
        raise RefusedError(f"{what}; open it in a spreadsheet program and save it")


def _chosen(shown: Sequence[str], every: Sequence[str], sheet: str | None) -> str:
    if sheet is None and len(shown) == 1:
        return shown[0]
    if sheet in every:
        return str(sheet)
    names = ", ".join(map(repr, shown)) or "none that is shown"
    raise RefusedError(f"has no sheet {sheet!r}; there are {names}" if sheet else f"say which sheet: {names}")


def _is_timed(cell: Cell) -> bool:
    return isinstance(cell, datetime)


def _text(cell: Cell, *, timed: bool) -> str:
    """A cell as CSV would have it. Midnight in a column of dates and times is read as a date alone."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        if abs(cell) >= EXACT:
            return f"{cell:.15E}"
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime) or not isinstance(cell, date):
        return str(cell)
    return f"{cell} 00:00:00" if timed else str(cell)


if __name__ == "__main__":
    main(sys.argv[1:])
