"""What a page for everybody calls things, in its language. Pure."""

from collections.abc import Sequence
from datetime import datetime

from schemas.catalog.models import AgencyKind, Catalog, Channel
from streams.board.citizens.words import say
from streams.board.pages import moment_words
from streams.core.names import label_of, name_of
from streams.http.language import Language


def category_name(catalog: Catalog, id: str, language: Language) -> str:
    """Its label; in Indonesian where nobody has named it in English."""
    category = catalog.categories.get(id)
    english = category.english if category and language == "en" else None
    return english or label_of(catalog.categories, id)


def place_name(
    catalog: Catalog, kelurahan: str | None, kecamatan: str | None, *, outside: bool, language: Language
) -> str:
    """In names of the catalog alone: citizens' words may name somebody."""
    if outside:
        return say(language, "outside", city=catalog.city.name)
    names = [name_of(catalog.kelurahan, kelurahan)] if kelurahan else []
    names += [f"Kec. {name_of(catalog.kecamatan, kecamatan)}"] if kecamatan else []
    return ", ".join(names) or say(language, "no_place", city=catalog.city.name)


def public_agencies(catalog: Catalog) -> list[tuple[str, str]]:
    """Those that have a page: names and ids."""
    found = (one for one in catalog.agencies.values() if one.kind is AgencyKind.AGENCY)
    return sorted((one.name, one.id) for one in found)


def agency_names(catalog: Catalog, agencies: Sequence[str], language: Language) -> str:
    """With commas; in words where there is none."""
    return ", ".join(name_of(catalog.agencies, id) for id in agencies) or say(language, "nobody")


def moment_name(catalog: Catalog, at: datetime, language: Language) -> str:
    """A date and time in the city's zone."""
    if language == "id":
        return moment_words(catalog.city.zone, at)
    return f"{at.astimezone(catalog.city.zone):%-d %B %Y, %H:%M}"


def voices_words(voices: int, language: Language) -> str:
    """How many citizens reported it."""
    return say(language, "one_citizen") if voices == 1 else say(language, "citizens", count=voices)


def reached_by(channel: Channel, language: Language) -> str | None:
    """How a citizen speaks there; None where citizens do not."""
    return (channel.reached_by_english if language == "en" else None) or channel.reached_by
