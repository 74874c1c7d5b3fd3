"""Reads the whole catalog and shows everything that is wrong with it at once."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from schemas.catalog import check, check_no_report, check_urgency
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
    city = _read_file(folder / "city.toml", City)
    urgency = _read_file(folder / "urgency.toml", UrgencyRules)
    no_report = _read_file(folder / "no_report.toml", NoReport)
    messages = _read_file(folder / "messages.toml", Messages)
    channels = _read_kind(folder / "channels", Channel)
    agencies = _read_kind(folder / "agencies", Agency)
    categories = _read_kind(folder / "categories", Category)
    kecamatan = _read_kind(folder / "areas" / "kecamatan", Kecamatan)
    kelurahan = _read_kind(folder / "areas" / "kelurahan", Kelurahan)
    landmarks = _read_kind(folder / "areas" / "landmarks", Landmark, optional=True)

    kinds = (
        city,
        urgency,
        no_report,
        messages,
        channels,
        agencies,
        categories,
        kecamatan,
        kelurahan,
        landmarks,
    )
    mistakes = [mistake for kind in kinds for mistake in kind.mistakes]
    families = {family for entry in city.entries.values() for family in entry.families}
    for id, entry in city.entries.items():
        mistakes += check.city(city.sources[id], entry)
    for id, rules in urgency.entries.items():
        mistakes += check_urgency.urgency(urgency.sources[id], rules, categories.ids)
    for id, words in no_report.entries.items():
        mistakes += check_no_report.no_report(no_report.sources[id], words)
    for id, channel in channels.entries.items():
        mistakes += check.channel(channels.sources[id], channel)
    for id, category in categories.entries.items():
        mistakes += check.category(categories.sources[id], category, families, agencies.ids)
    for id, ward in kelurahan.entries.items():
        mistakes += check.kelurahan(kelurahan.sources[id], ward, kecamatan.ids)
    mistakes += check.landmarks(landmarks.sources, landmarks.entries, kelurahan.entries)
    if UNKNOWN not in categories.ids:
        mistakes.append(
            Mistake(folder / "categories" / f"{UNKNOWN}.toml", 1, "is missing: every catalog has it")
        )
    mistakes += check.examples(categories.sources, categories.entries)
    if mistakes:
        raise Mistakes(mistakes)

    return Catalog(
        city=city.entries["city"],
        urgency=urgency.entries["urgency"],
        no_report=no_report.entries["no_report"],
        messages=messages.entries["messages"],
        channels=channels.entries,
        agencies=agencies.entries,
        categories=categories.entries,
        kecamatan=kecamatan.entries,
        kelurahan=kelurahan.entries,
        landmarks=landmarks.entries,
    )


@dataclass(slots=True)
class _Kind(Generic[Entry]):
    """What was read of one kind. `ids` also holds the entries with mistakes: to name those is none."""

    ids: set[str] = field(default_factory=set)
    entries: dict[str, Entry] = field(default_factory=dict)
    sources: dict[str, TomlSource] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

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
