"""What de-duplication knows of an incident."""

from dataclasses import dataclass, field, replace

from schemas.incident import Point, Trace
from streams.core.dedupe.model import Bounds
from streams.core.dedupe.places import apart_m, is_better
from streams.core.dedupe.sighting import Kind, Sighting

POINTS = 8
PHOTOS = 10


@dataclass(frozen=True, slots=True)
class Known:
    """An incident as later reports are compared with it. Times are in epoch seconds.

    `text` holds the grams of the first words that were said of it.
    """

    id: str
    category: str
    kind: Kind
    trace: Trace
    opened_at: float
    last_at: float
    closed_at: float | None
    text: bytes
    error_m: float = field(init=False, compare=False)

    def __post_init__(self) -> None:
        # Looked at for every incident in reach; the way over trace and point costs more than the rest.
        points = self.trace.points
        object.__setattr__(self, "error_m", points[0].error_m if points else 0.0)

    @property
    def founder(self) -> Point | None:
        """Where it lies: the first point."""
        return self.trace.founder


def founded(id: str, sighting: Sighting) -> Known:
    """The incident of one report."""
    at, trace = sighting.at, founding_trace(sighting)
    return Known(id, sighting.category, sighting.kind, trace, at, at, None, sighting.grams)


def founding_trace(sighting: Sighting) -> Trace:
    """The trace of one report."""
    points = (sighting.point,) if sighting.point else ()
    photos = tuple(dict.fromkeys(sighting.photos))[:PHOTOS]
    return Trace(points, sighting.address, photos, sighting.channel)


def grown(known: Known, sighting: Sighting, bounds: Bounds) -> Known:
    """The incident with one report more."""
    return replace(
        known,
        trace=grown_trace(known.trace, sighting, bounds.extent_of_m(known.kind), bounds.vague_m),
        last_at=max(known.last_at, sighting.at),
        text=known.text or sighting.grams,
    )


def grown_trace(trace: Trace, sighting: Sighting, extent_m: float, vague_m: float) -> Trace:
    """The trace with one report more: a better place goes first, others stay near the first, all are few."""
    return Trace(
        points=_points(trace, sighting.point, extent_m, vague_m),
        address=trace.address or sighting.address,
        photos=tuple(dict.fromkeys((*trace.photos, *sighting.photos)))[:PHOTOS],
        channel=sighting.channel,
    )


def _points(trace: Trace, here: Point | None, extent_m: float, vague_m: float) -> tuple[Point, ...]:
    before, first = trace.points, trace.founder
    if here is None or is_better(here, first, vague_m):
        return (here, *before[1:]) if here else before
    if first is None or len(before) >= POINTS or here.error_m > vague_m or here in before:
        return before
    return (*before, here) if apart_m(first, here) <= extent_m else before
