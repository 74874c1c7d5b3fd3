"""The real city, read once for the tests of its names and borders."""

from schemas.catalog import load
from streams.core.locate import Map

CATALOG = load()
CITY = Map.of(CATALOG)
