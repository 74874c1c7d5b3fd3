"""A feed as GeoJSON (RFC 7946)."""

import json

from streams.intake.feeds.entry import Entry, Feed
from streams.intake.feeds.fields import plain_of

MEDIA_TYPE = "application/geo+json"


def to_geojson(feed: Feed) -> bytes:
    """A FeatureCollection; where nobody knows the place the geometry is null."""
    updated = feed.updated_at
    collection = {
        "type": "FeatureCollection",
        "id": feed.id,
        "title": feed.title,
        "description": feed.subtitle,
        "updated_at": updated.isoformat() if updated else None,
        "complete": feed.complete,
        "features": [_feature(entry) for entry in feed.entries],
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _feature(entry: Entry) -> dict[str, object]:
    properties = plain_of(entry)
    lat, lon = properties.pop("lat"), properties.pop("lon")
    located = lat is not None and lon is not None
    return {
        "type": "Feature",
        "id": entry.id,
        "geometry": {"type": "Point", "coordinates": [lon, lat]} if located else None,
        "properties": properties,
    }
