"""Two incidents that may be one: side by side, and what speaks for and against it."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.incident import Incident, Link, State
from sinks.reading_board import BoardReport
from streams.board.here import Board
from streams.board.operators.view import View, view_of
from streams.board.photos.shown import ShownPhoto, photos_of
from streams.core.geo import distance_m
from streams.http.asking import asking

REPORTS_MAX = 5
"""So many of each are shown: who must read more opens the incident."""
HOPS_MAX = 16


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, its first reports, and citizens' photos."""

    view: View
    reports: Sequence[BoardReport]
    photos: Sequence[ShownPhoto]

    @property
    def incident(self) -> Incident:
        """As it is now."""
        return self.view.incident

    @property
    def founder(self) -> BoardReport | None:
        """The report that opened it."""
        return self.reports[0] if self.reports else None


@dataclass(frozen=True, slots=True)
class Pair:
    """`one` may belong to `other`. `asks` is the incident that `one` names, whose reports `other` has now."""

    one: Side
    other: Side
    asks: str | None

    @property
    def link(self) -> Link | None:
        """Why it is asked: the evidence of the report that did."""
        return self.one.founder.link if self.asks and self.one.founder else None

    @property
    def distance_m(self) -> float | None:
        """Between their places, where both are known."""
        a, b = self.one.incident.place, self.other.incident.place
        return distance_m(a.lat, a.lon, b.lat, b.lon) if a and b else None

    @property
    def mergeable(self) -> bool:
        """Whether both still take reports in."""
        both = self.one.incident, self.other.incident
        return both[0].id != both[1].id and all(one.state is State.OPEN and one.reports for one in both)


async def question_of(here: Board, id: str) -> Pair | None:
    """The question that an incident asks; None if it asks nothing, or nobody knows the other one."""
    with asking():
        one = await here.reader.incident(id)
    if one is None or one.perhaps is None or one.state is not State.OPEN:
        return None
    other = await _followed(here, one.perhaps)
    return Pair(await _side(here, one), await _side(here, other), one.perhaps) if other else None


async def pair_of(here: Board, id: str, into: str) -> Pair | None:
    """Two incidents that somebody picked; None if one of them is not there."""
    with asking():
        found = [await here.reader.incident(one) for one in (id, into)]
    one, other = found
    return Pair(await _side(here, one), await _side(here, other), None) if one and other else None


async def _side(here: Board, incident: Incident) -> Side:
    with asking():
        reports = await here.reader.reports_of(incident.id, REPORTS_MAX)
    return Side(view_of(incident), reports, photos_of(incident, (), here.photos_below))


async def _followed(here: Board, id: str) -> Incident | None:
    """The incident, or the one that has its reports by now."""
    for _ in range(HOPS_MAX):
        with asking():
            found = await here.reader.incident(id)
        if found is None or found.moved_to is None:
            return found
        id = found.moved_to
    return found
