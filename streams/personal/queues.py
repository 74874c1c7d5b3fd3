"""Topics that are only queues for us are emptied as far as everybody has read them."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from schemas.topics import REJECTED
from sinks.audits import Audits
from sinks.topics import drop_before
from streams.duties import TRIAGE_GROUP
from streams.logs.error_words import words
from streams.settings import KafkaSettings
from streams.watch.brokers import Brokers, of_topics


@dataclass(frozen=True, slots=True)
class Emptied:
    """By topic: how many records were removed, and how many are left. `fault` is why none could be."""

    removed: Mapping[str, int]
    left: Mapping[str, int]
    fault: str | None = None


async def empty(
    settings: KafkaSettings,
    brokers: Brokers,
    audits: Audits,
    topics: Collection[str],
    sent: Mapping[TopicPartition, int],
) -> Emptied:
    """Remove what triage has finished and the watch has looked for, what refuse has taken in, and `sent`."""
    there = await brokers.partitions()
    upto = await _finished(brokers, audits, of_topics(there, topics))
    consumed, _ = await audits.consumed()
    upto |= {tp: consumed.get((tp.topic, tp.partition)) or 0 for tp in of_topics(there, [REJECTED])}
    upto |= sent
    begins = await brokers.beginnings(upto)
    ends = await brokers.exact_ends(upto)
    gone = {tp: offset for tp, offset in upto.items() if offset > begins[tp]}
    fault = None
    try:
        await drop_before(settings, gone)
    except KafkaError as error:
        fault, gone = words(error), {}
    removed, left = Counter[str](), Counter[str]()
    for tp, end in ends.items():
        begin = gone.get(tp, begins[tp])
        removed[tp.topic] += begin - begins[tp]
        left[tp.topic] += end - begin
    return Emptied(removed, left, fault)


async def _finished(
    brokers: Brokers, audits: Audits, raw: Collection[TopicPartition]
) -> dict[TopicPartition, int]:
    """What the watch never looked at on this cluster it does not wait for."""
    committed, places = await brokers.committed(TRIAGE_GROUP, raw), await audits.places()
    offsets = {tp: offset or 0 for tp, offset in committed.items()}
    return {
        tp: min(offset, places[tp].next_offset) if tp in places else offset for tp, offset in offsets.items()
    }
