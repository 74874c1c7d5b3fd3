"""A citizen who told everything of herself asks to be forgotten: nothing is found anywhere, nor comes back.

The embedded broker removes no records: on it the topics that are only queues are not searched.
"""

import asyncio
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import asyncpg

from schemas.topics import CLASSIFIED, replies, reports
from streams.cli.photo_store import keep
from tests.e2e.city import City
from tests.e2e.logs import Logs
from tests.e2e.personal import AT, correction
from tests.e2e.reports import Record
from tests.e2e.servers import REAL_KAFKA
from tests.e2e.workers import CODE, told
from tests.unit.intake.photos.pictures import encoded, scene

REPORTER, OTHER = "warga-rahasia-4471", "tetangga-biasa-22"
WORDS, UNKNOWN, ADDRESS = "kucing oranye bernama moli", "kartu-emas-9913", "gang kenanga nomor 31"
REFUSED, BROKEN, REPLIED = "payung-ungu-5520", "sepeda-retak-6631", "balasan-marah-7742"
TOLD = "Rahayu Puspitaningtyas, hp 081377665544"
MARKERS = (REPORTER, WORDS, UNKNOWN, ADDRESS, REFUSED, BROKEN, REPLIED, "Puspitaningtyas", "081377665544")
OTHERS = "lampu jalan mati sejak kemarin"
STATE = "select id, state, category, urgency, reports, voices, lat, lon from incidents order by id"
EMPTY = """
truncate reports, report_originals, links, incidents, corrections, replies, photo_hashes, occurrences, events,
    storm_keys, area_rates, forgotten, outbox, progress cascade
"""


async def test_nothing_of_a_citizen_who_asks_is_left_or_comes_back(bekasi: City, tmp_path: Path):
    workers = await bekasi.start("triage", "resolve")
    photo = await _photo(bekasi, tmp_path)
    await _said(bekasi, photo)
    before, keys = await bekasi.rows(STATE), await bekasi.rows("select * from reporter_keys")
    assert await _found(MARKERS, bekasi) != []
    exported = await _sinergi(bekasi, "export", f"sorot:{REPORTER}", "--to", str(tmp_path / "hers"))
    assert exported["reports"] == 3
    told_her = (tmp_path / "hers/data.json").read_text()
    assert [mark for mark in MARKERS if mark not in told_her] == [REPLIED], "that was only in Kafka"
    assert list((tmp_path / "hers/foto").iterdir()) != []
    told = await _sinergi(bekasi, "forget", f"sorot:{REPORTER}", "--dry-run")
    assert told == {
        "would_remove": {"reports": 3, "photos": 1, "replies": 1, "rejections": 4, "keys": 1},
    }

    done = await _sinergi(bekasi, "forget", f"sorot:{REPORTER}", "--sent", code=int(not REAL_KAFKA))
    assert done["removed"] == told["would_remove"]
    assert await _found((*MARKERS, photo["sha256"]), bekasi) == []
    assert list((bekasi.settings.folder / "photos").rglob(f"{photo['sha256']}*")) == []
    assert await bekasi.rows(STATE) == before, "incidents stay as they were, with their counts"
    assert await _found([OTHER, OTHERS], bekasi) != [], "others are untouched"

    again = await _sinergi(bekasi, "forget", f"sorot:{REPORTER}", "--sent", code=int(not REAL_KAFKA))
    assert set(again["removed"].values()) == {0}
    await _an_older_backup(bekasi, workers[1], keys)
    assert _in(MARKERS, await _tables(bekasi)) == []
    after = await bekasi.rows(STATE)
    assert [(row["id"], row["reports"]) for row in after] == [(row["id"], row["reports"]) for row in before]
    assert await bekasi.rows("select from reporter_keys where voice like '%' || $1", REPORTER) == []
    await _its_time_is_over(bekasi)
    left = _in([OTHER, OTHERS], await _tables(bekasi))
    assert left == [f"{OTHER} in reporter_keys"], "what it sealed in Kafka is younger"
    noted = (await _sinergi(bekasi, "audit", "show"))["audit"]
    assert {"export", "forget", "report forgotten add", "reporter key remove", "retain"} <= {
        row["what"] for row in noted
    }
    assert _in(MARKERS, {"audit": str(noted)}) == []
    assert (await _sinergi(bekasi, "audit", "verify"))["whole"]


