"""Service discovery: where this is, and whom to ask."""

from datetime import UTC, datetime
from pathlib import Path

import schemas.catalog
from schemas.catalog.models import Catalog
from streams.intake.georeport.shapes import Discovery, Endpoint
from streams.settings import Settings

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
PREFIX = "/open311"
FORMATS = ["application/json", "text/xml"]


def discovery_of(settings: Settings, catalog: Catalog, changed_at: datetime) -> Discovery:
    """What is served, at the address by which the world reaches it."""
    changeset = changed_at.isoformat(timespec="seconds")
    return Discovery(
        changeset=changeset,
        contact=f"{settings.intake.contact}, {catalog.city.name}",
        key_service=f"Kunci API (api_key) diberikan oleh {settings.intake.contact}, satu untuk setiap kanal",
        endpoints=[
            Endpoint(
                specification=SPECIFICATION,
                url=f"{settings.intake.public_url}{PREFIX}/v2",
                changeset=changeset,
                formats=FORMATS,
            )
        ],
    )


def changed_at(settings: Settings) -> datetime:
    """When a file of the catalog was written last."""
    folder = settings.catalog or Path(schemas.catalog.__file__).parent
    return datetime.fromtimestamp(max(path.stat().st_mtime for path in folder.rglob("*.toml")), UTC)
