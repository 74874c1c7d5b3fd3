"""Lines of cells -> rows, by the names in the header."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile
from pathlib import Path
from typing import TypeAlias

from schemas.toml_source import Mistake, Mistakes
from streams.replay.rows import Row

Cells: TypeAlias = tuple[int, Sequence[str]]
"""The number of a line, and what stands in it."""


def table(path: Path, lines: Iterable[Cells], header_line: int | None) -> Iterator[Row]:
    """The rows below the header, without those that are empty. Raises `Mistakes`."""
    filled: Iterator[Cells] = ((line, cells) for line, cells in lines if any(cell.strip() for cell in cells))
    if header_line is not None:
        filled = dropwhile(lambda numbered: numbered[0] < header_line, filled)
    header, cells = next(filled, (1, ()))
    names = _names(path, header, cells)
    columns = tuple(filter(None, names))
    for line, cells in filled:
        fields = {name: cell for name, cell in zip(names, cells, strict=False) if cell.strip()}
        yield Row(line, dict(fields), columns=columns, fault=_fault(names, cells, header))


def _names(path: Path, line: int, cells: Sequence[str]) -> list[str]:
    """Columns without a name may stand anywhere, as long as nothing stands in them."""
    names = [" ".join(cell.split()) for cell in cells]
    named = [name for name in names if name]
    if not named or len(set(named)) < len(named):
        raise Mistakes([Mistake(path, line, "the first line must name the columns, each differently")])
    return names


def _fault(names: Sequence[str], cells: Sequence[str], header: int) -> str | None:
    for column, cell in enumerate(cells):
        if cell.strip() and not (column < len(names) and names[column]):
            return f"has something in column {column + 1}, which line {header} does not name"
    return None
