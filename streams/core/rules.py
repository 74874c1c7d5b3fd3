"""What `resolve` decides by: a catalog and a model, ready for use."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.catalog.models import Catalog
from streams.core.areas import areas_of
from streams.core.dedupe import Kind, Model
from streams.core.incidents import OpenIncidents
from streams.core.kinds import kinds_of
from streams.core.route import Routes
from streams.core.storms import Sky
from streams.core.words import Phrases


@dataclass(frozen=True, slots=True)
class Rules:
    """The catalog, its routes, and what tells incidents and storms apart."""

    catalog: Catalog
    routes: Routes
    kinds: Mapping[str, Kind]
    areas: Phrases[str]
    model: Model
    sky: Sky

    @classmethod
    def of(cls, catalog: Catalog, model: Model) -> "Rules":
        """Prepare a catalog and a model."""
        routes = Routes(catalog.city.zone)
        return cls(catalog, routes, kinds_of(catalog), areas_of(catalog), model, Sky.of(catalog))

    def no_incidents(self) -> OpenIncidents:
        """Where incidents will be held; none is yet."""
        return OpenIncidents(self.kinds, self.model.bounds)
