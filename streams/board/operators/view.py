"""One incident, as pages tell of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.incident import Incident
from schemas.life import Work
from sinks.reading_board import BoardReport
from sinks.reading_board_corrections import BoardCorrection
from streams.board.operators.timeline import Moment
from streams.board.photos.shown import ShownPhoto
from streams.core.life.works import works_of


@dataclass(frozen=True, slots=True)
class View:
    """An incident, what each agency that must act does, and all agencies that may see it."""

    incident: Incident
    works: Sequence[Work]
    seen_by: frozenset[str]

    @property
    def overdue(self) -> bool:
        """Whether an agency has not kept a promise."""
        return any(work.overdue for work in self.works)


@dataclass(frozen=True, slots=True)
class Whole:
    """A view, its first reports and photos, the last that was put right, and all of it in order of time."""

    view: View
    reports: Sequence[BoardReport]
    corrections: Sequence[BoardCorrection]
    photos: Sequence[ShownPhoto]
    timeline: Sequence[Moment]

    @property
    def undoable(self) -> BoardCorrection | None:
        """The last correction that stands: an earlier one cannot be taken back before it."""
        return next((one for one in self.corrections if one.stands), None)


def view_of(incident: Incident) -> View:
    """The same agencies may see it as by `board_rows`."""
    partners = {
        partner
        for work in incident.life.works
        for partner in (*work.offered, *((work.partner,) if work.partner else ()))
    }
    routed = {told.agency for told in incident.routed}
    return View(incident, works_of(incident), frozenset(routed | {*incident.released} | partners))
