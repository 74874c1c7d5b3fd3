"""What a group of figures is called."""

from collections.abc import Mapping

from schemas.catalog.models import Catalog

NOWHERE = "tanpa lokasi di kota"


def names_of(by: str, catalog: Catalog) -> Mapping[str, str]:
    """By id; weeks and what the catalog no longer has are called by theirs."""
    match by:
        case "agency":
            return {id: one.short for id, one in catalog.agencies.items()}
        case "category":
            return {id: one.label for id, one in catalog.categories.items()}
        case "kelurahan":
            return {"": NOWHERE} | {id: one.name for id, one in catalog.kelurahan.items()}
    return {"": catalog.city.name}
