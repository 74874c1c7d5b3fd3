"""What must hold at the end of every schedule, whatever went wrong in it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiokafka import ConsumerRecord
from faust.types import TP

from schemas.command import Progressed
from schemas.rejection import Rejection
from schemas.sealed import SealedReport
from schemas.topics import CLASSIFIED, REPORTER_KEYS, channel_of
from streams.core.records.keys import read_key
from tests.simulation.agency import TOPIC as PROGRESS
from tests.simulation.remembered import dispatch_in, event_in, understood, word
from tests.simulation.undisturbed import poisonous_record, undisturbed
from tests.simulation.workers import REPORTS

if TYPE_CHECKING:
    from tests.simulation.schedule import Schedule


def violations_of(schedule: "Schedule") -> Iterator[str]:
    """In words, one each."""
    yield from _unaccounted(schedule)
    yield from _set_aside(schedule)
    yield from _keys_not_in_kafka(schedule)
    yield from _left_in_the_outbox(schedule)
    yield from _versions_that_fell(schedule)
    yield from _passed_by_later_ones(schedule)
    yield from _other_than_undisturbed(schedule)


def _unaccounted(schedule: "Schedule") -> Iterator[str]:
    """Each published record is a report, a rejection or a redelivery, and one of them alone."""
    tables = schedule.database.tables
    for topic in REPORTS:
        for record in _records(schedule, topic):
            found = understood(record.value, channel_of(topic), topic, record.partition, record.offset)
            refused = (record.topic, record.partition, record.offset) in tables.rejections
            kept = None if isinstance(found, Rejection) else tables.reports.get(found.report_key)
            taken = kept is not None and kept.report.digest == found.digest
            if taken == refused:
                yield f"{_at(record)} is {'both taken in and refused' if taken else 'lost'}"
    for record in _records(schedule, PROGRESS):
        said = word(record)
        refused = (record.topic, record.partition, record.offset) in tables.rejections
        if isinstance(said, Progressed):
            taken = tables.progress.get((said.agency, said.progress.id)) == said.digest
            if taken == refused:
                yield f"{_at(record)} is {'both taken in and refused' if taken else 'lost'}"


def _set_aside(schedule: "Schedule") -> Iterator[str]:
    """What the core fails on, each record of it once, and nothing else."""
    database = schedule.database
    due = [
        (TP(CLASSIFIED, record.partition), record.offset)
        for record in _records(schedule, CLASSIFIED)
        if poisonous_record(record)
    ]
    if sorted(database.set_aside) != due:
        yield f"set aside were {sorted(database.set_aside)} in place of {due}"


def _keys_not_in_kafka(schedule: "Schedule") -> Iterator[str]:
    """Of each key that Postgres has, the last word in Kafka is its secret."""
    said = dict(filter(None, (read_key(one.key, one.value) for one in _records(schedule, REPORTER_KEYS))))
    for voice, key in schedule.database.tables.keys.items():
        if said.get(key.id) != key.secret:
            yield f"the key of {voice} is not in Kafka, or destroyed there"


def _left_in_the_outbox(schedule: "Schedule") -> Iterator[str]:
    for tp, outbox in schedule.database.tables.outbox.items():
        if outbox:
            yield f"the outbox of {tp.topic}/{tp.partition} holds {len(outbox)} messages"


def _versions_that_fell(schedule: "Schedule") -> Iterator[str]:
    """At first sight the versions of an incident only grow, for each agency."""
    for topic in schedule.broker.partitions:
        if not topic.startswith("dispatches."):
            continue
        seen: set[bytes] = set()
        last: dict[str, int] = {}
        for record in _records(schedule, topic):
            if (id := _id_of(record)) not in seen:
                seen.add(id)
                dispatch = dispatch_in(record.value)
                if dispatch.version <= last.get(dispatch.incident_id, 0):
                    yield f"{_at(record)}: a version of {dispatch.incident_id} comes too late"
                last[dispatch.incident_id] = dispatch.version


def _passed_by_later_ones(schedule: "Schedule") -> Iterator[str]:
    """At first sight reports of one partition that meet in one of triage's keep their order."""
    for tp in schedule.broker.of(CLASSIFIED):
        seen: set[tuple[str, int, int]] = set()
        last: dict[TP, int] = {}
        for record in schedule.broker.logs[tp]:
            event = event_in(record.value, record.headers)
            if isinstance(event, SealedReport):
                origin = event.bare.origin
                place, came_from = (
                    (origin.topic, origin.partition, origin.offset),
                    TP(origin.topic, origin.partition),
                )
                if place not in seen and origin.offset < last.get(came_from, 0):
                    yield f"{_at(record)}: {origin} was passed by a later one"
                seen.add(place)
                last[came_from] = max(origin.offset, last.get(came_from, 0))


def _other_than_undisturbed(schedule: "Schedule") -> Iterator[str]:
    """The same incidents, reports and messages as without trouble; of announcements up to whom they reach
    is a number of the database's own.
    """
    tables = schedule.database.tables
    expected = undisturbed(schedule.broker, tables.keys, schedule.plant.core)
    if tables.reports != expected.tables.reports:
        yield "reports or their links differ from an undisturbed run"
    if tables.incidents != expected.tables.incidents:
        yield "incidents differ from an undisturbed run"
    due = {(one.topic, dict(one.headers)["ce_id"]): one.value for one in expected.sent}
    sent: dict[tuple[str, bytes], bytes] = {}
    for topic in schedule.broker.partitions:
        if topic.startswith(("dispatches.", "feedback.", "announcements")):
            for record in _records(schedule, topic):
                key = (topic, _id_of(record))
                if sent.setdefault(key, record.value) != record.value:
                    yield f"{_at(record)}: {key[1].decode()} was sent with other content before"
    yield from (
        f"{topic}: {id.decode()} was never sent"
        for topic, id in sorted(due.keys() - sent.keys())
        if topic != "reports.rejected"
    )
    yield from (
        f"{topic}: {id.decode()} should not have been sent" for topic, id in sorted(sent.keys() - due.keys())
    )
    yield from (
        f"{topic}: {id.decode()} differs from an undisturbed run"
        for topic, id in sorted(due.keys() & sent.keys())
        if topic != "announcements" and due[topic, id] != sent[topic, id]
    )


def _records(schedule: "Schedule", topic: str) -> Iterator[ConsumerRecord]:
    for tp in schedule.broker.of(topic):
        yield from schedule.broker.logs[tp]


def _id_of(record: ConsumerRecord) -> bytes:
    return dict(record.headers)["ce_id"]


def _at(record: ConsumerRecord) -> str:
    return f"{record.topic}/{record.partition}/{record.offset}"
