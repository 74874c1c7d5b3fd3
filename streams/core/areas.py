"""The names of a city's areas, as they stand in the places that reports give in words."""

from collections.abc import Iterator

from schemas.catalog.models import Catalog, Kecamatan, Kelurahan
from streams.core.words import Phrases


def areas_of(catalog: Catalog) -> Phrases[str]:
    """Names and aliases of kelurahan and kecamatan, also in one word; each means the area's id."""
    return Phrases.of(_names(catalog))


def _names(catalog: Catalog) -> Iterator[tuple[str, str]]:
    areas: list[Kecamatan | Kelurahan] = [*catalog.kecamatan.values(), *catalog.kelurahan.values()]
    for area in areas:
        for name in (area.name, *area.aliases):
            yield name, area.id
            if " " in name:
                yield name.replace(" ", ""), area.id
