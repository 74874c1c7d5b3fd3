"""Server-sent events, as bytes on the wire."""

from collections.abc import Iterable

MEDIA_TYPE = "text/event-stream"
BEAT = b"event: beat\ndata: {}\n\n"
"""All that was told is all that there is."""
STALE = b"event: stale\ndata: {}\n\n"
"""Postgres cannot be heard: what is shown may be old, until something else is told."""
RELOAD = b"event: reload\ndata: {}\n\n"
"""What the browser missed cannot be told any more."""


def changes(mark: str, rows: Iterable[bytes], gone: Iterable[str]) -> bytes:
    """What changed up to a mark: rows as they are now, ids of those that are not open any more."""
    ids = b",".join(b'"%s"' % id.encode() for id in gone)
    return b'id: %s\nevent: changes\ndata: {"rows":[%s],"gone":[%s]}\n\n' % (
        mark.encode(),
        b",".join(rows),
        ids,
    )
