"""A citizen who told everything of herself asks to be forgotten: nothing is found anywhere, nor comes back.

The embedded broker removes no records: on it the topics that are only queues are not searched.
"""

import json
from pathlib import Path
from typing import Any

import asyncpg

from schemas.topics import REJECTED, replies, reports
from tests.e2e.city import City
from tests.e2e.commands import by_login, dumped, make_logins, restored, sinergi
from tests.e2e.personal import AT, correction
from tests.e2e.rahayu import (
    BROKEN,
    LATE,
    MARKERS,
    OTHER,
    OTHERS,
    REFUSED,
    REPLIED,
    REPORTER,
    STATE,
    WORDS,
    first,
    kept_photo,
    report,
)
from tests.e2e.reports import Record
from tests.e2e.servers import REAL_KAFKA
from tests.e2e.traces import found, tables, within


async def test_nothing_of_a_citizen_who_asks_is_left_or_comes_back(bekasi: City, tmp_path: Path):
    await bekasi.start("triage", "resolve")
    make_logins(bekasi.settings)
    photo = await kept_photo(bekasi, tmp_path)
    await bekasi.publish(first(photo))
    await bekasi.settled()
    backup = dumped(bekasi.settings, tmp_path / "dump")
    await _said(bekasi)
    before = await bekasi.rows(STATE)
    assert await found(MARKERS, bekasi) != []
    await _told_all(bekasi, tmp_path / "hers")
    told = await _personal(bekasi, "forget", f"sorot:{REPORTER}", "--dry-run")
    assert told == {"would_remove": {"reports": 3, "photos": 1, "replies": 1, "rejections": 4, "keys": 1}}

    done = await _personal(bekasi, "forget", f"sorot:{REPORTER}", "--sent", code=int(not REAL_KAFKA))
    assert done["removed"] == told["would_remove"]
    assert "photos elsewhere" not in done["remains"]
    assert await found((*MARKERS, photo["sha256"]), bekasi) == []
    assert list((bekasi.settings.folder / "photos").rglob(f"{photo['sha256']}*")) == []
    assert await bekasi.rows(STATE) == before, "incidents stay as they were, with their counts"
    assert await found([OTHER, OTHERS, LATE], bekasi) != [], "others are untouched"

    again = await _personal(bekasi, "forget", f"sorot:{REPORTER}", "--sent", code=int(not REAL_KAFKA))
    assert set(again["removed"].values()) == {0}
    assert {"export", "forget", "report forgotten add", "reporter key remove"} <= await _noted(bekasi)
    await _from_an_older_backup(bekasi, backup)
    kept = await tables(bekasi)
    if not REAL_KAFKA:  # What was refused is still in the topic, and comes again: the command said so.
        del kept["rejections"]
    assert within(MARKERS, kept) == []
    after = await bekasi.rows(STATE)
    assert [(row["id"], row["reports"]) for row in after] == [(row["id"], row["reports"]) for row in before]
    [late] = await bekasi.rows("select reporter from reports where id = 'N-2'")
    assert late["reporter"] == LATE, "whose key came after the backup"
    assert await bekasi.rows("select from reporter_keys where voice like '%' || $1", REPORTER) == []
    await _its_time_is_over(bekasi)
    left = within([OTHER, OTHERS, LATE], await tables(bekasi))
    assert left == [f"{OTHER} in reporter_keys", f"{LATE} in reporter_keys"], "what these seal is younger"
    assert {"rewind accept", "retain"} <= await _noted(bekasi)
    assert (await _sinergi(bekasi, "audit", "verify"))["whole"]


async def _said(city: City) -> None:
    """More, which no backup holds."""
    pasar = {"place": "pasar", "lat": -6.3, "lon": 106.95}
    await city.publish(
        [
            report("F-3", minutes=16, lat=REFUSED),
            Record(reports("sorot"), b"k", f'{{"reporter": "{REPORTER}", "text": "{BROKEN}'.encode()),
            report("F-4", minutes=20, text=f"jalan berlubang, {WORDS}", lat=-6.2611, lon=107.0102),
            report("N-2", minutes=25, reporter=LATE, text="jalan rusak berlubang", **pasar),
        ]
    )
    await city.settled()
    found = await city.rows("select report_id, incident_id from links where channel = 'sorot'")
    at = {row["report_id"]: row["incident_id"] for row in found}
    assert at["F-1"] == at["F-2"] == at["N-1"], "all three in one incident"
    merge = {"kind": "merge", "incident": at["F-4"], "into": at["N-2"]}
    reply = {"id": "R-1", "report_id": "F-1", "incident_id": at["F-1"], "answer": "no", "kata": REPLIED}
    said = json.dumps(reply | {"at": AT.isoformat()}).encode()
    await city.publish([correction("merge-1", merge), Record(replies("sorot"), b"k", said)])
    await city.settled()


async def _told_all(city: City, folder: Path) -> None:
    """She is told all that is held of her."""
    exported = await _personal(city, "export", f"sorot:{REPORTER}", "--to", str(folder))
    assert exported["reports"] == 3
    told_her = (folder / "data.json").read_text()
    assert [mark for mark in MARKERS if mark not in told_her] == [REPLIED], "that was only in Kafka"
    assert list((folder / "foto").iterdir()) != []


async def _from_an_older_backup(city: City, backup: Path) -> None:
    """One that holds her key and her words, and lacks a key that others need."""
    assert [await worker.stop() for worker in city.workers] == [0, 0]
    restored(city.settings, backup)
    found = await sinergi(city.settings, "rewind", code=1)
    assert found["keys"] == {"held": 1, "destroyed": 1, "nowhere": 0}
    emptied = [one["topic"] for one in found["partitions"] if one["gone"]]
    assert set(emptied) == ({REJECTED} if REAL_KAFKA else set()), "and resolve goes on behind it"
    await sinergi(city.settings, "rewind", "--accept")
    [kept] = await city.rows("select count(*) from reporter_keys where voice like '%' || $1", REPORTER)
    assert kept[0] == 0, "before any worker starts"
    await city.start("resolve")
    await city.settled()


async def _personal(city: City, *arguments: str, code: int = 0) -> Any:
    """By the login of who answers for what citizens ask of their data."""
    return await sinergi(by_login(city.settings, "personal"), *arguments, code=code)


async def _sinergi(city: City, *arguments: str) -> Any:
    return await sinergi(city.settings, *arguments)


async def _noted(city: City) -> set[str]:
    """What was done, by the audit log; it names nobody."""
    noted = (await _sinergi(city, "audit", "show"))["audit"]
    assert within(MARKERS, {"audit": str(noted)}) == []
    return {row["what"] for row in noted}


async def _its_time_is_over(city: City) -> None:
    """Of what another said: as if it were years ago."""
    connection = await asyncpg.connect(city.settings.postgres.url)
    await connection.execute("update reports set recorded_at = recorded_at - interval '3 years'")
    await connection.execute("update incidents set state = 'closed'")
    await connection.execute("update occurrences set at = at - 3 * 365 * 86400")
    await connection.close()
    assert (await _personal(city, "retain"))["removed"]["reports"] == 2
    await city.settled()
    assert (await _personal(city, "retain"))["removed"]["reports"] == 0
