"""Columns of a file that people name on the command line, and what is told of its rows."""

from collections.abc import Collection, Sequence
from pathlib import Path

from schemas.toml_source import Mistake, close, nearest
from streams.cli.errors import CONFIGURATION, CommandError
from streams.cli.output import print_error
from streams.replay.mapping import FIELDS
from streams.replay.reports import Forming
from streams.replay.rows import Renamed


def renamed(pairs: Sequence[str]) -> Renamed:
    """What `--map` says. Raises `CommandError`."""
    found = {}
    for pair in pairs:
        column, equals, name = pair.partition("=")
        if not (equals and column and name):
            raise CommandError(f"--map: {pair!r} is not COLUMN=FIELD", CONFIGURATION)
        found[column.strip()] = name.strip()
    return found


def no_column(file: Path, name: str, columns: Collection[str], known: Collection[str] = FIELDS) -> Mistake:
    """`--map` names a column that the file does not have."""
    return Mistake(file, 1, f"--map: no column {name!r}; {like(name, columns, known)}")


def like(name: str, columns: Collection[str], known: Collection[str]) -> str:
    """Which column may be meant. They are listed only if one is known: else it may be a row of a citizen."""
    if any(column in known for column in columns):
        return nearest(name, columns)
    return close(name, columns) or "does the first line name the columns?"


def say_what_is_added(file: Path, formed: Forming) -> None:
    """What rows did not say themselves."""
    if formed.without_offset:
        print_error(f"{formed.without_offset} times without offset are taken for {formed.zone.key} (--zone)")
    if formed.without_id:
        print_error(f"{formed.without_id} rows without id get one of {file.name} and their content")
