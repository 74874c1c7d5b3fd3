"""Reports whose incident people know, as a stream."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from schemas.incident import Point
from schemas.toml_source import Mistake, Mistakes
from streams.core.dedupe import Kind, Model, Sighting, normalized
from streams.core.words import Phrases
from streams.learning.labelled_file import LabelledRow, labelled

ERROR_M = 10.0
"""Of coordinates in such files, as far as nothing else is known."""

_NEEDED = ("report_id", "reported_at", "category", "incident_id")
_OPTIONAL = ("lat", "lon", "text", "source", "label_quality", "address", "closed_at")

_NO_AREAS: Phrases[str] = Phrases()

KNOWN = ("linked", "linked_out")
UNLABELLED = "none"


@dataclass(frozen=True, slots=True)
class Linked:
    """A report, the incident that people say it belongs to, and what is known of that answer.

    `quality` is `linked` or `linked_out` where the answer counts, `none` where nobody looked.
    """

    sighting: Sighting
    truth: str
    quality: str
    closed_at: float | None

    @property
    def known(self) -> bool:
        """Whether people said which incident it belongs to."""
        return self.quality in KNOWN


def read_linked(
    path: Path, catalog: Mapping[str, Kind], model: Model, areas: Phrases[str] = _NO_AREAS
) -> list[Linked]:
    """The rows of a file in order of time, then of id. Raises `Mistakes`, naming line and column.

    Categories that are ids of the catalog are of its kind, others of the kind the model names.
    """
    kinds = dict(catalog)
    seen: dict[str, int] = {}
    found = []
    for row in labelled(path, _NEEDED, _OPTIONAL):
        category = row.cells["category"]
        if category not in kinds:
            kinds[category] = model.kind_named(category)
        one = _linked(row, kinds[category], areas)
        if first := seen.get(one.sighting.id):
            raise row.mistake("report_id", f"{one.sighting.id!r} stands already at line {first}")
        seen[one.sighting.id] = row.line
        found.append(one)
    if not found:
        raise Mistakes([Mistake(path, 1, "holds no report")])
    return sorted(found, key=lambda one: (one.sighting.at, one.sighting.id))


def _linked(row: LabelledRow, kind: Kind, areas: Phrases[str]) -> Linked:
    cells = row.cells
    sighting = Sighting(
        id=row.filled("report_id"),
        at=row.moment("reported_at"),
        category=cells["category"],
        kind=kind,
        point=_point(row),
        text=cells["text"],
        address=normalized(cells["address"], areas),
        channel=cells["source"],
    )
    closed_at = row.moment("closed_at") if cells["closed_at"] else None
    return Linked(sighting, row.filled("incident_id"), cells["label_quality"] or KNOWN[0], closed_at)


def _point(row: LabelledRow) -> Point | None:
    if not (row.cells["lat"] or row.cells["lon"]):
        return None
    return Point(row.number("lat", low=-90, high=90), row.number("lon", low=-180, high=180), ERROR_M)


def of_kinds(reports: Iterable[Linked], model: Model) -> list[Linked]:
    """The same reports with what another model knows of their kinds."""
    kinds = {named.kind.name: named.kind for named in model.kinds}
    return [
        replace(
            one, sighting=replace(one.sighting, kind=kinds.get(one.sighting.kind.name) or one.sighting.kind)
        )
        for one in reports
    ]
