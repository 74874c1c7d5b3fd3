"""Ids that the same input always gives again."""

import base64
import hashlib

from schemas.classified import ClassifiedReport


def incident_id(founder: ClassifiedReport) -> str:
    """`city:family:hash of the founding report`; it carries the key, and 80 bits against collisions."""
    name = f"{founder.channel}\n{founder.report.id}".encode()
    hashed = base64.b32encode(hashlib.blake2b(name, digest_size=10).digest()).decode().lower()
    return f"{founder.key}:{hashed}"
