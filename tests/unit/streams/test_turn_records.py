"""What is taken in one turn of what waits, without a broker and a thread."""

from collections.abc import Mapping

from aiokafka import ConsumerRecord
from faust.types import TP

from streams.transport.buffers import BUFFER_BYTES, TURN_RECORDS, Buffers
from streams.transport.taken import Taken

SOROT, POC, OTHER = TP("reports.sorot", 0), TP("reports.poc", 0), TP("corrections", 0)
TOGETHER = {SOROT.topic: "triage", POC.topic: "triage"}


def waiting(records: dict[TP, int]) -> Buffers:
    """When so many records of each partition wait, the first of them longest."""
    buffers = Buffers()
    for tp, number in records.items():
        buffers.add(tp, [_record(tp, offset) for offset in range(number)], number)
    return buffers


def _record(tp: TP, offset: int) -> ConsumerRecord:
    return ConsumerRecord(tp.topic, tp.partition, offset, 0, 0, None, b"some", 0, 4, 0, ())


def taken(buffers: Buffers, together: Mapping[str, str] = TOGETHER, most: int = 1_000) -> Taken:
    found = buffers.next(dict.fromkeys((SOROT, POC, OTHER), most), urgent=None, together=together)
    assert found
    return found


def sizes(found: Taken) -> dict[TP, int]:
    return {part.tp: len(part.records) for part in found.parts}


def test_what_little_waits_of_an_agents_topics_is_taken_at_once() -> None:
    assert sizes(taken(waiting({SOROT: 3, OTHER: 5, POC: 4}))) == {SOROT: 3, POC: 4}


def test_alone_comes_what_no_agent_takes_together() -> None:
    buffers = waiting({OTHER: 5, SOROT: 3, POC: 4})
    assert sizes(taken(buffers)) == {OTHER: 5}
    assert sizes(taken(waiting({SOROT: 3, POC: 4}), together={})) == {SOROT: 3}


def test_no_turn_has_more_records_than_a_small_chunk_and_the_rest_waits() -> None:
    buffers = waiting({SOROT: TURN_RECORDS - 5, POC: 9})
    first = taken(buffers)
    assert sizes(first) == {SOROT: TURN_RECORDS - 5, POC: 5}
    assert [part.next_offset for part in first.parts] == [TURN_RECORDS - 5, 5]
    assert [record.offset for record in taken(buffers).records] == [5, 6, 7, 8]


def test_a_large_chunk_comes_alone() -> None:
    assert sizes(taken(waiting({SOROT: TURN_RECORDS, POC: 1}))) == {SOROT: TURN_RECORDS}
    assert sizes(taken(waiting({SOROT: 900, POC: 1}))) == {SOROT: 900}


def test_no_partition_gives_more_than_its_own_pace_allows() -> None:
    assert sizes(taken(waiting({SOROT: 30, POC: 30}), most=20)) == {SOROT: 20, POC: 20}


def test_of_a_partition_of_which_too_much_waits_nothing_more_is_wanted() -> None:
    buffers = waiting({SOROT: 5, POC: 1})
    assert buffers.wanting([SOROT, POC, OTHER], 5) == {POC, OTHER}
    large = ConsumerRecord(*POC, 1, 0, 0, None, b"." * BUFFER_BYTES, 0, BUFFER_BYTES, 0, ())
    buffers.add(POC, [large], 2)
    assert buffers.wanting([SOROT, POC, OTHER], 6) == {SOROT, OTHER}
    assert [len(part.records) for part in taken(buffers).parts] == [5, 2]
    assert buffers.wanting([SOROT, POC, OTHER], 5) == {SOROT, POC, OTHER}
