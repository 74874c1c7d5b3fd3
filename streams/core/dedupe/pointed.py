"""A report whose reporter says which incident it is about."""

from schemas.incident import Decision, Link
from streams.core.dedupe.held import Held
from streams.core.dedupe.places import apart_m
from streams.core.dedupe.sighting import Sighting


def pointed(sighting: Sighting, held: Held, id: str, *, named: str) -> Link:
    """The link to an incident that takes reports in; `named` is the one that the reporter knows it by.

    Neither score nor bounds are asked: a person saw the incident and said yes. Whoever spoke of it
    before adds no voice.
    """
    known, spoke_at = held[id], held.spoke_at(id, sighting.voice)
    here, there = sighting.point, known.founder
    apart = round(apart_m(here, there), 1) if here and there else None
    evidence = f"pelapor menunjuk {_this(id, named)}"
    if spoke_at is not None:
        gap_s = abs(sighting.at - spoke_at)
        return Link(id, Decision.RESENDS, False, apart, gap_s, f"{evidence}; sudah pernah melaporkannya")
    gap_s = max(known.opened_at - sighting.at, sighting.at - known.last_at, 0.0)
    return Link(id, Decision.JOINS, True, apart, gap_s, evidence)


def _this(id: str, named: str) -> str:
    return "insiden ini" if id == named else f"{named}, yang laporannya kini di sini"
