"""Whatever a broker takes as a batch: its partition goes on, and nothing in it is lost without a word."""

import pytest
from aiokafka import ConsumerRecord

from schemas.rejection import Origin, Rejection
from streams.core.normalize import normalize
from streams.core.unreadable import Unreadable
from streams.wire.batch import UNPACKED_BYTES
from tests.contract.stage import Stage
from tests.raw_batches import CODECS, Raw, packed, produce, raw, record

pytestmark = pytest.mark.asyncio(loop_scope="session")

SOUND = b"{}"
ONE = record(0, SOUND)
BOMB = record(0, b"a" * (UNPACKED_BYTES + 1))


async def take(stage: Stage, batch: Raw) -> list[ConsumerRecord]:
    """What came of a batch, with a sound record behind it; nothing where the broker refuses it."""
    begin = stage.consumer.ledger.next_offsets()[stage.tp(0)]
    if await produce(stage.kafka.brokers, stage.name, batch):
        return []
    await stage.publish(0, [b"after"])
    found: list[ConsumerRecord] = []
    while not found or found[-1].value != b"after":
        chunk = await stage.chunk()
        found += chunk.records
        assert chunk.finish()
    assert stage.consumer.ledger.next_offsets()[stage.tp(0)] == begin + batch.count + 1
    return found[:-1]


def refused(one: ConsumerRecord) -> str:
    """The code of the rejection, which keeps all that there was."""
    assert isinstance(one.value, Unreadable)
    origin = Origin(topic=one.topic, partition=one.partition, offset=one.offset)
    rejection = normalize(one.value, origin, ())
    assert isinstance(rejection, Rejection)
    assert (rejection.original, rejection.reason) == (one.value, one.value.reason)
    return rejection.code


async def test_header_names_that_are_no_utf8_do_not_stop_a_partition(stage: Stage):
    await stage.drain()
    for codec in CODECS:
        named = raw(record(0, SOUND, [(b"caf\xe9", b"x"), (b"name", b"y")]), codec=codec)
        [found] = await take(stage, named)
        assert (found.value, found.headers) == (SOUND, (("caf\ufffd", b"x"), ("name", b"y")))


async def test_what_unpacks_to_too_much_is_refused_as_a_whole_and_kept(stage: Stage):
    await stage.drain()
    for codec in ("gzip", "lz4", "zstd", "snappy"):
        batch = raw(BOMB, codec=codec)
        [found] = await take(stage, batch)
        assert refused(found) == "too_long"
        assert batch.records in found.value


async def test_records_have_the_offsets_that_the_log_gave_them(stage: Stage):
    await stage.drain()
    begin = stage.consumer.ledger.next_offsets()[stage.tp(0)]
    for deltas in ((0, 0, 0), (10**6, 1, 2), (-50, 1, 2), (2, 1, 0)):
        found = await take(stage, raw(*(record(delta, SOUND) for delta in deltas)))
        assert [one.offset for one in found] == [begin, begin + 1, begin + 2]
        begin += 4


async def test_what_cannot_be_unpacked_or_told_apart_is_refused_in_its_place(stage: Stage):
    await stage.drain()
    broken = (
        Raw(packed("gzip", ONE) + b"behind", 1, CODECS["gzip"]),  # Kafka takes this one and the next,
        Raw(packed("lz4", ONE) + b"behind", 1, CODECS["lz4"]),
        Raw(b"garbage" * 9, 1, CODECS["lz4"]),  # and only the embedded broker those that follow.
        Raw(b"\xff\xff\xff\xff\x0f" + b"\0" * 20, 1, CODECS["snappy"]),
        raw(record(0, SOUND, header_count=2**31 - 1)),
        raw(record(0, SOUND, header_count=-1), codec="zstd"),
        raw(record(0, SOUND, tail=b"behind")),
        raw(b"\xff" * 20, count=1),
        raw(record(0, SOUND, [(b"", None)] * 1_001)),  # Kafka takes this one too.
        raw(record(0, SOUND, [(b"", None)] * 600_000), codec="zstd"),
    )
    codes = [[refused(one) for one in await take(stage, batch)] for batch in broken]
    taken = [number for number, found in enumerate(codes) if found]
    assert {0, 1, 8, 9} <= set(taken)
    assert {len(found) for found in codes} <= {0, 1}
