"""Whether a problem has come back: the same matter on the spot of an incident that is over."""

from streams.core.dedupe.candidates import DAY_S, NEAREST
from streams.core.dedupe.held import Held
from streams.core.dedupe.known import Known
from streams.core.dedupe.model import Bounds
from streams.core.dedupe.sighting import Sighting


def recurrence(sighting: Sighting, held: Held, bounds: Bounds) -> Known | None:
    """The incident before on the spot of a report that opens one; the one spoken of last, then the first id.

    It is over when it was closed or has lived so long that it takes nothing in any more. The spot reaches
    as far as reports of one such problem lie apart.
    """
    here = sighting.point
    if here is None or here.error_m > bounds.vague_m or sighting.kind.alone:
        return None
    since = sighting.at - bounds.recurs_days * DAY_S
    near = held.nearest(here.lat, here.lon, sighting.kind.spread_m, since, NEAREST)
    over = [
        known
        for _, _, known in near
        if known.category == sighting.category and _is_over(known, sighting, bounds)
    ]
    return min(over, key=lambda known: (-known.last_at, known.id), default=None)


def _is_over(known: Known, sighting: Sighting, bounds: Bounds) -> bool:
    lived_s = sighting.at - known.opened_at
    return lived_s > bounds.life_of_s(known.kind) or (
        known.closed_at is not None and known.closed_at <= sighting.at
    )
