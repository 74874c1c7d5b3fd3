"""Headers of records, which may hold any bytes or none: their passage, their trace, what is delivered."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

from schemas.passage import passage_of
from schemas.rejection import Rejection
from schemas.trace_context import context_of, traceparent_in
from streams.agents.moment import moment_of
from streams.agents.webhooks.records import delivery_of
from streams.core.records.commands import read_event
from tests.fuzz import mutate
from tests.fuzz.entrance import ACCEPTED, Entrance, must
from tests.fuzz.entrances.records import CATALOG, Lying
from tests.fuzz.nasty import WORDS

_NAMES = (
    "ce_type", "ce_id", "ce_subject", "ce_time", "ce_source", "ce_arrivedat", "ce_arrivedby",
    "traceparent", "content-type", "", "ce_", "ce_\r\n", "TRACEPARENT", "x" * 300,
)  # fmt: skip
_VALUES = (
    "sinergi.correction.v1",
    "sinergi.dispatch.opened.v1",
    "sinergi.event.opened.v1",
    "1.0",
    "sinergi",
    "sorot",
    "2026-11-24T03:05:00+00:00",
    "2026-11-24T03:05:00",
    "9999-12-31T23:59:59-23:59",
    "application/json",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "ff-" + "0" * 32 + "-" + "0" * 16 + "-00",
    "00-" + "0" * 32 + "-b7ad6b7169203331-01-" + "x" * 200,
)
_STAMPS = (-1, 0, 1, 1_795_492_800_000, 253_402_300_799_999, 253_402_300_800_000, 2**53, 2**63 - 1, -(2**63))


def entrances() -> Iterator[Entrance]:
    yield Entrance("record headers", 1.0, _made, _taken, (_made(Random(1)), _made(Random(2))))


def _made(rng: Random) -> bytes:
    """A time stamp, a key, and pairs of names and values, some of which are null."""
    pairs = [[rng.choice(_NAMES), _value(rng)] for _ in range(rng.randrange(8))]
    content = {"stamp": rng.choice(_STAMPS), "key": _value(rng), "headers": pairs}
    return json.dumps(content).encode()


def _value(rng: Random) -> str | None:
    how = rng.random()
    if how < 0.1:
        return None
    if how < 0.2:
        return rng.choice(WORDS)
    word = rng.choice(_VALUES)
    return mutate.raw(rng, word.encode()).decode("latin-1") if how < 0.6 else word


def _taken(content: bytes) -> str:
    read = _read(content)
    if read is None:
        return "not of this form"
    stamp, key, headers = read
    record = Lying(b'{"x": 1}', headers=headers)
    must(isinstance(read_event(record, CATALOG()), Rejection), "an empty event is refused")
    moment = moment_of(_Stamped(stamp))
    must(moment.astimezone(UTC) >= datetime(1970, 1, 1, tzinfo=UTC), "a record has a moment")
    passage, context = passage_of(headers), context_of(traceparent_in(headers))
    must(passage is None or passage.arrived_at.tzinfo, "a passage has a moment of its own")
    must(context is None or len(str(context)) == 55, "a trace is written as it should be")
    delivery = delivery_of(_Stamped(stamp, key, b"{}", headers))
    if isinstance(delivery, str):
        must(delivery, "a refusal says why")
        return "no delivery"
    for name, text in delivery.headers:
        must(text.isprintable() and name.isprintable() and ":" not in name, "no header holds another")
    return ACCEPTED


class _Stamped:
    """What is asked of a ConsumerRecord."""

    topic, partition, offset = "dispatches.dishub", 0, 1

    def __init__(
        self,
        timestamp: int,
        key: bytes | None = None,
        value: bytes | None = None,
        headers: tuple[tuple[str, bytes], ...] = (),
    ) -> None:
        self.timestamp, self.key, self.value, self.headers = timestamp, key, value, headers


def _read(content: bytes) -> tuple[int, bytes | None, tuple[tuple[str, bytes], ...]] | None:
    try:
        given = json.loads(content)
        headers = tuple((str(name), _bytes(value)) for name, value in given["headers"])
        stamp = given["stamp"]
        valid = isinstance(stamp, int) and -(2**63) <= stamp < 2**63
        return (stamp, _bytes(given["key"]), headers) if valid else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _bytes(value: object) -> bytes:
    return None if value is None else str(value).encode("utf-8", "surrogatepass")  # type: ignore[return-value]
