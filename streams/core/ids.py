"""Ids that the same input always gives again."""

import base64
import hashlib

from schemas.classified import ClassifiedReport


def incident_id(founder: ClassifiedReport) -> str:
    """`city:family:hash of the founding report`; it carries the key, and 80 bits against collisions."""
    return f"{founder.key}:{_hashed(founder)}"


def event_id(founder: ClassifiedReport) -> str:
    """`city:family:event-` and the hash of the report at which it was noticed; it carries the key."""
    return f"{founder.key}:event-{_hashed(founder)}"


def _hashed(founder: ClassifiedReport) -> str:
    name = f"{founder.channel}\n{founder.report.id}".encode()
    return base64.b32encode(hashlib.blake2b(name, digest_size=10).digest()).decode().lower()
