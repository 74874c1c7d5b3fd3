"""The doors, by kind; each module's `entrances()` makes them ready."""

from collections.abc import Iterator

from tests.fuzz.entrance import Entrance
from tests.fuzz.entrances import (
    addresses,
    batches,
    configuration,
    files,
    forms,
    headers,
    heads,
    photos,
    records,
    shown,
)


def entrances() -> Iterator[Entrance]:
    """All that one process can knock at without a broker."""
    for kind in (records, batches, headers, forms, heads, addresses, configuration, shown, files, photos):
        yield from kind.entrances()


def entrance_named(name: str) -> Entrance:
    return next(one for one in entrances() if one.name == name)
