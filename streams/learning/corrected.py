"""What operators of this city decided, as reports whose incident people know."""

from collections.abc import Iterable, Mapping

from schemas.classified import voice_of
from sinks.placed import Placed
from streams.core.dedupe import Kind, Sighting, normalized
from streams.core.sighting import point_of
from streams.core.words import Phrases
from streams.learning.linked import KNOWN, UNLABELLED, Linked


def corrected(placed: Iterable[Placed], kinds: Mapping[str, Kind], areas: Phrases[str]) -> list[Linked]:
    """Reports in an incident that an operator has put right are known to belong there, or to have left.

    `kinds` and `areas` are those of the catalog; reports of a category that it forgot are left out.
    """
    return [
        Linked(
            sighting=_sighting(one, kinds[one.category], areas),
            truth=one.incident,
            quality=KNOWN[0] if one.reviewed else UNLABELLED,
            closed_at=None,
        )
        for one in placed
        if one.category in kinds
    ]


def _sighting(one: Placed, kind: Kind, areas: Phrases[str]) -> Sighting:
    return Sighting(
        id=f"{one.channel}:{one.id}",
        at=one.reported_at.timestamp(),
        category=one.category,
        kind=kind,
        point=point_of(one.place),
        text=one.text,
        address=normalized(one.place_words, areas),
        channel=one.channel,
        voice=voice_of(one.channel, one.reporter) if one.reporter else None,
    )
