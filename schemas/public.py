"""What anybody may know without a key: of which matters, and how exactly where."""

from schemas.catalog.models import UNKNOWN, Catalog

DECIMALS = 3
"""Of degrees, about 110 m: a street, not a house."""


def public_categories(catalog: Catalog) -> list[str]:
    """What anybody may hear of. Of what nobody has understood yet nobody knows whether it is private."""
    return [
        category.id
        for category in catalog.categories.values()
        if category.public and not category.private and category.id != UNKNOWN
    ]


def public_point(lat: float, lon: float) -> tuple[float, float]:
    """The point as anybody may know it."""
    return round(lat, DECIMALS), round(lon, DECIMALS)
