"""What anybody may read, as it is sent: its bytes, packed once, and the tag by which they are known again."""

import gzip
import hashlib
from dataclasses import dataclass
from datetime import datetime

MAX_AGE_S = 60
"""So long readers and caches need not ask again."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """One content in both of its codings; their tags differ, as strong ones must."""

    body: bytes
    packed: bytes
    tag: str
    packed_tag: str
    media_type: str
    changed_at: datetime | None


def rendering(body: bytes, media_type: str, changed_at: datetime | None = None) -> Rendering:
    """Of the same bytes always the same, whoever makes it and when."""
    digest = hashlib.sha256(body).hexdigest()[:32]
    return Rendering(
        body=body,
        packed=gzip.compress(body, compresslevel=6, mtime=0),
        tag=f'"{digest}"',
        packed_tag=f'"{digest}-gzip"',
        media_type=media_type,
        changed_at=changed_at,
    )
