"""An outgoing record, in CloudEvents 1.0 binary mode."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from schemas.passage import Headers, Passage, passage_of

SOURCE = "sinergi"
_OF_ALL = (("content-type", b"application/json"), ("ce_specversion", b"1.0"))
_OURS = ("ce_source", SOURCE.encode())


class Message(NamedTuple):
    """What goes to a topic: bytes, and headers that say what they are.

    An empty `value` goes as none: in a compacted topic it removes what had that key.
    """

    topic: str
    key: bytes
    value: bytes
    headers: Headers

    @property
    def type(self) -> str:
        """Of the event."""
        return type_of(self.headers)

    @property
    def passage(self) -> Passage | None:
        """Of the report that caused it, if one did."""
        return passage_of(self.headers)


def type_of(headers: Iterable[tuple[str, bytes | None]]) -> str:
    """Of the event, like `sinergi.dispatch.opened.v1`; empty for what is no event of ours."""
    # A header may be there and null.
    return (dict(headers).get("ce_type") or b"").decode(errors="replace")


def cloud_event(
    *,
    topic: str,
    key: str,
    value: bytes,
    id: str,
    type: str,
    subject: str,
    time: datetime,
    passage: Passage | None = None,
    more: Headers = (),
) -> Message:
    """A message whose headers follow CloudEvents' Kafka binding (binary mode).

    `id` is deterministic: a consumer that has seen it drops the message. `time` is the
    event's own, never the clock's, so that the same input gives the same bytes. `passage` is that of
    the report that caused it; `more` headers come last.
    """
    headers = (
        *_OF_ALL,
        ("ce_id", id.encode()),
        _OURS,
        ("ce_type", type.encode()),
        ("ce_subject", subject.encode()),
        ("ce_time", time.isoformat().encode()),
    )
    return Message(topic, key.encode(), value, (*headers, *(passage.headers() if passage else ()), *more))
