"""What the form shows beside what is typed: what it is about, where, and which incidents it may be. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.catalog.models import UNKNOWN, Catalog
from schemas.classified import Classification, ClassifiedReport, Place
from schemas.incident import Incident
from streams.board.names import STEP
from streams.core.dedupe import Kind
from streams.core.names import URGENCY, label_of
from streams.core.tell import area_words
from streams.nearby.ranking import Near, Wanted, radius_m

WITHIN_MAX_M = 2_000.0
WORDS_MAX = 6
"""So many of the words that decided are shown, the loudest."""
SURELY_OFF_MAX_M = 300.0
"""A place that may be further off says little of which incident it is."""
SUMMARY_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Question:
    """Which incidents to look for: around where, how far, of which keys."""

    wanted: Wanted
    within_m: float
    keys: Sequence[str]


def question_of(found: ClassifiedReport, catalog: Catalog, kinds: Mapping[str, Kind]) -> Question | None:
    """None where nobody knows yet where it is."""
    place = found.place
    if place is None:
        return None
    category = _believed(found.classification, catalog)
    within_m = min(radius_m(kinds[category] if category else None) + place.error_m, WITHIN_MAX_M)
    families = {found.classification.family} if category else set(catalog.city.families)
    if category and (second := found.classification.second):
        families.add(catalog.categories[second].family)
    wanted = Wanted(place.lat, place.lon, found.said_at, category)
    return Question(wanted, within_m, list(map(catalog.city.key_of, sorted(families))))


def told(
    found: ClassifiedReport,
    near: Sequence[tuple[Near, Incident]] | None,
    catalog: Catalog,
    kinds: Mapping[str, Kind],
) -> Mapping[str, object]:
    """As the page gets it; `near` is None where nobody could look."""
    return {
        "category": _category(found.classification, catalog),
        "urgency": {
            "id": found.grade.urgency.value,
            "name": URGENCY[found.grade.urgency],
            "why": found.grade.rule,
        },
        "place": _place(found.place, catalog),
        "notes": [review.reason for review in found.review],
        "near": None if near is None else [_near(*one, found, catalog, kinds) for one in near],
    }


def _believed(found: Classification, catalog: Catalog) -> str | None:
    sure = found.confidence >= catalog.city.classify.unsure_below and found.category != UNKNOWN
    return found.category if sure else None


def _category(found: Classification, catalog: Catalog) -> Mapping[str, object]:
    loudest = sorted(found.evidence, key=lambda one: -abs(one.weight))[:WORDS_MAX]
    return {
        "id": found.category,
        "name": label_of(catalog.categories, found.category),
        "confidence": round(found.confidence, 2),
        "sure": _believed(found, catalog) is not None,
        "words": [{"word": one.word, "weight": round(one.weight, 2)} for one in loudest],
        "second": label_of(catalog.categories, found.second) if found.second else None,
    }


def _place(place: Place | None, catalog: Catalog) -> Mapping[str, object] | None:
    if place is None:
        return None
    return {
        "lat": round(place.lat, 5),
        "lon": round(place.lon, 5),
        "error_m": round(place.error_m),
        "words": area_words(place, catalog),
        "evidence": place.evidence,
    }


def _near(
    near: Near, incident: Incident, found: ClassifiedReport, catalog: Catalog, kinds: Mapping[str, Kind]
) -> Mapping[str, object]:
    return {
        "id": incident.id,
        "category": label_of(catalog.categories, incident.category),
        "urgency": incident.urgency.value,
        "urgency_name": URGENCY[incident.urgency],
        "distance_m": round(near.distance_m),
        "likely": _likely(near, found, kinds),
        "lat": near.spotted.lat,
        "lon": near.spotted.lon,
        "place": incident.place_words,
        "summary": incident.summary[:SUMMARY_LENGTH],
        "voices": incident.voices,
        "reported_s": int(incident.last_reported_at.timestamp()),
        "step": STEP[incident.life.step],
        "agencies": [
            catalog.agencies[one.agency].short if one.agency in catalog.agencies else one.agency
            for one in incident.routed
        ],
    }


def _likely(near: Near, found: ClassifiedReport, kinds: Mapping[str, Kind]) -> bool:
    """Of the same category, and no further away than such reports lie apart and its place may be off."""
    if found.place is None or near.spotted.category != found.classification.category:
        return False
    kind = kinds.get(near.spotted.category) or Kind()
    return near.distance_m <= kind.spread_m + min(found.place.error_m, SURELY_OFF_MAX_M)
