"""The open incidents of some keys, held in memory and found by place or by reporter."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from schemas.classified import Place
from schemas.incident import Incident, State
from streams.core.geo import DEGREE_M

K = TypeVar("K")

Cell = tuple[str, str, int, int]
"""key, category, row, column"""

LATITUDE_MAX = 60.0
"""Beyond this a cell is narrower than the radius and neighbours could be missed."""


@dataclass(slots=True)
class OpenIncidents:
    """A grid of the incidents that reports may still join; the only state of the core.

    A cell measures two radii in latitude, so that all within one radius lie in the nine cells
    around a point, up to `LATITUDE_MAX`.
    """

    radius_m: float
    _by_id: dict[str, Incident] = field(default_factory=dict)
    _cells: defaultdict[Cell, set[str]] = field(default_factory=lambda: defaultdict(set))
    _voices: dict[str, dict[str, datetime]] = field(default_factory=dict)
    _by_voice: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Incident]:
        return iter(self._by_id.values())

    def get(self, incident_id: str) -> Incident | None:
        """The incident, while it is open."""
        return self._by_id.get(incident_id)

    def __getitem__(self, incident_id: str) -> Incident:
        return self._by_id[incident_id]

    def near(self, key: str, category: str, place: Place) -> Iterator[Incident]:
        """Incidents of one key and category that may lie within the radius; some lie beyond."""
        row, column = self._square(place)
        for north in (row - 1, row, row + 1):
            for east in (column - 1, column, column + 1):
                for id in self._cells.get((key, category, north, east), ()):
                    yield self._by_id[id]

    def of_voice(self, key: str, voice: str) -> Iterator[tuple[Incident, datetime]]:
        """Incidents of the key that this voice spoke of, and when it last did."""
        for id in self._by_voice.get(voice, ()):
            incident = self._by_id[id]
            if incident.key == key:
                yield incident, self._voices[id][voice]

    def has_voice(self, incident_id: str, voice: str) -> bool:
        """Whether the voice spoke of the incident before."""
        return voice in self._voices[incident_id]

    def put(self, incident: Incident, voices: Mapping[str, datetime]) -> None:
        """Take in a version of an incident and the voices it heard; a closed one is let go."""
        self.drop(incident.id) if incident.state is State.CLOSED else self._keep(incident, voices)

    def drop(self, incident_id: str) -> None:
        """Forget an incident, if it is here."""
        incident = self._by_id.pop(incident_id, None)
        if incident is None:
            return
        if cell := self._cell(incident):
            _discard(self._cells, cell, incident_id)
        for voice in self._voices.pop(incident_id):
            _discard(self._by_voice, voice, incident_id)

    def _keep(self, incident: Incident, voices: Mapping[str, datetime]) -> None:
        self._place(self._by_id.get(incident.id), incident)
        self._by_id[incident.id] = incident
        heard = self._voices.setdefault(incident.id, {})
        for voice, at in voices.items():
            heard[voice] = max(at, heard.get(voice, at))
            self._by_voice[voice].add(incident.id)

    def _place(self, before: Incident | None, after: Incident) -> None:
        """Into the cell where it lies now; its place may have become known since."""
        old, new = before and self._cell(before), self._cell(after)
        if old == new:
            return
        if old:
            _discard(self._cells, old, after.id)
        if new:
            self._cells[new].add(after.id)

    def _cell(self, incident: Incident) -> Cell | None:
        return (incident.key, incident.category, *self._square(incident.place)) if incident.place else None

    def _square(self, place: Place) -> tuple[int, int]:
        size = 2 * self.radius_m / DEGREE_M
        return int(place.lat // size), int(place.lon // size)


def _discard(index: dict[K, set[str]], key: K, id: str) -> None:
    index[key].discard(id)
    if not index[key]:
        del index[key]
