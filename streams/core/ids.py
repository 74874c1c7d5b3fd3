"""Ids that the same input always gives again."""

import hashlib

from schemas.catalog.models import City
from schemas.classified import ClassifiedReport

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]
"""Base 32 (RFC 4648), two letters at a time: the standard library takes five times as long."""
_BITS = range(70, -1, -10)


def incident_id(founder: ClassifiedReport) -> str:
    """`city:family:hash of the founding report`; it carries the key, and 80 bits against collisions."""
    return f"{founder.key}:{_hashed(founder.channel, founder.report.id)}"


def event_id(founder: ClassifiedReport) -> str:
    """`city:family:event-` and the hash of the report at which it was noticed; it carries the key."""
    return f"{founder.key}:event-{_hashed(founder.channel, founder.report.id)}"


def corrected_id(key: str, correction_id: str) -> str:
    """`city:family:hash of a correction`: of the incident that it opens. No channel has an empty name."""
    return f"{key}:{_hashed('', correction_id)}"


def forgetting_id(channel: str, *what: str) -> str:
    """Of a command to forget these reports, refused records and key."""
    return _hashed(channel, *what)


def may_be_of(city: City, incident_id: str) -> bool:
    """Whether the city can have an incident of this id: it names the city and one of its families."""
    named, family, _ = incident_id.split(":")
    return named == city.id and family in city.families


def _hashed(*names: str) -> str:
    digest = hashlib.blake2b("\n".join(names).encode(), digest_size=10).digest()
    number = int.from_bytes(digest)
    return "".join([_PAIRS[number >> shift & 1023] for shift in _BITS])
