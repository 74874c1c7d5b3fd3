"""An older backup is restored: what it lacks is said to the record, and taken from Kafka again."""

import itertools
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from schemas.catalog import load
from schemas.correction import Correction, Merge
from schemas.incident import key_of
from schemas.topics import CLASSIFIED, CORRECTIONS, progress
from streams.connections import NotReadyError, postgres
from streams.rewind.accepted import refuse_older
from tests.e2e.city import City
from tests.e2e.commands import dumped, restored, sinergi
from tests.e2e.killed import killed
from tests.e2e.logs import Logs
from tests.e2e.refold import stored
from tests.e2e.reports import Record, stream
from tests.e2e.servers import REAL_KAFKA

REPORTS = 80
LAST = ("audit", "%audit_note%")
"""What `rewind --accept` writes when all else is written."""
SAID = {
    "corrections": "select id, result, incidents from corrections order by id",
    "progress": "select agency, id, result from progress order by 1, 2",
    "rejections": 'select topic, partition, "offset", code from rejections order by 1, 2, 3',
    "words": "select channel, id, reporter, masked_text, masked_place from reports order by 1, 2",
    "links": "select channel, report_id, incident_id, decision, new_voice from links order by 1, 2",
}


async def test_what_a_restored_backup_lacks_is_told_and_comes_again(bekasi: City, tmp_path: Path):
    records = stream(seed=11, total=REPORTS)
    await bekasi.start("triage", "resolve")
    await bekasi.publish(records[: REPORTS // 2])
    await bekasi.settled()
    backup, before = dumped(bekasi.settings, tmp_path / "dump"), await bekasi.logs.catch_up()
    keys = await bekasi.count("reporter_keys")
    await _taken_in_more(bekasi, records[REPORTS // 2 :])
    undisturbed, heard = await _all(bekasi), await _dispatches(bekasi)
    after, made = await bekasi.logs.catch_up(), await bekasi.count("reporter_keys") - keys
    assert made > 0
    assert await _rewind(bekasi) == {"missing": 0, "again": 0, "gone": 0}

    restored(bekasi.settings, backup)
    lacking = sum(after.values()) - sum(before.values())
    assert lacking > REPORTS // 2
    async with postgres(bekasi.settings.postgres) as pool:
        with pytest.raises(NotReadyError, match=f"{lacking} records that it held once are missing"):
            await refuse_older(bekasi.settings.kafka, pool, load(), wait_s=0)
    assert await _rewind(bekasi, code=1, held=made) == {"missing": lacking, "again": lacking, "gone": 0}
    findings = (await sinergi(bekasi.settings, "doctor", "--seconds", "1", code=None))["findings"]
    [rewound] = [one["means"] for one in findings if one["looked_at"] == "rewound"]
    assert f"{lacking} records that it held once are missing" in rewound
    async with killed(bekasi, "rewind", "--accept", at=LAST):
        pass
    assert await _rewind(bekasi, code=1, held=made) == {"missing": lacking, "again": lacking, "gone": 0}
    await _rewind(bekasi, "--accept", held=made)
    await bekasi.start("triage", "resolve")
    await bekasi.settled()
    assert await _all(bekasi) == undisturbed, "to the word"
    again = await _dispatches(bekasi)
    assert again.keys() == heard.keys()
    assert [id for at in again for id in _new_to_an_agency(again[at], len(heard[at]))] == []
    assert {id for log in again.values() for id, _, _ in log} == {
        id for log in heard.values() for id, _, _ in log
    }


@pytest.mark.skipif(not REAL_KAFKA, reason="the embedded broker keeps all records, whatever it is asked")
async def test_what_kafka_holds_no_longer_is_told_and_left_behind_once_that_was_accepted(
    bekasi: City, tmp_path: Path
):
    records = stream(seed=12, total=REPORTS)
    await bekasi.start("triage", "resolve")
    await bekasi.publish(records[: REPORTS // 2])
    await bekasi.settled()
    backup, was = dumped(bekasi.settings, tmp_path / "dump"), await _recorded(bekasi)
    await bekasi.publish(records[REPORTS // 2 :])
    await _settled_and_stopped(bekasi)
    now, recorded = await _recorded(bekasi), await bekasi.count("reports")
    restored(bekasi.settings, backup)
    number = max(now, key=lambda one: now[one] - was[one])
    gone = now[number] - was[number] - 1
    await _delete(bekasi, TopicPartition(CLASSIFIED, number), now[number] - 1)
    found = await sinergi(bekasi.settings, "rewind", code=1)
    assert (found["gone"], found["missing"] - found["again"]) == (gone, gone)
    await sinergi(bekasi.settings, "rewind", "--accept")
    assert (await sinergi(bekasi.settings, "rewind"))["gone"] == 0
    await bekasi.start("resolve")
    await bekasi.settled()
    # Of the records that are gone some had come more than once.
    assert recorded - gone <= await bekasi.count("reports") < recorded


async def _recorded(city: City) -> Mapping[int, int]:
    rows = await city.rows("select partition, next_offset from consumed where topic = $1", CLASSIFIED)
    return {row["partition"]: row["next_offset"] or 0 for row in rows}


async def _rewind(city: City, *options: str, code: int = 0, held: int = 0) -> Mapping[str, int]:
    found = await sinergi(city.settings, "rewind", *options, code=code)
    assert found["keys"] == {"held": held, "destroyed": 0, "nowhere": 0}
    return {name: found[name] for name in ("missing", "again", "gone")}


async def _taken_in_more(city: City, records: Sequence[Record]) -> None:
    """Reports, what cannot be read, what an agency did, and a merge between two families."""
    await city.publish([*records, Record(records[0].topic, b"k", b"{")])
    await city.settled()
    rows = await city.rows(
        "select id, version, routed from incidents where reports > 2 and state = 'open' order by id"
    )
    first = rows[0]
    other = next(row for row in rows if key_of(row["id"]) != key_of(first["id"]))
    agency = json.loads(first["routed"])[0]["agency"]
    word = {
        "id": "p-1",
        "incident_id": first["id"],
        "version": first["version"],
        "by": "budi",
        "said": "accepted",
    }
    at = "2026-11-24T12:00:00+07:00"
    await city.publish(
        [Record(progress(agency), first["id"].encode(), json.dumps(word | {"at": at}).encode(), "p-1")]
    )
    await city.settled()
    merge = Merge(incident=first["id"], into=other["id"])
    said = Correction(id="m-1", at=datetime(2026, 11, 24, 6, tzinfo=UTC), by="ani", why="uji", what=merge)
    await city.producer.send_and_wait(CORRECTIONS, said.to_json(), key=said.key.encode())
    await city.grown("corrections", 0)
    await _settled_and_stopped(city)


async def _settled_and_stopped(city: City) -> None:
    await city.settled()
    assert [await worker.stop() for worker in city.workers] == [0] * len(city.workers)
    city.workers.clear()


async def _all(city: City) -> tuple[object, ...]:
    outcome = await stored(city.settings.postgres.url)
    return (outcome, *[[tuple(row) for row in await city.rows(sql)] for sql in SAID.values()])


async def _dispatches(city: City) -> Mapping[tuple[str, int], Sequence[tuple[str, str, int]]]:
    """By partition what it holds, in order: id, whom it is about, version."""
    async with Logs(city.settings.kafka.brokers, ("dispatches.",)) as logs:
        await logs.catch_up()
    found = defaultdict(list)
    for one in itertools.chain.from_iterable(logs.records.values()):
        id, version = dict(one.headers)["ce_id"].decode(), json.loads(one.value)["version"]
        found[one.topic, one.partition].append((id, one.key.decode(), version))
    return found


def _new_to_an_agency(log: Sequence[tuple[str, str, int]], heard: int) -> list[str]:
    """What a consumer that drops what it has would take for new, of what came after `heard` records."""
    highest: dict[str, int] = {}
    new = []
    for place, (id, about, version) in enumerate(log):
        if version > highest.get(about, 0):
            highest[about] = version
            new += [id] if place >= heard else []
    return new


async def _delete(city: City, partition: TopicPartition, before: int) -> None:
    """As retention does."""
    admin = AIOKafkaAdminClient(bootstrap_servers=list(city.settings.kafka.brokers))
    await admin.start()
    try:
        await admin.delete_records({partition: RecordsToDelete(before_offset=before)})
    finally:
        await admin.close()
