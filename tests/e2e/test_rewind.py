"""An older backup is restored: what it lacks is said to the record, and taken from Kafka again."""

import itertools
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from schemas.correction import Correction, Merge
from schemas.incident import key_of
from schemas.topics import CORRECTIONS, progress
from tests.e2e.city import City
from tests.e2e.logs import Logs
from tests.e2e.refold import stored
from tests.e2e.reports import Record, stream
from tests.e2e.servers import REAL_KAFKA, postgres_bin
from tests.e2e.workers import told

REPORTS = 240
SAID = {
    "corrections": "select id, result, incidents from corrections order by id",
    "progress": "select agency, id, result from progress order by 1, 2",
    "rejections": 'select topic, partition, "offset", code from rejections order by 1, 2, 3',
    "links": "select channel, report_id, incident_id, decision, new_voice from links order by 1, 2",
}
ANSWER_S = 60


async def test_what_a_restored_backup_lacks_is_told_and_comes_again(bekasi: City, tmp_path: Path):
    records = stream(seed=11, total=REPORTS)
    await _taken_in(bekasi, records[: REPORTS // 2])
    backup, before = _dumped(bekasi, tmp_path), await bekasi.logs.catch_up()
    await bekasi.start("triage", "resolve")
    await _taken_in_more(bekasi, records[REPORTS // 2 :])
    undisturbed, heard = await _all(bekasi), await _dispatches(bekasi)
    after = await bekasi.logs.catch_up()
    assert _rewind(bekasi) == (0, {"missing": 0, "again": 0, "gone": 0})

    _restored(bekasi, backup)
    lacking = sum(after.values()) - sum(before.values())
    assert lacking > REPORTS // 2
    assert _rewind(bekasi) == (0, {"missing": lacking, "again": lacking, "gone": 0})
    assert f"{lacking} records that it held once are missing" in _doctor(bekasi)["rewound"]
    await bekasi.start("triage", "resolve")
    await bekasi.settled()
    assert await _all(bekasi) == undisturbed
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
    await _taken_in(bekasi, records[: REPORTS // 2])
    backup = _dumped(bekasi, tmp_path)
    await bekasi.start("triage", "resolve")
    await _taken_in(bekasi, records[REPORTS // 2 :], started=True)
    rows = await bekasi.rows(
        "select topic, partition, next_offset from consumed where topic = 'reports.classified'"
    )
    recorded = await bekasi.count("reports")
    _restored(bekasi, backup)
    restored = await bekasi.rows(
        "select topic, partition, next_offset from consumed where topic = 'reports.classified'"
    )
    was = {(row["topic"], row["partition"]): row["next_offset"] or 0 for row in restored}
    (topic, number), until = max(
        (((row["topic"], row["partition"]), row["next_offset"] or 0) for row in rows),
        key=lambda one: one[1] - was[one[0]],
    )
    gone = until - was[topic, number] - 1
    await _delete(bekasi, TopicPartition(topic, number), until - 1)
    code, found = _rewind(bekasi)
    assert (code, found["gone"], found["missing"] - found["again"]) == (1, gone, gone)
    assert _rewind(bekasi, "--accept")[0] == 0
    assert _rewind(bekasi)[1]["gone"] == 0
    await bekasi.start("resolve")
    await bekasi.settled()
    # Of the records that are gone some had come more than once.
    assert recorded - gone <= await bekasi.count("reports") < recorded


async def _taken_in(city: City, records: Sequence[Record], *, started: bool = False) -> None:
    """All of it, and the workers have stopped as they should, so that Kafka heard of all."""
    if not started:
        await city.start("triage", "resolve")
    await city.publish(records)
    await _settled_and_stopped(city)


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


def _dumped(city: City, folder: Path) -> Path:
    file = folder / "sinergi.dump"
    _postgres("pg_dump", "--format=custom", f"--file={file}", city.settings.postgres.url)
    return file


def _restored(city: City, backup: Path) -> None:
    url, _, name = city.settings.postgres.url.rpartition("/")
    _postgres("dropdb", "--force", f"--maintenance-db={url}/postgres", name)
    _postgres("createdb", f"--maintenance-db={url}/postgres", name)
    _postgres("pg_restore", f"--dbname={url}/{name}", "--single-transaction", str(backup))


def _postgres(program: str, *arguments: str) -> None:
    subprocess.run([postgres_bin(program), *arguments], check=True, timeout=ANSWER_S)


def _rewind(city: City, *options: str) -> tuple[int, Mapping[str, int]]:
    code, found = _sinergi(city, "rewind", *options)
    return code, {name: found[name] for name in ("missing", "again", "gone")}


def _doctor(city: City) -> Mapping[str, str]:
    return {
        one["looked_at"]: one["means"] for one in _sinergi(city, "doctor", "--seconds", "1")[1]["findings"]
    }


def _sinergi(city: City, *arguments: str) -> tuple[int, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "streams.cli", *arguments, "--json"],
        env=told(city.settings),
        capture_output=True,
        timeout=ANSWER_S,
        check=False,
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


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
