"""The real city and its trained weights, read once for all tests of a process. Nothing may change them."""

from functools import cache

from schemas.catalog import load
from streams.core.locate import Map
from streams.weights import load as load_weights

CATALOG = load()
CITY = Map.of(CATALOG)
trained = cache(load_weights)
