"""What stands in a file of reports, before anything is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self, TypeAlias

Fields: TypeAlias = dict[str, object]
Renamed: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `raw` is its line where the line says exactly what `fields` say; a line that is no
    JSON object has no fields and is sent as it is, for the product to refuse.

    `columns` are all that the file has for a row, empty cells too; only tables know them. A row with a
    `fault` cannot be read as its file's header has it.
    """

    line: int
    fields: Fields | None
    raw: bytes | None = None
    columns: tuple[str, ...] = ()
    fault: str | None = None

    def having(self, fields: Fields) -> Self:
        """The row with other fields; its line no longer says what they do, unless they are the same."""
        return replace(self, fields=fields, raw=self.raw if fields == self.fields else None)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where in a file the rows stand: on which sheet, below which line of names.

    Without them it is the only sheet that is shown, and the first line that is not empty.
    """

    sheet: str | None = None
    header_line: int | None = None


def rename(fields: Fields, renamed: Renamed) -> Fields:
    """Columns as fields. Raises ValueError when two columns give the same field."""
    found: Fields = {}
    for column, value in fields.items():
        name = renamed.get(column, column)
        if name in found:
            raise ValueError(f"two columns give the field {name!r}")
        found[name] = value
    return found
