"""What agencies hear of a corrected incident."""

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.catalog.models import Catalog
from schemas.correction import Correction
from schemas.dispatch import Dispatch, Kind
from schemas.incident import Incident, Routed
from streams.core.life.promises import standings
from streams.core.life.telling import agencies, kind_of, partners
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
    kind = kind_of(after)
    yield from agencies(before, after, lambda _: kind, gone="moved" if way.to else "closed")
    yield from partners(before, after, kind, correction.at, catalog)
