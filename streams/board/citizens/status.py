"""Where a report stands, by its number: as much as anybody may know. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from schemas.catalog.models import Catalog
from schemas.classified import ReportKey
from schemas.contract import storable
from schemas.incident import Incident
from schemas.report import ID_LENGTH
from sinks.reading_requests import KnownRequest
from streams.board.citizens.naming import agency_names, category_name, place_name
from streams.core.life.asked import asked_words, promised_by
from streams.http.language import Language
from streams.http.public_words import PUBLIC_STEP

_SPACES = re.compile(r"\s+")
_DASHES = str.maketrans("\u2013\u2014\u2011\u2212", "----")


@dataclass(frozen=True, slots=True)
class Status:
    """In words, but for moments. `sentence` is there in Indonesian alone, in which the catalog has it."""

    number: str
    category: str
    place: str
    step: str
    sentence: str
    agencies: str
    reported_at: datetime
    updated_at: datetime
    promised_at: datetime | None


def keys_of(number: str, channels: Iterable[str]) -> list[ReportKey]:
    """Which reports somebody may mean who typed that: as people write down what they heard."""
    typed = _SPACES.sub("", number).translate(_DASHES)
    if not storable(typed) or len(typed) > 2 * ID_LENGTH:
        return []
    channel, colon, id = typed.rpartition(":")
    named = [channel.lower()] if colon else list(channels)
    return list(dict.fromkeys((one, form) for one in named for form in _forms(id) if one and form))


def status_of(known: KnownRequest, catalog: Catalog, language: Language, *, at: datetime) -> Status:
    """Nobody's words, and no exact place."""
    incident = known.incident
    place = incident.place
    return Status(
        number=f"{known.channel}:{known.id}",
        category=category_name(catalog, incident.category, language),
        place=place_name(
            catalog,
            place.kelurahan if place else None,
            place.kecamatan if place else None,
            outside=bool(place and place.outside),
            language=language,
        ),
        step=PUBLIC_STEP[language][incident.life.step],
        sentence=_sentence(incident, catalog, at) if language == "id" else "",
        agencies=agency_names(catalog, [one.agency for one in incident.routed], language),
        reported_at=known.reported_at,
        updated_at=incident.closed_at or max(incident.life.at or known.reported_at, known.reported_at),
        promised_at=promised_by(incident, catalog),
    )


def _forms(id: str) -> Iterator[str]:
    """As it was typed; and as our own are, for who writes in capitals."""
    yield id
    yield id.lower()


def _sentence(incident: Incident, catalog: Catalog, at: datetime) -> str:
    half = asked_words(incident, catalog, at=at)
    return f"{half[:1].upper()}{half[1:]}"
