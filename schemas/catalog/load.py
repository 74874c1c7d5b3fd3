"""Reads the whole catalog and shows everything that is wrong with it at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from schemas.catalog import (
    check,
    check_agencies,
    check_messages,
    check_no_report,
    check_promises,
    check_retention,
    check_urgency,
)
from schemas.catalog.hints import explain
from schemas.catalog.messages import Messages
from schemas.catalog.models import (
    UNKNOWN,
    Agency,
    Catalog,
    Category,
    Channel,
    City,
    Kecamatan,
    Kelurahan,
    Landmark,
)
from schemas.catalog.no_report import NoReport
from schemas.catalog.urgency import UrgencyRules
from schemas.toml_source import Mistake, Mistakes, TomlSource, read_toml

Entry = TypeVar("Entry", bound=BaseModel)

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")


def load(folder: Path | None = None) -> Catalog:
    """The catalog in `folder`, or the one of Kota Bekasi. Raises `Mistakes`."""
    folder = folder or Path(__file__).parent
    read = _read(folder)
    if mistakes := [*_mistakes_in_each(read), *_mistakes_between(read, folder)]:
        raise Mistakes(mistakes)
    return Catalog(
        city=read.city.entries["city"],
        urgency=read.urgency.entries["urgency"],
        no_report=read.no_report.entries["no_report"],
        messages=read.messages.entries["messages"],
        channels=read.channels.entries,
        agencies=read.agencies.entries,
        categories=read.categories.entries,
        kecamatan=read.kecamatan.entries,
        kelurahan=read.kelurahan.entries,
        landmarks=read.landmarks.entries,
    )


@dataclass(slots=True)
class _Kind(Generic[Entry]):
    """What was read of one kind. `ids` also holds the entries with mistakes: to name those is none."""

    ids: set[str] = field(default_factory=set)
    entries: dict[str, Entry] = field(default_factory=dict)
    sources: dict[str, TomlSource] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether every file could be read: what seems missing may be in one that could not."""
        return not self.mistakes

    def __iter__(self) -> Iterator[tuple[TomlSource, Entry]]:
        return ((self.sources[id], entry) for id, entry in self.entries.items())

    def add(self, id: str, path: Path, model: type[Entry], content: dict[str, object]) -> None:
        """Read `path` into an entry; `content` is what the file does not say itself."""
        self.ids.add(id)
        try:
            source = read_toml(path)
        except Mistakes as mistakes:
            self.mistakes += mistakes.mistakes
            return
        for key in content.keys() & source.content.keys():
            self.mistakes.append(source.mistake((key,), f"{key}: the file name says it already"))
        try:
            self.entries[id] = model.model_validate(source.content | content)
            self.sources[id] = source
        except ValidationError as error:
            self.mistakes += explain(source, model, error)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of all kinds."""

    city: _Kind[City]
    urgency: _Kind[UrgencyRules]
    no_report: _Kind[NoReport]
    messages: _Kind[Messages]
    channels: _Kind[Channel]
    agencies: _Kind[Agency]
    categories: _Kind[Category]
    kecamatan: _Kind[Kecamatan]
    kelurahan: _Kind[Kelurahan]
    landmarks: _Kind[Landmark]


def _read(folder: Path) -> _Read:
    return _Read(
        city=_read_file(folder / "city.toml", City),
        urgency=_read_file(folder / "urgency.toml", UrgencyRules),
        no_report=_read_file(folder / "no_report.toml", NoReport),
        messages=_read_file(folder / "messages.toml", Messages),
        channels=_read_kind(folder / "channels", Channel),
        agencies=_read_kind(folder / "agencies", Agency),
        categories=_read_kind(folder / "categories", Category),
        kecamatan=_read_kind(folder / "areas" / "kecamatan", Kecamatan),
        kelurahan=_read_kind(folder / "areas" / "kelurahan", Kelurahan),
        landmarks=_read_kind(folder / "areas" / "landmarks", Landmark, optional=True),
    )


def _mistakes_in_each(read: _Read) -> Iterator[Mistake]:
    """What is wrong with an entry, whatever the others say."""
    for name in _Read.__dataclass_fields__:
        yield from getattr(read, name).mistakes
    for source, city in read.city:
        yield from check.city(source, city)
        yield from check_promises.city(source, city)
        yield from check_retention.city(source, city.retention)
    for source, no_report in read.no_report:
        yield from check_no_report.no_report(source, no_report)
    for source, messages in read.messages:
        yield from check_messages.messages(source, messages)
    for source, channel in read.channels:
        yield from check.channel(source, channel)
    for source, category in read.categories:
        yield from check_promises.category(source, category)
    yield from check.examples(read.categories.sources, read.categories.entries)


def _mistakes_between(read: _Read, folder: Path) -> Iterator[Mistake]:
    """What is wrong with what entries say of each other."""
    families = {family for _, city in read.city for family in city.families}
    areas = read.kelurahan.ids | read.kecamatan.ids
    for source, rules in read.urgency:
        yield from check_urgency.urgency(source, rules, read.categories.ids)
    for source, category in read.categories:
        yield from check.category(source, category, families, read.agencies.ids)
        yield from check_agencies.routes(source, category, read.agencies.entries)
    for source, agency in read.agencies:
        yield from check_agencies.offers(source, agency, read.categories.ids, areas)
        yield from check_agencies.planned(source, agency, areas)
        yield from check_agencies.private(source, agency, read.categories.entries)
    if read.agencies.whole:
        yield from check_agencies.operator(folder / "agencies", read.agencies.sources, read.agencies.entries)
    for source, ward in read.kelurahan:
        yield from check.kelurahan(source, ward, read.kecamatan.ids)
    for _, city in read.city:
        for kind in (read.channels, read.categories):
            yield from check_retention.shorter(kind.sources, kind.entries, city.retention)
    yield from check.landmarks(read.landmarks.sources, read.landmarks.entries, read.kelurahan.entries)
    if UNKNOWN not in read.categories.ids:
        path = folder / "categories" / f"{UNKNOWN}.toml"
        yield Mistake(path, 1, "is missing: every catalog has it")


def _read_file(path: Path, model: type[Entry]) -> _Kind[Entry]:
    """A kind of which there is one, in a file of its own."""
    kind: _Kind[Entry] = _Kind()
    kind.add(path.stem, path, model, {})
    return kind


def _read_kind(folder: Path, model: type[Entry], *, optional: bool = False) -> _Kind[Entry]:
    kind: _Kind[Entry] = _Kind()
    for path in sorted(folder.glob("*.toml")):
        if _ID.fullmatch(path.stem):
            kind.add(path.stem, path, model, {"id": path.stem})
        else:
            kind.mistakes.append(
                Mistake(path, 1, f"'{path.stem}' is no id: small letters, digits and _, at most 40")
            )
    if not (kind.ids or kind.mistakes or optional):
        kind.mistakes.append(Mistake(folder, 1, "holds no .toml file"))
    return kind
