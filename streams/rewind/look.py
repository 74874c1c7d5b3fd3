"""Asks Kafka and Postgres how far a database has come, and when what it lacks was published."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from aiokafka import ConsumerRecord, TopicPartition

from schemas.catalog.models import Catalog
from schemas.topics import dispatches
from sinks.rewinding import Hearing, Recorded, Rewinding
from streams.duties import resolve_duty
from streams.rewind.keys import keys
from streams.rewind.standing import Place, Repeat, Rewound, Span
from streams.watch.brokers import Brokers, Partitions, of_topics


async def rewound(brokers: Brokers, database: Rewinding, catalog: Catalog) -> Rewound:
    """Compare them. Raises `KafkaError`, `PostgresError`."""
    there, duty = await brokers.partitions(), resolve_duty(catalog)
    partitions = of_topics(there, duty.reads)
    # What is committed first: who works meanwhile records more, and never less.
    committed = await brokers.committed(duty.group, partitions)
    recorded, known_until = await database.recorded(), await database.known_until()
    begins, ends = await brokers.beginnings(partitions), await brokers.exact_ends(partitions)
    places = [
        Place(
            (tp.topic, tp.partition),
            begins[tp],
            ends[tp],
            recorded=(at := recorded.get(tp, Recorded())).next_offset,
            committed=committed[tp],
            accepted=at.accepted,
        )
        for tp in partitions
    ]
    dated = await _dated(brokers, places, known_until)
    webhooks = await _webhooks(brokers, there, await database.webhooks())
    older = any(place.stops for place in places)
    needed = await keys(brokers, database, places, catalog, older=older)
    return Rewound(brokers.cluster, known_until, tuple(dated), tuple(webhooks), needed)


async def _dated(brokers: Brokers, places: Sequence[Place], known_until: datetime | None) -> list[Place]:
    """With the times of the first and the last record that comes again, and of what lies before them."""
    held = [place for place in places if (place.again or place.gone) and place.end > place.again.start]
    firsts = await brokers.records({TopicPartition(*one.partition): one.again.start for one in held})
    lasts = await brokers.records(
        {TopicPartition(*one.partition): one.again[-1] for one in held if one.again}
    )
    return [_with_times(place, firsts, lasts, known_until) for place in places]


def _with_times(
    place: Place,
    firsts: Mapping[TopicPartition, ConsumerRecord],
    lasts: Mapping[TopicPartition, ConsumerRecord],
    known_until: datetime | None,
) -> Place:
    partition = TopicPartition(*place.partition)
    first, last = _moment(firsts.get(partition)), _moment(lasts.get(partition))
    return replace(
        place,
        when=Span(first, last) if place.again else Span(),
        when_gone=Span(known_until, first) if place.gone else Span(),
    )


def _moment(record: ConsumerRecord | None) -> datetime | None:
    return None if record is None else datetime.fromtimestamp(record.timestamp / 1000, UTC)


async def _webhooks(brokers: Brokers, there: Partitions, hearings: Sequence[Hearing]) -> list[Repeat]:
    partitions = set(of_topics(there, {dispatches(one.agency) for one in hearings}))
    begins, ends = await brokers.beginnings(partitions), await brokers.exact_ends(partitions)
    return [
        Repeat(
            one.agency,
            one.partition,
            again=max(0, ends[at] - max(one.next_offset, begins[at])),
            gone=max(0, begins[at] - one.next_offset),
        )
        for one in hearings
        if (at := TopicPartition(dispatches(one.agency), one.partition)) in partitions
    ]
