"""What is taken in one turn of what waits, without a broker and a thread."""

from types import SimpleNamespace
from typing import Any

from aiokafka import ConsumerRecord
from faust.types import TP

from streams.transport.taken import Taken, bytes_of
from streams.transport.thread import TURN_RECORDS, Thread
from streams.transport.turns import Turns

SOROT, POC, OTHER = TP("reports.sorot", 0), TP("reports.poc", 0), TP("corrections", 0)
TOGETHER = {SOROT.topic: "triage", POC.topic: "triage"}


def waiting(records: dict[TP, int], together: dict[str, str]) -> Thread:
    """The thread when so many records of each partition wait, the first of them longest."""
    made: Any = object.__new__(Thread)
    made.consumer = SimpleNamespace(transport=SimpleNamespace(urgent=None, together=together))
    made._buffers = {tp: [_record(tp, offset) for offset in range(n)] for tp, n in records.items()}
    made._buffered_bytes = {tp: bytes_of(buffer) for tp, buffer in made._buffers.items()}
    made._buffered_to = dict(records)
    made._taken_to, made._turns = {}, Turns()
    return made


def _record(tp: TP, offset: int) -> ConsumerRecord:
    return ConsumerRecord(tp.topic, tp.partition, offset, 0, 0, None, b"some", 0, 4, 0, ())


def taken(thread: Thread, most: int = 1_000) -> Taken:
    found = thread._next(dict.fromkeys((SOROT, POC, OTHER), most))
    assert found
    return found


def sizes(found: Taken) -> dict[TP, int]:
    return {part.tp: len(part.records) for part in found.parts}


def test_what_little_waits_of_an_agents_topics_is_taken_at_once() -> None:
    assert sizes(taken(waiting({SOROT: 3, OTHER: 5, POC: 4}, TOGETHER))) == {SOROT: 3, POC: 4}


def test_alone_comes_what_no_agent_takes_together() -> None:
    thread = waiting({OTHER: 5, SOROT: 3, POC: 4}, TOGETHER)
    assert sizes(taken(thread)) == {OTHER: 5}
    assert sizes(taken(waiting({SOROT: 3, POC: 4}, {}))) == {SOROT: 3}


def test_no_turn_has_more_records_than_a_small_chunk_and_the_rest_waits() -> None:
    thread = waiting({SOROT: TURN_RECORDS - 5, POC: 9}, TOGETHER)
    first = taken(thread)
    assert sizes(first) == {SOROT: TURN_RECORDS - 5, POC: 5}
    assert [part.next_offset for part in first.parts] == [TURN_RECORDS - 5, 5]
    assert [record.offset for record in taken(thread).records] == [5, 6, 7, 8]


def test_a_large_chunk_comes_alone() -> None:
    assert sizes(taken(waiting({SOROT: TURN_RECORDS, POC: 1}, TOGETHER))) == {SOROT: TURN_RECORDS}
    assert sizes(taken(waiting({SOROT: 900, POC: 1}, TOGETHER))) == {SOROT: 900}


def test_no_partition_gives_more_than_its_own_pace_allows() -> None:
    assert sizes(taken(waiting({SOROT: 30, POC: 30}, TOGETHER), most=20)) == {SOROT: 20, POC: 20}


def test_what_waits_weighs_as_much_as_its_records() -> None:
    thread = waiting({SOROT: 5}, TOGETHER)
    taken(thread, most=2)
    assert thread._buffered_bytes[SOROT] == bytes_of(thread._buffers[SOROT]) > 0
    taken(thread)
    assert thread._buffered_bytes[SOROT] == 0
