"""Partners that may help with an incident."""

from schemas.catalog.models import AgencyKind, Catalog, Offer
from schemas.incident import Incident


def partners_for(incident: Incident, catalog: Catalog) -> tuple[str, ...]:
    """Those that offer its category in its area, by id."""
    return tuple(
        id
        for id, agency in sorted(catalog.agencies.items())
        if agency.kind is AgencyKind.PARTNER and any(_fits(offer, incident) for offer in agency.offers)
    )


def _fits(offer: Offer, incident: Incident) -> bool:
    place = incident.place
    here = {place.kelurahan, place.kecamatan} if place else set()
    return incident.category in offer.categories and (not offer.areas or bool(here & set(offer.areas)))
