"""Lost, doubled, out of order: counted from the topics and plain rows, apart from workers and checker."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import asyncpg
from aiokafka import ConsumerRecord

from schemas.topics import CLASSIFIED
from tests.chaos.publisher import NUMBER, Confirmed
from tests.checker import Published
from tests.e2e.reports import Record

_HAVE = {
    "reports": "select channel || '/' || id as name from reports",
    "links": "select channel || '/' || report_id as name from links",
    "progress": "select agency || '/' || id as name from progress where result = 'applied'",
    "replies": "select channel || '/' || id as name from replies where result = 'applied'",
    "corrections": "select 'corrections/' || id as name from corrections",
    "refused": "select topic || '/' || partition || '/' || \"offset\" as name from rejections",
}
_KEPT_IN = {"reports": "reports", "progress": "progress", "replies": "replies", "corrections": "corrections"}


def in_kafka(
    log: Iterable[ConsumerRecord], sent: Sequence[Record], confirmed: Mapping[int, Confirmed]
) -> tuple[list[Published], dict[str, list[str]]]:
    """What of all that was sent is in the topics, confirmed or not; what should be and is not, or twice."""
    places: defaultdict[int, list[ConsumerRecord]] = defaultdict(list)
    for record in log:
        if number := dict(record.headers).get(NUMBER):
            places[int(number)].append(record)
    there = {
        number: {(r.topic, r.partition, r.offset) for r in records} for number, records in places.items()
    }
    published = [
        Published(record.topic, record.partition, record.offset, record.value, sent[number].id)
        for number, records in places.items()
        for record in records
        if record.topic != CLASSIFIED  # Where only time is told by others than the workers.
    ]
    return published, {
        "confirmed and not in Kafka": [
            f"{number} at {at}"
            for number, at in confirmed.items()
            if (at.topic, at.partition, at.offset) not in there.get(number, ())
        ],
        "twice in Kafka": [str(number) for number, at in there.items() if len(at) > 1],
    }


async def count(
    url: str, published: Sequence[Published], outgoing: Mapping[str, Sequence[ConsumerRecord]]
) -> tuple[Counter[str], dict[str, list[str]]]:
    """Of how many records what became, and which were lost or doubled in Postgres, or told out of order."""
    have = await _have(url)
    due: defaultdict[str, set[str]] = defaultdict(set)
    refused = {f"{one.topic}/{one.partition}/{one.offset}" for one in published if one.id is None}
    for one in published:
        kind = one.topic.partition(".")[0]
        if one.id is not None:
            due[_KEPT_IN[kind]].add(f"{one.owner or 'corrections'}/{one.id}")
    lost = [f"{table}: {name}" for table, names in due.items() for name in names - have[table].keys()]
    unaccounted = refused - have["refused"].keys()
    doubled = [
        f"{table}: {name}" for table, names in have.items() for name, times in names.items() if times > 1
    ]
    numbers = Counter(
        reports=len(due["reports"]), recorded=len(have["reports"]), refused=len(have["refused"])
    )
    return numbers, {
        "lost": lost,
        "unaccounted": sorted(unaccounted),
        "doubled": doubled,
        **_told(outgoing),
    }


def _told(outgoing: Mapping[str, Sequence[ConsumerRecord]]) -> dict[str, list[str]]:
    """To a consumer that drops what it has by id: the same thing under two ids, and versions that go back."""
    seen: set[str] = set()
    ids: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    last: Counter[tuple[str, str]] = Counter()
    back = []
    for topic, records in outgoing.items():
        if not topic.startswith("dispatches."):
            continue
        for record in records:
            said = json.loads(record.value)
            incident = said.get("incident_id") or said.get("event_id")
            subject = incident, said["agency"]
            ids[*subject, str(said["version"])].add(said["id"])
            if said["id"] not in seen and said["version"] <= last[subject]:
                back.append(f"{said['id']} after {last[subject]}")
            seen.add(said["id"])
            last[subject] = max(last[subject], said["version"])
    return {
        "told twice": [str(what) for what, under in ids.items() if len(under) > 1],
        "out of order": back,
    }


async def _have(url: str) -> dict[str, Counter[str]]:
    connection = await asyncpg.connect(url)
    try:
        return {
            table: Counter(row["name"] for row in await connection.fetch(sql)) for table, sql in _HAVE.items()
        }
    finally:
        await connection.close()
