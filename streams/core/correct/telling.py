"""What agencies hear of a corrected incident."""

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.correction import Correction
from schemas.dispatch import Dispatch, Kind
from schemas.incident import Incident, Routed, State
from streams.core.tell import dispatch_of


@dataclass(slots=True)
class Way:
    """Where reports of an incident went to, and where others came from."""

    to: str | None = None
    come_from: str | None = None


def told(before: Incident | None, after: Incident, way: Way, correction: Correction) -> Iterator[Dispatch]:
    """One message to each agency that must act, and to each that need not any more."""
    were = before.routed if before else ()
    known = {*(routed.agency for routed in were), *(before.released if before else ())}
    now = {routed.agency for routed in after.routed}
    for routed in after.routed:
        kind = _kind(after) if routed.agency in known else "opened"
        yield _dispatch(after, routed, kind, way, correction)
    for routed in were:
        if routed.agency not in now:
            yield _dispatch(after, routed, "moved" if way.to else "closed", way, correction)


def _kind(after: Incident) -> Kind:
    if after.moved_to:
        return "moved"
    return "closed" if after.state is State.CLOSED else "changed"


def _dispatch(incident: Incident, routed: Routed, kind: Kind, way: Way, correction: Correction) -> Dispatch:
    return dispatch_of(incident, routed, kind).model_copy(
        update={
            "moved_to": incident.moved_to or way.to,
            "moved_from": way.come_from,
            "correction": correction.id,
            "why": correction.why,
        }
    )
