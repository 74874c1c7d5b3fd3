"""What pages call things, and the outlines of areas, for scripts: JSON of the catalog."""

from collections.abc import Mapping, Sequence
from functools import partial

from schemas.catalog.models import Catalog, Urgency
from schemas.life import Step
from streams.core.names import URGENCY, label_of, name_of
from streams.telling.corrections import Names

STEP: Mapping[Step, str] = {
    Step.DISPATCHED: "diteruskan",
    Step.REOPENED: "dibuka lagi",
    Step.ACCEPTED: "diterima",
    Step.ON_SITE: "di lokasi",
    Step.RESOLVED: "dinyatakan selesai",
    Step.CONFIRMED: "dipastikan selesai",
    Step.CLOSED: "ditutup",
    Step.CANNOT: "tidak tertangani",
}
LETTER: Mapping[Urgency, str] = {
    Urgency.EMERGENCY: "D",
    Urgency.HIGH: "T",
    Urgency.NORMAL: "B",
    Urgency.LOW: "R",
}
"""Beside its colour and its shape: D(arurat), T(inggi), B(iasa), R(endah), as names.js has them."""
HASH_LETTERS = 6
_DECIMALS = 5
"""A metre."""


def names_of(catalog: Catalog) -> Mapping[str, object]:
    """Names by id, of all that a row names."""
    return {
        "zone": catalog.city.timezone,
        "categories": {
            id: {"name": one.label, "family": one.family} for id, one in sorted(catalog.categories.items())
        },
        "agencies": {
            id: {"name": one.name, "short": one.short} for id, one in sorted(catalog.agencies.items())
        },
        "channels": {id: one.name for id, one in sorted(catalog.channels.items())},
        "kelurahan": {id: one.name for id, one in sorted(catalog.kelurahan.items())},
        "kecamatan": {id: one.name for id, one in sorted(catalog.kecamatan.items())},
        "urgencies": {urgency.value: name for urgency, name in URGENCY.items()},
        "steps": {step.value: name for step, name in STEP.items()},
    }


def names_in(catalog: Catalog, here: str | None = None) -> Names:
    """What corrections name, as a person reads it on the page of an incident."""
    return Names(
        incident=lambda other: "insiden ini" if other == here else short_id(other),
        category=partial(label_of, catalog.categories),
        agency=partial(name_of, catalog.agencies),
    )


def short_id(id: str) -> str:
    """The first letters of an incident's hash: enough to tell a few of them apart."""
    return id.rpartition(":")[2][:HASH_LETTERS]


def areas_of(catalog: Catalog) -> Sequence[Mapping[str, object]]:
    """Each kelurahan with its borders: rings of [lat, lon]."""
    return [
        {
            "id": id,
            "name": area.name,
            "rings": [
                [[round(lat, _DECIMALS), round(lon, _DECIMALS)] for lon, lat in ring] for ring in area.border
            ],
        }
        for id, area in sorted(catalog.kelurahan.items())
    ]
