"""De-duplication over reports whose incident people know, in order of time."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from schemas.incident import Decision
from streams.core.dedupe import Held, Model, dedupe, founded, grown
from streams.learning.linked import Linked


@dataclass(frozen=True, slots=True)
class Decided:
    """A report, the incident it went to, and the one it asks about, if it asks."""

    linked: Linked
    incident: str
    perhaps: str | None

    @property
    def joined(self) -> bool:
        """Whether it went to an incident that another report had opened."""
        return self.incident != self.linked.sighting.id


@dataclass(slots=True)
class _City:
    """What a worker would hold, with the closings that are still to come."""

    model: Model
    held: Held
    closings: list[tuple[float, str]] = field(default_factory=list)

    def until(self, at: float) -> None:
        """Close what was closed before a moment."""
        while self.closings and self.closings[0][0] <= at:
            closed_at, id = heapq.heappop(self.closings)
            if known := self.held.get(id):
                self.held.put(replace(known, closed_at=closed_at), {})

    def decide(self, linked: Linked) -> Decided:
        """One report; an incident closes when its first report was closed."""
        sighting, bounds = linked.sighting, self.model.bounds
        link = dedupe(sighting, self.held, self.model, opens_as=sighting.id)
        voices = {sighting.voice: sighting.at} if sighting.voice else {}
        if link.decision in {Decision.OPENS, Decision.ASKS}:
            self.held.put(founded(sighting.id, sighting), voices)
            if linked.closed_at is not None:
                heapq.heappush(self.closings, (linked.closed_at, sighting.id))
        else:
            self.held.put(grown(self.held[link.incident_id], sighting, bounds), voices)
        asked = link.rival.incident_id if link.decision is Decision.ASKS and link.rival else None
        return Decided(linked, link.incident_id, asked)


def stream(reports: Sequence[Linked], model: Model) -> list[Decided]:
    """Decide each at its arrival; the times at which incidents were closed are known once they passed."""
    city = _City(model, Held(model.bounds.vague_m))
    decided = []
    for one in reports:
        city.until(one.sighting.at)
        decided.append(city.decide(one))
    return decided
