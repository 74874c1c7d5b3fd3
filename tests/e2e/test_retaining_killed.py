"""Who removes what was kept long enough is killed on the way: run again it completes, and takes no more.

By the login `sinergi-personal`, as the timers run it.
"""

import os
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from schemas.topics import REPORTER_KEYS
from tests.e2e.city import City
from tests.e2e.commands import by_login, make_logins, sinergi
from tests.e2e.killed import killed
from tests.e2e.logs import Logs
from tests.e2e.personal import AT
from tests.e2e.rahayu import LATE, MARKERS, REPORTER, STATE, first, kept_photo, report
from tests.e2e.traces import tables, within

STEPS = (("rejections", "%expired%"), ("destroyed_keys", "%destroyed_keys%"))
OLD_KEY = UUID(int=7)
AGES = (
    f"update reports set recorded_at = recorded_at - interval '3 years' where reporter <> '{LATE}'",
    "update incidents set state = 'closed' "
    "where id not in (select incident_id from links where report_id = 'N-2')",
    "update occurrences set at = at - 3 * 365 * 86400",
    "update rejections set recorded_at = recorded_at - interval '3 years'",
    "update reporter_keys set created_at = created_at - interval '3 years'",
    "insert into reporter_keys (id, voice, key, retired_at) "
    f"values ('{OLD_KEY}', '/x', sha256('x'), '2020-01-01')",
)
"""For all but one report it is three years later."""


async def test_retention_that_was_killed_completes_when_run_again(bekasi: City, tmp_path: Path):
    await bekasi.start("triage", "resolve")
    photo = await kept_photo(bekasi, tmp_path)
    pasar = {"place": "pasar", "lat": -6.3, "lon": 106.95}
    late = report("N-2", minutes=25, reporter=LATE, text="jalan rusak berlubang", **pasar)
    await bekasi.publish([*first(photo), late])
    await bekasi.settled()
    [image] = (bekasi.settings.folder / "photos").rglob(f"{photo['sha256']}.jpg")
    os.utime(image, ((AT - timedelta(days=1_000)).timestamp(),) * 2)
    for sql in AGES:
        await bekasi.rows(sql)
    before = await bekasi.rows(STATE)
    make_logins(bekasi.settings)
    personal = by_login(bekasi.settings, "personal")
    for table, statement in STEPS:
        async with killed(bekasi, "retain", at=(table, statement), by=personal) as closed:
            await closed.turn_away()
        await bekasi.rows(f"drop trigger gate on {table}")
    assert await _last_word_on(bekasi, OLD_KEY) == b"", "Kafka hears first that a key is destroyed"
    await bekasi.settled()
    assert within([REPORTER], await tables(bekasi)) == [f"{REPORTER} in reporter_keys"]

    done = (await sinergi(personal, "retain"))["removed"]
    assert done == dict.fromkeys(done, 0) | {"keys_retired": 2, "keys": 1}, "all else was done before"
    assert within((*MARKERS, photo["sha256"]), await tables(bekasi)) == []
    assert not image.exists()
    assert await bekasi.rows("select from destroyed_keys where id = $1", OLD_KEY) != []
    assert await bekasi.rows(STATE) == before
    assert within([LATE], await tables(bekasi)) != []
    assert (await sinergi(bekasi.settings, "audit", "verify"))["whole"]


async def _last_word_on(city: City, key: UUID) -> bytes:
    async with Logs(city.settings.kafka.brokers, (REPORTER_KEYS,)) as logs:
        await logs.catch_up()
    return [one.value or b"" for one in logs.records[REPORTER_KEYS] if one.key == str(key).encode()][-1]
