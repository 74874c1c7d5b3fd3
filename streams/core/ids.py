"""Ids that the same input always gives again."""

import base64
import hashlib

from schemas.classified import ClassifiedReport


def incident_id(founder: ClassifiedReport) -> str:
    """`city:family:hash of the founding report`; it carries the key, and 80 bits against collisions."""
    return f"{founder.key}:{_hashed(founder.channel, founder.report.id)}"


def event_id(founder: ClassifiedReport) -> str:
    """`city:family:event-` and the hash of the report at which it was noticed; it carries the key."""
    return f"{founder.key}:event-{_hashed(founder.channel, founder.report.id)}"


def corrected_id(key: str, correction_id: str) -> str:
    """`city:family:hash of a correction`: of the incident that it opens. No channel has an empty name."""
    return f"{key}:{_hashed('', correction_id)}"


def _hashed(*names: str) -> str:
    digest = hashlib.blake2b("\n".join(names).encode(), digest_size=10).digest()
    return base64.b32encode(digest).decode().lower()
