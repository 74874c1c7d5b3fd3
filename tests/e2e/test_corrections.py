"""A report that goes to another family while the workers die between its two steps."""

import asyncio
import json
import signal
from datetime import UTC, datetime

from schemas.catalog import load
from schemas.correction import Correction, Merge, Move, Reclassify, Undo, What
from schemas.incident import key_of
from schemas.topics import progress, replies
from tests.e2e.city import City
from tests.e2e.gate import gate
from tests.e2e.reports import Record, stream
from tests.e2e.workers import Worker

REPORTS = 400


async def test_a_move_between_families_survives_workers_that_die_between_its_steps(bekasi: City):
    # One of resolve: while it stands still, nobody else can take the second step.
    await bekasi.start("triage", "resolve")
    await bekasi.publish(stream(seed=7, total=REPORTS))
    await bekasi.settled()
    source, into = await _two_families(bekasi)
    async with gate(bekasi.settings.postgres.url, "outbox", "%delete from outbox%") as closed:
        await _correct(
            bekasi, "move-1", Move(report=await _first(bekasi, source), incident=source, into=into)
        )
        await bekasi.until(closed.reached, "the first step to have been sent")
        assert await _standing(bekasi, "move-1") == ("under_way", 1)
        await _kill(*bekasi.workers)
        await closed.turn_away()
    await _applied(bekasi, "move-1")
    await bekasi.start("resolve")
    await _correct(bekasi, "merge-1", Merge(incident=source, into=into))
    await _kill(*bekasi.workers[1:])
    await _applied(bekasi, "merge-1")
    await _correct(bekasi, "undo-1", Undo(correction="merge-1", incident=into))
    await _applied(bekasi, "undo-1")
    await _correct(bekasi, "class-1", Reclassify(incident=into, category=_of_another_family(into)))
    await _kill(*bekasi.workers)
    await _applied(bekasi, "class-1")
    await bekasi.settled()
    assert await _standing(bekasi, "class-1") == ("applied", 0)
    await _answered_by_its_old_name(bekasi, into)
    assert await bekasi.faults() == []


async def _answered_by_its_old_name(city: City, gone: str) -> None:
    """A reporter was asked before the incident got another family, and answers after it: that is sent on."""
    [row] = await city.rows(
        """
        select channel, report_id, i.id, i.version, i.routed from links join incidents i on i.id = incident_id
        where i.id = (select moved_to from incidents where id = $1) and new_voice order by position limit 1
        """,
        gone,
    )
    at = "2026-11-24T07:00:00+07:00"
    word = {"id": "done", "incident_id": row["id"], "version": row["version"], "at": at, "by": "budi"}
    # What is urgent has two agencies, and nobody is asked before both are done.
    agencies = [routed["agency"] for routed in json.loads(row["routed"])]
    said = word | {"said": "resolved"}
    await city.publish([_record(progress(agency), row["id"], said) for agency in agencies])
    await city.settled()
    answer = {"id": "yes", "report_id": row["report_id"], "incident_id": gone, "at": at, "answer": "yes"}
    await city.publish([_record(replies(row["channel"]), row["report_id"], answer)])
    await _kill(*city.workers)
    # It takes two steps: to the old key, and from there to the one where its report is.
    await city.grown("replies", 0)
    await city.settled()
    [counted] = await city.rows("select incident_id, result from replies")
    assert tuple(counted) == (row["id"], "applied")


def _record(topic: str, key: str, content: dict[str, object]) -> Record:
    return Record(topic, key.encode(), json.dumps(content).encode(), str(content["id"]))


async def _first(city: City, incident: str) -> str:
    sql = "select channel || ':' || report_id from links where incident_id = $1 order by position limit 1"
    return str((await city.rows(sql, incident))[0][0])


def _of_another_family(incident: str) -> str:
    family = key_of(incident).partition(":")[2]
    return next(id for id, category in sorted(load().categories.items()) if category.family != family)


async def _two_families(city: City) -> tuple[str, str]:
    """Two incidents of different families, each of several reports."""
    rows = await city.rows("select id from incidents where reports > 2 and state = 'open' order by id")
    first = rows[0]["id"]
    return first, next(row["id"] for row in rows if key_of(row["id"]) != key_of(first))


async def _correct(city: City, id: str, what: What) -> None:
    correction = Correction(id=id, at=datetime(2026, 11, 24, tzinfo=UTC), by="ani", why="uji", what=what)
    await city.producer.send_and_wait("corrections", correction.to_json(), key=correction.key.encode())


async def _standing(city: City, id: str) -> tuple[str, int]:
    """What became of a correction so far, and how many reports it has on the way."""
    sql = "select result, (select count(*) from links where leaving = $1) from corrections where id = $1"
    rows = await city.rows(sql, id)
    return tuple(rows[0]) if rows else ("unknown", 0)


async def _applied(city: City, id: str) -> None:
    async def done() -> bool:
        return (await _standing(city, id))[0] == "applied"

    await city.until(done, f"{id} to be applied")


async def _kill(*workers: Worker) -> None:
    ended = [len(worker.exits) for worker in workers]
    for worker in workers:
        worker.signal(signal.SIGKILL)
    while any(len(worker.exits) == before for worker, before in zip(workers, ended, strict=True)):
        await asyncio.sleep(0.05)
