"""What is open, as pages for everybody show it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from schemas.catalog.models import Catalog
from sinks.reading_feeds import Shown
from streams.board.citizens.naming import agency_names, category_name, place_name, voices_words
from streams.board.names import LETTER
from streams.http.language import Language
from streams.http.public_words import PUBLIC_STEP, PUBLIC_URGENCY


@dataclass(frozen=True, slots=True)
class Line:
    """One incident in words, with no word of a citizen."""

    id: str
    category: str
    urgency: str
    urgency_words: str
    step: str
    place: str
    agencies: str
    voices: str
    reopened: int
    changed_at: datetime


def line_of(one: Shown, catalog: Catalog, language: Language) -> Line:
    """An incident as a line of a list."""
    return Line(
        id=one.id,
        category=category_name(catalog, one.category, language),
        urgency=one.urgency.value,
        urgency_words=PUBLIC_URGENCY[language][one.urgency],
        step=PUBLIC_STEP[language][one.step],
        place=place_name(catalog, one.kelurahan, one.kecamatan, outside=one.outside, language=language),
        agencies=agency_names(catalog, one.agencies, language),
        voices=voices_words(one.voices, language),
        reopened=one.reopened,
        changed_at=one.changed_at,
    )


def legend_of(language: Language) -> Sequence[tuple[str, str, str]]:
    """The marks: their urgency, their letter, and what they mean."""
    return [(urgency.value, letter, PUBLIC_URGENCY[language][urgency]) for urgency, letter in LETTER.items()]


def marks_of(found: Sequence[Shown], catalog: Catalog, language: Language) -> Sequence[dict[str, object]]:
    """What a map shows: those that have a place, at the point that anybody may know."""
    lines = ((one, line_of(one, catalog, language)) for one in found if one.lat is not None)
    return [
        {
            "id": one.id,
            "lat": one.lat,
            "lon": one.lon,
            "urgency": line.urgency,
            "urgency_words": line.urgency_words,
            "category": line.category,
            "step": line.step,
            "place": line.place,
            "agencies": line.agencies,
            "voices": line.voices,
        }
        for one, line in lines
    ]
