"""How far apart two places may be, given how far off each is, and whether words name the same one."""

import math

from schemas.incident import Point
from streams.core.geo import distance_m
from streams.core.words import Phrases, words_of

POINT_M = 17.0
"""What points that telephones and addresses give lie off anyway: the fitted distances hold it already."""

MEAN_SHARE = 0.58
"""The mean error, if nine in ten lie within the stated one: of a Rayleigh distribution."""

NAMED_M = 30.0
"""Places that words call the same are taken for so far apart: one stretch of a street, one corner."""

TELLING_MIN = 2
AGREES_MIN = 0.75

_SAY_NOTHING = frozenset((
    "jalan", "jl", "jln", "gang", "gg", "raya", "no", "nomor", "blok", "rt", "rw", "km", "kel", "kelurahan",
    "kec", "kecamatan", "perum", "perumahan", "kota", "bekasi", "di", "ke", "dari", "dekat", "deket", "depan",
    "dpn", "belakang", "samping", "sebelah", "seberang", "sekitar", "arah", "dan", "yang", "yg",
))  # fmt: skip


_NOTHING: frozenset[str] = frozenset()

_AREA = "@"
"""Before the id of an area, that no word begins with."""

_NO_AREAS: Phrases[str] = Phrases()


def normalized(address: str, areas: Phrases[str] = _NO_AREAS) -> str:
    """A place in words, so that it can be compared: small letters, no marks, areas by their ids."""
    words = words_of(address)
    found = list(areas.find(words)) if words else []
    until = 0
    for start, end, id in sorted(found, key=lambda found: (found.start, -found.end)) if found else ():
        if start >= until:
            words[start:end] = [_AREA + id, *[""] * (end - start - 1)]
            until = end
    return " ".join(filter(None, words))


def telling(address: str) -> frozenset[str]:
    """The words of a normalized place that tell it from others. An area holds hundreds: it tells none."""
    if not address:
        return _NOTHING
    return frozenset([word for word in address.split() if word[0] != _AREA]) - _SAY_NOTHING


def agree(here: str, there: str, ours: frozenset[str] | None = None) -> bool:
    """Whether two normalized places are the same in words: equal, or most of what tells the shorter one.

    `ours` is what tells the first one, if that is known.
    """
    if not (here and there):
        return False
    ours = telling(here) if ours is None else ours
    if here == there:
        return bool(ours)
    # Hardly any two share so much, so what tells the other one is seldom worked out.
    shared = len(ours.intersection(there.split()))
    return shared >= TELLING_MIN and shared >= AGREES_MIN * min(len(ours), len(telling(there)))


def apart_m(here: Point, there: Point) -> float:
    """Metres between two points as they are stated."""
    return distance_m(here.lat, here.lon, there.lat, there.lon)


def off_m(error_m: float, other_m: float) -> float:
    """How far two places that are off by so much are apart on the mean, if the truth is one place."""
    beyond = (error_m**2 + other_m**2) * MEAN_SHARE**2 - POINT_M**2
    return math.sqrt(beyond) if beyond > 0 else 0.0


def is_better(here: Point | None, there: Point | None, vague_m: float) -> bool:
    """Whether an incident at `there` should be known to lie at `here`.

    It lay nowhere, or vaguer than `vague_m` and `here` is a closer look into the same circle. A place
    that is good enough stays, else the incident would wander with those who speak of it.
    """
    if here is None or there is None:
        return there is None and here is not None
    closer = here.error_m < there.error_m and apart_m(here, there) <= there.error_m
    return closer and there.error_m > vague_m
