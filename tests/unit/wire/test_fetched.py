"""One answer of a broker -> its records from an offset on, so many at a time."""

from types import SimpleNamespace

import pytest
from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.consumer import fetcher
from aiokafka.errors import CorruptRecordException

from streams.wire import Records, batch
from streams.wire.fetched import FetchResult, PartitionRecords
from tests.raw_batches import AT_MS, Raw, raw, record

TP = TopicPartition("reports.sorot", 3)


def fetched(*batches: Raw | bytes, begin: int = 0) -> PartitionRecords:
    return of(b"".join(map(bytes, batches)), begin)


def of(content: bytes, begin: int, level: int = fetcher.READ_UNCOMMITTED) -> PartitionRecords:
    return PartitionRecords(TP, Records(content), [], begin, None, None, True, level)


def some(number: int, base: int) -> Raw:
    return raw(*(record(delta, b"%d" % (base + delta)) for delta in range(number)), base=base)


def offsets(answer: PartitionRecords, most: int) -> list[int]:
    return [one.offset for one in answer.take(most)]


def test_records_are_taken_across_batches_from_where_one_begins_to_read() -> None:
    answer = fetched(some(3, 40), some(3, 43), begin=41)
    assert offsets(answer, 3) == [41, 42, 43]
    assert answer.next_fetch_offset == 44
    assert offsets(answer, 9) == [44, 45]
    assert offsets(answer, 9) == []
    assert answer.next_fetch_offset == 46


def test_a_batch_longer_than_a_run_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "RUN_RECORDS", 2)
    assert offsets(fetched(some(5, 40)), 9) == [40, 41, 42, 43, 44]


def test_behind_what_was_compacted_away_one_reads_on_after_the_batch() -> None:
    answer = fetched(raw(record(3, b""), record(7, b""), base=40, last_delta=9), begin=40)
    assert offsets(answer, 2) == [43, 47]
    assert answer.next_fetch_offset == 48
    assert offsets(answer, 2) == []
    assert answer.next_fetch_offset == 50


def test_no_record_is_taken_before_one_that_was() -> None:
    sparse = raw(record(0, b"a"), record(7, b"b"), record(2, b"c"), base=40, last_delta=9)
    answer = fetched(sparse, begin=40)
    assert offsets(answer, 9) == [40, 47]
    assert answer.next_fetch_offset == 50


def test_at_a_damaged_batch_it_ends_for_good() -> None:
    damaged = bytearray(bytes(some(2, 42)))
    damaged[-3] ^= 1
    answer = fetched(some(2, 40), bytes(damaged), some(2, 44), begin=40)
    assert offsets(answer, 2) == [40, 41]
    with pytest.raises(CorruptRecordException):
        answer.take(2)
    assert offsets(answer, 9) == []
    assert answer.next_fetch_offset == 42


def test_one_after_the_other_they_are_records_of_their_partition() -> None:
    first, second = fetched(raw(record(0, b"one", [(b"name", b"x")], at_delta_ms=5), record(1, None)))
    assert first == ConsumerRecord(*TP, 0, AT_MS + 5, 0, b"key", b"one", None, 3, 3, (("name", b"x"),))
    assert (second.value, second.serialized_value_size) == (None, -1)


def test_what_an_aborted_transaction_wrote_cannot_be_left_out() -> None:
    with pytest.raises(NotImplementedError):
        of(bytes(some(1, 0)), 0, fetcher.READ_COMMITTED)


@pytest.mark.parametrize(("position", "found"), [(40, [40, 41]), (41, [])])
def test_nothing_is_given_of_what_is_read_from_elsewhere_since(position: int, found: list[int]) -> None:
    moved: list[int] = []
    state = SimpleNamespace(paused=False, position=position, consumed_to=moved.append)
    assignment = SimpleNamespace(active=True, state_value=lambda _: state)
    answer = fetched(some(2, 40), begin=40)
    result = FetchResult(TP, assignment=assignment, partition_records=answer, backoff=0)
    assert [one.offset for one in result.getall(9)] == found
    assert moved == [42] * len(found[:1])
    assert not result.has_more()
