"""What agencies hear of a corrected incident."""

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.catalog.models import Catalog
from schemas.correction import Correction
from schemas.dispatch import Dispatch, Kind
from schemas.incident import Incident, Routed, State
from streams.core.life.promises import standings
from streams.core.life.telling import helpers
from streams.core.tell import dispatch_of


@dataclass(slots=True)
class Way:
    """Where reports of an incident went to, and where others came from."""

    to: str | None = None
    come_from: str | None = None


def told(
    before: Incident | None, after: Incident, way: Way, correction: Correction, catalog: Catalog
) -> Iterator[Dispatch]:
    """One message to each agency that must act, to each that need not any more, and to who helps."""
    works = standings(after, catalog)
    for routed, kind in _hearers(before, after, way, correction, catalog):
        yield dispatch_of(after, routed, kind, works).model_copy(
            update={
                "moved_to": after.moved_to or way.to,
                "moved_from": way.come_from,
                "correction": correction.id,
                "why": correction.why,
            }
        )


def _hearers(
    before: Incident | None, after: Incident, way: Way, correction: Correction, catalog: Catalog
) -> Iterator[tuple[Routed, Kind]]:
    were = before.routed if before else ()
    known = {*(routed.agency for routed in were), *(before.released if before else ())}
    now = {routed.agency for routed in after.routed}
    for routed in after.routed:
        yield routed, _kind(after) if routed.agency in known else "opened"
    for routed in were:
        if routed.agency not in now:
            yield routed, "moved" if way.to else "closed"
    yield from helpers(before, after, _kind(after), correction.at, catalog)


def _kind(after: Incident) -> Kind:
    if after.moved_to:
        return "moved"
    return "closed" if after.state is State.CLOSED else "changed"
