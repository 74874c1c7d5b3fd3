"""The same reports put into incidents twice: which incidents became one, which came apart. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from schemas.classified import ReportKey

Partition: TypeAlias = Mapping[ReportKey, str]
"""Each report's incident, in the order in which the reports were taken in."""


@dataclass(frozen=True, slots=True)
class Part:
    """The reports that an incident of one partition shares with an incident of the other."""

    incident: str
    reports: int
    first: ReportKey


@dataclass(frozen=True, slots=True)
class Group:
    """An incident whose reports lie in several incidents of the other partition, its `parts`.

    `pairs` counts pairs of its reports that are together here and apart there.
    """

    incident: str
    parts: tuple[Part, ...]
    pairs: int


@dataclass(frozen=True, slots=True)
class Regrouping:
    """From one partition to another, over the reports that both have; the largest groups first.

    `merged` are incidents of the later one, `split` of the earlier. `moved` counts reports whose
    companions are not the same.
    """

    merged: tuple[Group, ...]
    split: tuple[Group, ...]
    moved: int


def regroup(before: Partition, after: Partition) -> Regrouping:
    """Compare two partitions. Their ids mean nothing to each other; ties go by id."""
    cells: defaultdict[tuple[str, str], list[ReportKey]] = defaultdict(list)
    for key, old in before.items():
        if (new := after.get(key)) is not None:
            cells[old, new].append(key)
    merged = _groups((new, Part(old, len(keys), keys[0])) for (old, new), keys in cells.items())
    split = _groups((old, Part(new, len(keys), keys[0])) for (old, new), keys in cells.items())
    gathered, scattered = {group.incident for group in merged}, {group.incident for group in split}
    moved = sum(len(keys) for (old, new), keys in cells.items() if old in scattered or new in gathered)
    return Regrouping(merged, split, moved)


def _groups(parts: Iterable[tuple[str, Part]]) -> tuple[Group, ...]:
    """The incidents that have more than one part."""
    found: defaultdict[str, list[Part]] = defaultdict(list)
    for incident, part in parts:
        found[incident].append(part)
    groups = [_group(incident, parts) for incident, parts in found.items() if len(parts) > 1]
    return tuple(sorted(groups, key=lambda group: (-group.pairs, group.incident)))


def _group(incident: str, parts: list[Part]) -> Group:
    apart = _pairs(sum(part.reports for part in parts)) - sum(_pairs(part.reports) for part in parts)
    # Of parts of one size, that of the same founder comes first.
    ordered = sorted(parts, key=lambda part: (-part.reports, part.incident != incident, part.incident))
    return Group(incident, tuple(ordered), apart)


def _pairs(reports: int) -> int:
    return reports * (reports - 1) // 2
