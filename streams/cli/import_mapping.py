"""The mapping of a batch: a file, what `--map` adds, and whether both fit the catalog and the batch."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from schemas.toml_source import Mistake, Mistakes, TomlSource, close, read_toml
from streams.cli.columns import like, no_column, renamed
from streams.cli.errors import CONFIGURATION, CommandError
from streams.cli.output import print_error
from streams.replay.batch import HIDDEN
from streams.replay.mapping import FIELDS, ColumnMapping, faults_of, not_taken, not_there
from streams.replay.rows import Layout, Renamed

_NAMED = 12
_LONG_NUMBER = re.compile(r"\d{6}")


@dataclass(frozen=True, slots=True)
class SourcedMapping:
    """A mapping, and who said what of it."""

    mapping: ColumnMapping
    source: TomlSource | None
    options: Renamed

    def layout(self, sheet: str | None, header_line: int | None) -> Layout:
        """What the command line says goes before what the file says."""
        there = self.mapping.layout
        return Layout(sheet or there.sheet, header_line or there.header_line)

    def check(self, file: Path, columns: Collection[str]) -> None:
        """Say which columns are left out. Raises `Mistakes` where the batch does not have what is named."""
        wrong = [self._absent(file, at, column, columns) for at, column in not_there(self.mapping, columns)]
        if not wrong and not any(column in columns for column in self._known()):
            hint = "say which is what with --map COLUMN=FIELD or --mapping FILE"
            wrong = [Mistake(file, 1, f"no column is called like a field of a report; {hint}")]
        if wrong:
            raise Mistakes(wrong)
        if left := not_taken(self.mapping, columns):
            print_error(f"columns that are not taken: {_listed(left)}")

    def _known(self) -> set[str]:
        return {column for _, column in self.mapping.named()} | FIELDS

    def _absent(self, file: Path, at: tuple[str, ...], column: str, columns: Collection[str]) -> Mistake:
        known = self._known()
        if self.source is None or column in self.options:
            return no_column(file, column, columns, known)
        return self.source.mistake(
            at, f"{file.name} has no column {column!r}; {like(column, columns, known)}"
        )


def mapping_of(path: Path | None, pairs: Sequence[str], categories: Collection[str]) -> SourcedMapping:
    """The mapping of a command. Raises `Mistakes`, `CommandError`."""
    options = renamed(pairs)
    source = read_toml(path) if path else None
    written = _read(source) if source else ColumnMapping()
    mapping = written.model_copy(update={"columns": {**written.columns, **options}})
    wrong = list(faults_of(written, categories))
    if source and wrong:
        raise Mistakes(
            [source.mistake(location, f"{'.'.join(location)}: {what}") for location, what in wrong]
        )
    if added := list(faults_of(ColumnMapping(columns=options), categories)):
        raise CommandError(f"--map: {added[0][1]}", CONFIGURATION)
    return SourcedMapping(mapping, source, options)


def _read(source: TomlSource) -> ColumnMapping:
    try:
        return ColumnMapping.model_validate(source.content)
    except ValidationError as error:
        raise Mistakes(source.explain(error)) from error


def _listed(columns: Sequence[str]) -> str:
    names = (HIDDEN if _LONG_NUMBER.search(column) else column for column in columns[:_NAMED])
    hints = ((name, close(name, FIELDS)) for name in names)
    named = ", ".join(f"{column!r} ({hint})" if hint else repr(column) for column, hint in hints)
    return f"{named} and {len(columns) - _NAMED} more" if len(columns) > _NAMED else named
