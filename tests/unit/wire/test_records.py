"""Answers of a broker as bytes -> records, each in its place."""

import tracemalloc

import pytest

from streams.core.unreadable import Unreadable
from streams.wire import Records, batch
from streams.wire.record import HEADERS_MAX, Found
from tests.raw_batches import AT_MS, CODECS, Raw, packed, raw, record, varint

TWO = (record(0, b"one", [(b"name", b"x")], at_delta_ms=5), record(1, None, [(b"null", None)]))


def read(*batches: Raw | bytes) -> list[Found]:
    records = Records(b"".join(map(bytes, batches)))
    found: list[Found] = []
    while records.has_next():
        found += records.next_batch() or ()
    return found


@pytest.mark.parametrize("quick_bytes", [0, batch.QUICK_BYTES])
@pytest.mark.parametrize("codec", CODECS)
def test_either_way_of_reading_finds_the_same(
    codec: str, quick_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "QUICK_BYTES", quick_bytes)
    one, two = read(raw(*TWO, codec=codec, base=40))
    assert (one.offset, one.timestamp, one.key, one.value) == (40, AT_MS + 5, b"key", b"one")
    assert (two.offset, two.timestamp, two.value) == (41, AT_MS, None)
    assert [list(found.headers) for found in (one, two)] == [[("name", b"x")], [("null", None)]]


def test_time_is_the_brokers_where_the_topic_says_so() -> None:
    assert [one.timestamp for one in read(raw(*TWO, attributes=8))] == [AT_MS, AT_MS]


def test_snappy_in_blocks_is_read() -> None:
    blocks = b"".join(len(one).to_bytes(4) + one for one in (packed("snappy", part) for part in TWO))
    content = b"\x82SNAPPY\0" + b"\0\0\0\1" * 2 + blocks
    assert [one.value for one in read(Raw(content, 2, CODECS["snappy"]))] == [b"one", None]


def test_the_beginning_of_a_batch_is_not_read() -> None:
    whole = bytes(raw(*TWO))
    assert len(read(whole, whole[:-1])) == 2
    assert len(read(whole, whole[:7])) == 2


def test_of_what_was_compacted_the_offsets_are_those_of_its_records() -> None:
    assert [one.offset for one in read(raw(record(3, b""), record(7, b""), last_delta=9))] == [3, 7]


@pytest.mark.parametrize("quick_bytes", [0, batch.QUICK_BYTES])
def test_where_none_was_compacted_records_lie_as_they_are_counted(
    quick_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "QUICK_BYTES", quick_bytes)
    found = read(raw(record(0, b"a"), record(7, b"b"), record(2, b"c"), base=40))
    assert [(one.offset, one.value) for one in found] == [(40, b"a"), (41, b"b"), (42, b"c")]


def test_one_broken_record_leaves_its_neighbours() -> None:
    spoilt = record(1, b"", tail=b"x")
    first, second, third = read(raw(TWO[0], spoilt, TWO[1]))
    assert (first.value, third.value, third.offset) == (b"one", None, 2)
    assert isinstance(second.value, Unreadable)
    assert bytes(second.value) in spoilt


def test_what_cannot_be_told_apart_stands_at_its_last_offset() -> None:
    first, rest = read(raw(TWO[0], b"\x7f", b"", count=3))
    assert (first.value, rest.offset) == (b"one", 2)
    assert isinstance(rest.value, Unreadable)
    assert "2 records" in rest.value.reason


@pytest.mark.parametrize("codec", sorted(CODECS.keys() - {"none", "snappy"}))
def test_an_answer_full_of_bombs_takes_bounded_memory(codec: str) -> None:
    answer = bytes(raw(record(0, b"a" * (15 << 20)), codec=codec)) * 20
    records = Records(answer)
    assert [len(one.value or b"") for one in records.next_batch() or ()] == [15 << 20]
    assert not records.has_next()


def test_millions_of_headers_in_a_few_bytes_are_not_made() -> None:
    many = raw(record(0, b"one", header_count=4_000_000, tail=b"\0\1" * 4_000_000), codec="zstd")
    tracemalloc.start()
    try:
        [found] = read(many)
        assert tracemalloc.get_traced_memory()[1] < 64 << 20
    finally:
        tracemalloc.stop()
    assert isinstance(found.value, Unreadable)
    assert str(HEADERS_MAX) in found.value.reason


def test_a_record_has_few_headers_however_it_comes() -> None:
    headers = [(b"", None)] * (HEADERS_MAX + 1)
    [found] = read(raw(record(0, b"one", headers)))
    assert isinstance(found.value, Unreadable)
    assert found.value == b"one"


def test_what_is_no_batch_of_version_2_is_kept_as_it_is() -> None:
    old = bytes(raw(*TWO, magic=1, base=4))
    [found] = read(old)
    assert (found.offset, found.value) == (4, old)


@pytest.mark.parametrize("length", [2**63 - 1, 2**63 - 70])
def test_a_length_beyond_all_memory_is_refused(length: int) -> None:
    content = b"\0\0\0" + varint(length) + b"x" * 9
    [found] = read(raw(varint(len(content)) + content, count=1))
    assert isinstance(found.value, Unreadable)
    assert found.value == content