async def _said(city: City, photo: Mapping[str, object]) -> None:
    text = f"lampu jalan mati, {WORDS}, nama saya {TOLD}"
    await city.publish(
        [
            _report("F-1", text=text, photos=[photo], kartu=UNKNOWN),
            _report("F-1", minutes=5, text=f"{text}, {REFUSED}"),
            _report("F-2", minutes=9, text=f"{text} sekali lagi"),
            _report("F-3", minutes=12, lat=REFUSED),
            Record(reports("sorot"), b"k", f'{{"reporter": "{REPORTER}", "text": "{BROKEN}'.encode()),
            _report("N-1", minutes=15, reporter=OTHER, text=OTHERS, place="depan sekolah"),
            _report("F-4", minutes=20, text=f"jalan berlubang, {WORDS}", lat=-6.2611, lon=107.0102),
            _report(
                "N-2",
                minutes=25,
                reporter=OTHER,
                text="jalan rusak berlubang",
                place="pasar",
                lat=-6.3,
                lon=106.95,
            ),
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


def _report(id: str, *, minutes: int = 0, reporter: str = REPORTER, **fields: object) -> Record:
    content: dict[str, object] = {
        "id": id,
        "reported_at": (AT + timedelta(minutes=minutes)).isoformat(),
        "reporter": reporter,
        "place": ADDRESS,
        "lat": -6.240131,
        "lon": 106.985513,
        "accuracy_m": 8,
    }
    return Record(reports("sorot"), reporter.encode(), json.dumps(content | fields).encode(), id)


async def _photo(city: City, folder: Path) -> dict[str, str]:
    """Kept as `sinergi photo add` does."""
    file = folder / "hers.jpg"
    file.write_bytes(encoded(scene(4)))
    photo = await asyncio.to_thread(keep, city.settings, AT.tzinfo, file)
    return photo.model_dump(mode="json", exclude_none=True)


async def _an_older_backup(city: City, resolve: object, keys: Sequence[asyncpg.Record]) -> None:
    """Postgres is as before all of it, but for her key: the log of reports is taken in again."""
    await resolve.stop()
    connection = await asyncpg.connect(city.settings.postgres.url)
    await connection.execute(EMPTY)
    await connection.execute("update consumed set next_offset = null where topic = $1", CLASSIFIED)
    await connection.execute("delete from reporter_keys")
    await connection.copy_records_to_table("reporter_keys", records=[tuple(key.values()) for key in keys])
    await connection.close()
    await city.start("resolve")
    await city.settled()


async def _its_time_is_over(city: City) -> None:
    """Of what another said: as if it were years ago."""
    connection = await asyncpg.connect(city.settings.postgres.url)
    await connection.execute("update reports set recorded_at = recorded_at - interval '3 years'")
    await connection.execute("update incidents set state = 'closed'")
    await connection.execute("update occurrences set at = at - 3 * 365 * 86400")
    await connection.close()
    assert (await _sinergi(city, "retain"))["removed"]["reports"] == 2
    await city.settled()
    assert (await _sinergi(city, "retain"))["removed"]["reports"] == 0


async def _sinergi(city: City, *arguments: str, code: int = 0) -> dict[str, object]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "streams.cli", *arguments, "--json"),
        stdout=asyncio.subprocess.PIPE,
        env=told(city.settings),
        cwd=CODE,
        process_group=city.guard.group,
    )
    out, _ = await process.communicate()
    assert process.returncode == code, (arguments, out)
    return json.loads(out)


async def _found(words: Iterable[str], city: City) -> list[str]:
    logs = {worker.name: worker.log.read_text() for worker in city.workers}
    return _in(words, {**await _tables(city), **await _topics(city), **logs})


async def _tables(city: City) -> dict[str, str]:
    """Every row of every table, bytes as hexadecimal."""
    names = await city.rows(
        "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
    )
    tables = [row["relname"] for row in names]
    return {name: str(await city.rows(f"select t::text from {name} t")) for name in tables}


async def _topics(city: City) -> dict[str, str]:
    """All that can be read from their beginnings; on a broker that removes nothing only what is ours."""
    async with Logs(city.settings.kafka.brokers, ("",) if REAL_KAFKA else (CLASSIFIED,)) as topics:
        await topics.catch_up()
    return {
        topic: "".join(f"{one.key!r}{one.value!r}{one.headers!r}" for one in records)
        for topic, records in topics.records.items()
    }


def _in(words: Iterable[str], texts: Mapping[str, str]) -> list[str]:
    return [
        f"{word} in {name}"
        for name, text in texts.items()
        for word in words
        if word in text or word.encode().hex() in text
    ]
