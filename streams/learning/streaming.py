"""De-duplication over reports whose incident people know, in order of time."""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from schemas.incident import Decision
from streams.core.dedupe import Held, Model, Sighting, dedupe, founded, grown
from streams.learning.linked import Linked


@dataclass(frozen=True, slots=True)
class Decided:
    """A report, the incident it went to, and the one it asks about, if it asks; `score` is of the best."""

    linked: Linked
    incident: str
    perhaps: str | None
    score: float | None

    @property
    def joined(self) -> bool:
        """Whether it went to an incident that another report had opened."""
        return self.incident != self.linked.sighting.id


@dataclass(slots=True)
class City:
    """What a worker would hold, and when those who mend say that it is done.

    An incident closes when the last of its reports was closed, so one that is still open keeps it open.
    """

    model: Model
    held: Held
    _ends: dict[str, float] = field(default_factory=dict)
    _closings: list[tuple[float, str]] = field(default_factory=list)

    @classmethod
    def empty(cls, model: Model) -> "City":
        """Nothing happened yet."""
        return cls(model, Held(model.bounds.vague_m))

    def until(self, at: float) -> None:
        """Close what was closed before a moment."""
        while self._closings and self._closings[0][0] <= at:
            closed_at, id = heapq.heappop(self._closings)
            known = self.held.get(id)
            if known and self._ends[id] == closed_at:
                self.held.put(replace(known, closed_at=closed_at), {})

    def take(self, linked: Linked, incident: str) -> None:
        """Put a report into its incident, which it may found."""
        sighting = linked.sighting
        known = self.held.get(incident)
        after = grown(known, sighting, self.model.bounds) if known else founded(incident, sighting)
        self.held.put(replace(after, closed_at=None), _voices(sighting))
        ends = math.inf if linked.closed_at is None else linked.closed_at
        self._ends[incident] = max(ends, self._ends.get(incident, ends))
        if self._ends[incident] < math.inf:
            heapq.heappush(self._closings, (self._ends[incident], incident))


def _voices(sighting: Sighting) -> dict[str, float]:
    return {sighting.voice: sighting.at} if sighting.voice else {}


def stream(reports: Sequence[Linked], model: Model) -> list[Decided]:
    """Decide each at its arrival; the times at which incidents were closed are known once they passed."""
    city = City.empty(model)
    decided = []
    for one in reports:
        city.until(one.sighting.at)
        link = dedupe(one.sighting, city.held, model, opens_as=one.sighting.id)
        city.take(one, link.incident_id)
        asked = link.rival.incident_id if link.decision is Decision.ASKS and link.rival else None
        decided.append(Decided(one, link.incident_id, asked, link.score))
    return decided
