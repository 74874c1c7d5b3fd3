"""A service, as callers call a category of the catalog."""

from schemas.catalog.models import Catalog, Category
from streams.http.faults import Fault


def service_in(catalog: Catalog, code: str) -> Category:
    """The category of that code. Raises `Fault` where there is none."""
    category = catalog.categories.get(code)
    if category is None:
        raise Fault(404, "no_service", what=repr(code[:40]))
    return category
