"""Every name that a text may hold, and where it may be."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from schemas.catalog.models import Catalog
from streams.core.locate.area import Area, around
from streams.core.locate.markers import TITLES
from streams.core.locate.spelling import LONG, Dictionary, spelled
from streams.core.remembered import Remembered
from streams.core.words import words_of

Level = Literal["kelurahan", "landmark", "street", "kecamatan", "outside"]


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """One meaning of a name. There is one object of each, so that it is compared and hashed fast."""

    level: Level
    label: str
    areas: tuple[Area, ...]
    around: Area
    """A circle around all that count of its areas."""
    words: int
    """How many words it has as it was written."""
    common: bool
    """It is also an ordinary word, or one that streets of any estate bear."""


Meanings: TypeAlias = dict[Level, Name]


@dataclass(slots=True)
class Node:
    """What may follow the words so far, and what they mean if nothing does."""

    next: dict[str, "Node"] = field(default_factory=dict)
    meanings: Meanings = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All names, by their words."""

    root: Mapping[str, Node]
    meant: Mapping[str, str]
    """A word of a text -> the word by which it is compared; long ones are mended."""

    @classmethod
    def of(
        cls,
        catalog: Catalog,
        kelurahan: Mapping[str, Area],
        kecamatan: Mapping[str, Area],
        landmarks: Mapping[str, Area],
    ) -> "Gazetteer":
        """Index a catalog whose areas are known."""
        common = {tuple(read(name)) for name in catalog.city.common_names}
        root = Node()
        mended: set[str] = set()
        written: set[str] = set()
        for words, level, label, areas in (
            *_wards(catalog, kelurahan),
            *_districts(catalog, kecamatan),
            *_landmarks(catalog, landmarks),
            *_streets(catalog, kelurahan),
        ):
            is_common = (_core(words) if level == "street" else words) in common
            name = Name(level, label, areas, around(areas[:AREAS]), len(words), is_common)
            _add(root, words, name)
            written.update(words)
            if level in ("kelurahan", "kecamatan", "landmark") and not name.common:
                joined = "".join(words)
                if len(words) > 1 and len(joined) > LONG:
                    _add(root, (joined,), name)
                mended.add(joined)
        return cls(root.next, Remembered(Dictionary.of(mended, written).meant))

    def longest(self, words: Sequence[str], start: int) -> tuple[int, Meanings] | None:
        """The longest name that begins at `start`: where it ends and what it means."""
        found = None
        nodes = self.root
        for end in range(start, len(words)):
            node = nodes.get(words[end])
            if node is None:
                break
            if node.meanings:
                found = end + 1, node.meanings
            nodes = node.next
        return found


AREAS = 32
"""So many areas of one name are looked at; the rest would make it no clearer."""

BARE = 2
"""A road of one word needs "jalan" before it, unless it has an alias without."""

Entry: TypeAlias = tuple[tuple[str, ...], Level, str, tuple[Area, ...]]


def read(name: str) -> list[str]:
    """The words of a name as they are compared."""
    return list(map(spelled, words_of(name)))


def _add(root: Node, words: Iterable[str], name: Name) -> None:
    node = root
    for word in words:
        node = node.next.setdefault(word, Node())
    node.meanings.setdefault(name.level, name)


def _wards(catalog: Catalog, areas: Mapping[str, Area]) -> Iterator[Entry]:
    for ward in catalog.kelurahan.values():
        for spelling in (ward.name, *ward.aliases):
            yield tuple(read(spelling)), "kelurahan", ward.name, (areas[ward.id],)


def _districts(catalog: Catalog, areas: Mapping[str, Area]) -> Iterator[Entry]:
    for district in catalog.kecamatan.values():
        for spelling in (district.name, *district.aliases):
            yield tuple(read(spelling)), "kecamatan", f"Kec. {district.name}", (areas[district.id],)


def _landmarks(catalog: Catalog, areas: Mapping[str, Area]) -> Iterator[Entry]:
    for mark in catalog.landmarks.values():
        level: Level = "landmark" if areas[mark.id].kelurahan else "outside"
        for spelling in (mark.name, *mark.aliases):
            words = tuple(read(spelling))
            yield words, level, mark.name, (areas[mark.id],)
            if words[0] == "jalan" and len(words) > BARE:
                yield words[1:], level, mark.name, (areas[mark.id],)


def _streets(catalog: Catalog, areas: Mapping[str, Area]) -> Iterator[Entry]:
    """A street is somewhere in the kelurahan that it is known in."""
    found: dict[tuple[str, ...], tuple[str, dict[str, Area]]] = {}
    for ward in catalog.kelurahan.values():
        for street in ward.streets:
            for words in _said(read(street)):
                found.setdefault(words, (f"Jl. {street}", {}))[1][ward.id] = areas[ward.id]
    for words, (label, where) in found.items():
        yield words, "street", label, tuple(where.values())


def _core(words: Sequence[str]) -> tuple[str, ...]:
    """Melati Raya 2 is as common as Melati."""
    return tuple(word for word in words if word != "raya" and not word.isdigit() and len(word) > 1)


def _said(words: list[str]) -> Iterator[tuple[str, ...]]:
    """A street's name as it is written, without titles, and without `raya`."""
    yield tuple(words)
    bare = [word for word in words if word != "raya"]
    while bare and bare[0] in TITLES:
        bare = bare[1:]
    if bare and not "".join(bare).isdigit():
        yield tuple(bare)
        yield ("raya", *bare)
        yield (*bare, "raya")
