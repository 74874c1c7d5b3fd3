"""The kinds that de-duplication tells categories of the catalog apart by."""

from collections.abc import Mapping

from schemas.catalog.models import UNKNOWN, Catalog, Category
from streams.core.dedupe.sighting import Kind


def kinds_of(catalog: Catalog) -> Mapping[str, Kind]:
    """The kind of each category, by its id."""
    return {category.id: _kind(category) for category in catalog.categories.values()}


def _kind(category: Category) -> Kind:
    return Kind(
        name=category.id,
        spread_m=category.spread_m,
        lasts_h=category.lasts_h,
        private=category.private,
        unknown=category.id == UNKNOWN,
        family=category.family,
        alone=_alone(category),
        agencies=frozenset(route.agency for route in category.routes),
    )


def _alone(category: Category) -> str:
    if category.id == UNKNOWN:
        return "perihalnya belum diketahui, tidak digabung"
    return "urusan pribadi, tidak digabung" if category.private else ""
