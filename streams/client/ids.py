"""Ids that follow from the content: what is sent again is the same, what differs is another."""

import hashlib
import json
from collections.abc import Mapping


def id_of(word: str, content: Mapping[str, object]) -> str:
    """`word-hash`, with 80 bits against collisions. `content` is JSON."""
    written = json.dumps(content, sort_keys=True).encode()
    return f"{word}-{hashlib.blake2b(written, digest_size=10).hexdigest()}"
