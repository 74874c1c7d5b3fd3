"""Batches of records as a channel may write them, past what a broker looks at."""

from collections.abc import Iterator
from random import Random

from schemas.rejection import Origin, Rejection
from streams.core.normalize import normalize
from streams.core.unreadable import Unreadable
from streams.wire import Records
from tests.fuzz import mutate
from tests.fuzz.entrance import ACCEPTED, Entrance, must
from tests.fuzz.entrances.records import kept
from tests.raw_batches import CODECS, Raw, raw, record

_HEADERS = ((b"traceparent", b"00"), (b"caf\xe9", None), (b"", b""))
_SEEDS = tuple(
    bytes(raw(*(record(n, b'{"id": "S-1"}', _HEADERS[:n]) for n in range(4)), codec=codec))
    for codec in CODECS
)
_HEAD_BYTES = 61


def entrances() -> Iterator[Entrance]:
    """Not followed by coverage: what may be spoilt lies behind checks of length."""
    yield Entrance("batches", 1.0, _made, _taken, _SEEDS, guided=False)


def _made(rng: Random) -> bytes:
    """Records that are spoilt inside a batch that is not, or a batch that is."""
    if rng.random() < 0.3:
        return mutate.raw(rng, rng.choice(_SEEDS), _SEEDS)
    content, codec = rng.choice((_SEEDS[0], _plain(rng))), rng.choice((*CODECS, "none", "none"))
    records = mutate.raw(rng, content[_HEAD_BYTES:], (_SEEDS[0],))
    count = rng.choice((0, 1, 4, 4, 4, 50))
    batch = raw(records, codec=codec, count=count, base=rng.choice((0, 7, 2**40)))
    if rng.random() < 0.2:
        batch = Raw(mutate.raw(rng, batch.records, _SEEDS), count, batch.codec)
    return bytes(batch)


def _plain(rng: Random) -> bytes:
    deltas = (rng.choice((n, n, n, 0, -1, 10**6)) for n in range(4))
    return bytes(raw(*(record(delta, b"{}", rng.sample(_HEADERS, k=2)) for delta in deltas)))


def _taken(content: bytes) -> str:
    records, code, offset = Records(content), ACCEPTED, None
    while records.has_next():
        batch = records.next_batch()
        must(batch is not None, "there is one where it is said that there is")
        for found in batch or ():
            must(batch.base_offset <= found.offset < batch.next_offset, "it lies in its batch")  # type: ignore[union-attr]
            offset = found.offset
            code = _refused(found.value, offset) or code
    return code


def _refused(value: bytes | None, offset: int) -> str:
    if not isinstance(value, Unreadable):
        return ACCEPTED
    origin = Origin.model_construct(topic="reports.sorot", partition=0, offset=max(0, offset))
    refusal = normalize(value, origin, ())
    must(isinstance(refusal, Rejection), "what cannot be read is refused")
    return kept(refusal, value)  # type: ignore[arg-type]
