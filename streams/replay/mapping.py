"""How the columns of a channel's files are fields of a report: one TOML file, kept with the channel. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from schemas.report import Report
from schemas.toml_source import nearest
from streams.replay.reports import NUMBERS
from streams.replay.rows import Fields, Layout, Row, rename

FIELDS = frozenset(Report.model_fields)
TIME = "reported_at"
_SAMPLE = datetime(2026, 11, 24, tzinfo=UTC)

Location: TypeAlias = tuple[str, ...]
Point: TypeAlias = tuple[Location, str]
"""Where in the file something is wrong, and what."""


def _date_format(text: str) -> str:
    try:
        read = datetime.strptime(_SAMPLE.strftime(text), text)  # noqa: DTZ007  (only the day is looked at)
    except (ValueError, re.error) as error:  # The latter where it names one part twice.
        raise ValueError(f"is no format: {error}") from error
    if read.date() != _SAMPLE.date():
        raise ValueError("must say year, month and day, like %d/%m/%Y %H:%M")
    return text


Words: TypeAlias = Mapping[str, Mapping[str, str]]


def _told_apart(values: Words) -> Words:
    for name, words in values.items():
        if len({_plain(word) for word in words}) < len(words):
            raise ValueError(f"{name}: two words differ only in case or spaces")
    return values


class ColumnMapping(BaseModel):
    """Columns that are named neither here nor like a field of a report are not taken."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: Annotated[Mapping[str, str], Field(description="column -> field")] = {}
    joined: Annotated[
        Mapping[str, tuple[str, ...]], Field(description="field -> columns that together give it")
    ] = {}
    kept: Annotated[tuple[str, ...], Field(description="columns that go along under their own name")] = ()
    constants: Annotated[
        Mapping[str, str | float], Field(description="field -> its value in rows that give none")
    ] = {}
    values: Annotated[
        Words,
        AfterValidator(_told_apart),
        Field(description="field -> word, in any case -> what we call it, or nothing"),
    ] = {}
    date_format: Annotated[
        str | None, AfterValidator(_date_format), Field(description="as Python's strptime has it")
    ] = None
    decimal: Annotated[Literal[".", ","], Field(description="decimal point of coordinates")] = "."
    sheet: str | None = None
    header_line: Annotated[int | None, Field(ge=1)] = None

    @cached_property
    def _words(self) -> Words:
        return {name: {_plain(word): id for word, id in words.items()} for name, words in self.values.items()}

    @property
    def layout(self) -> Layout:
        """Where the rows stand."""
        return Layout(self.sheet, self.header_line)

    def named(self) -> Iterator[tuple[Location, str]]:
        """Every column that is named, and where."""
        yield from ((("columns", column), column) for column in self.columns)
        yield from ((("joined", name), one) for name, columns in self.joined.items() for one in columns)
        yield from ((("kept",), column) for column in self.kept)

    def applied(self, row: Row) -> Row:
        """The row with fields of a report; one that cannot be has a fault."""
        if row.fields is None or row.fault is not None:
            return row
        try:
            fields = self._taken(row.fields)
        except ValueError as error:
            return Row(row.line, row.fields, columns=row.columns, fault=str(error))
        return row.having(self._completed(fields))

    def _taken(self, fields: Fields) -> Fields:
        known = FIELDS | self.columns.keys() | set(self.kept)
        taken = rename({name: value for name, value in fields.items() if name in known}, self.columns)
        for name, columns in self.joined.items():
            words = [str(fields[column]).strip() for column in columns if column in fields]
            if words and name in taken:
                raise ValueError(f"two columns give the field {name!r}")
            if words:
                taken[name] = " ".join(words)
        return taken

    def _completed(self, fields: Fields) -> Fields:
        found: Fields = {}
        for name, value in fields.items():
            ours = self._value(name, value) if isinstance(value, str) else value
            if ours != "" or value == "":
                found[name] = ours
        return dict(self.constants) | found

    def _value(self, name: str, value: str) -> str:
        value = self._words.get(name, {}).get(_plain(value), value)
        if name == TIME and self.date_format is not None:
            return _moment(value, self.date_format)
        return value.replace(",", ".") if name in NUMBERS and self.decimal == "," else value


def faults_of(mapping: ColumnMapping, categories: Collection[str]) -> Iterator[Point]:
    """What is wrong with a mapping whatever the file."""
    tables = {"joined": mapping.joined, "constants": mapping.constants, "values": mapping.values}
    by_column = ((("columns", column), name) for column, name in mapping.columns.items())
    by_field = (((table, name), name) for table, fields in tables.items() for name in fields)
    for location, name in chain(by_column, by_field):
        if name not in FIELDS:
            yield location, f"{name!r} is no field of a report; {nearest(name, FIELDS)}"
    constant = mapping.constants.get("category")
    if constant is not None and constant not in categories:
        yield ("constants", "category"), _no_category(str(constant), categories)
    for word, id in mapping.values.get("category", {}).items():
        if id and id not in categories:
            yield ("values", "category", word), _no_category(id, categories)


def not_there(mapping: ColumnMapping, columns: Collection[str]) -> Iterator[tuple[Location, str]]:
    """Columns that the mapping names and the file does not have."""
    return ((location, column) for location, column in mapping.named() if column not in columns)


def not_taken(mapping: ColumnMapping, columns: Collection[str]) -> list[str]:
    """Columns that the file has and the mapping leaves out."""
    named = {column for _, column in mapping.named()}
    return sorted(column for column in columns if column not in named | FIELDS)


def _no_category(id: str, categories: Collection[str]) -> str:
    return f"unknown category {id!r}; {nearest(id, categories)}"


def _plain(word: str) -> str:
    return " ".join(word.split()).casefold()


def _moment(text: str, date_format: str) -> str:
    """What is not written like that stays, for the product to refuse."""
    try:
        return datetime.strptime(text.strip(), date_format).isoformat()  # noqa: DTZ007  (the zone is added later)
    except ValueError:
        return text
