"""One incident, as its page tells of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.incident import Incident
from schemas.life import Work
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


def view_of(incident: Incident) -> View:
    """The same agencies may see it as by `board_rows`."""
    partners = {
        partner
        for work in incident.life.works
        for partner in (*work.offered, *((work.partner,) if work.partner else ()))
    }
    routed = {told.agency for told in incident.routed}
    return View(incident, works_of(incident), frozenset(routed | {*incident.released} | partners))
