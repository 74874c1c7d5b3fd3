"""What was kept long enough goes, on a Postgres and without a broker; what is younger or open stays.

All by the login `sinergi-personal`, which runs `sinergi retain`.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from schemas.rejection import Origin, reject
from sinks.keyring import Key, Keyring
from sinks.personal import Person, PersonalReader
from sinks.postgres import Pool, Store
from sinks.retention import RetentionDesk, Terms
from streams.personal.commands import expired
from tests.integration.postgres.office import Office
from tests.unit.core.reports import classified, point

OLD = classified("old", reporter="dia", text="rahasia", place=point(), photos=("rahasia.jpg",))
YOUNG = classified("young", reporter="dia", text="rahasia", place=point(50_000), photos=("rahasia.jpg",))
OPEN = classified("open", reporter="lain", text="rahasia", place=point(90_000))
NOW = datetime.now(UTC)
TERMS = Terms(30, {}, {})
FIXED = """
    insert into progress (agency, id, incident_id, at, by, said, why, content, digest, result, recorded_at)
    values ('dlh', 'p1', 'i', now(), 'b', 'resolved', '', jsonb_build_object('url', $1::text), 'd', 'applied',
            now() - interval '40 days')"""
OCCURRED = (
    "insert into occurrences (key, at, incident_id, kecamatan, kelurahan, category, voice) "
    "values ('k', $1, $2, '', '', 'banjir', $3)"
)
NAMES_MORE = (
    "update report_originals set report = report || jsonb_build_object('more', $2::text) where id = $1"
)


@pytest.fixture
async def office(store: Store, pool: Pool) -> Office:
    """All were said to resolve; `old` and `open` 40 days ago."""
    made = Office(store)
    await made.open()
    await made.take([OLD, YOUNG, OPEN])
    await pool.execute("update reports set recorded_at = now() - interval '40 days' where id <> 'young'")
    await pool.execute(
        "update incidents set state = 'closed' "
        "where id in (select incident_id from links where report_id <> 'open')"
    )
    made.sent.clear()
    return made


async def ids(desk: RetentionDesk, terms: Terms = TERMS) -> Sequence[str]:
    return sorted(one.id for one in await desk.over(terms, NOW, 10))


async def test_what_is_over_loses_its_words_and_nobody_is_told(
    office: Office, pool: Pool, personal: Pool
) -> None:
    desk = RetentionDesk(personal)
    before = await pool.fetch(
        "select id, version, reports, voices, urgency, lat, lon from incidents order by id"
    )
    assert await ids(desk) == ["old"]
    assert await desk.open(TERMS, NOW) == 1
    await office.take([*expired(await desk.over(TERMS, NOW, 10), NOW)])
    assert office.sent == [], "agencies have nothing to do with it"
    assert before == await pool.fetch(
        "select id, version, reports, voices, urgency, lat, lon from incidents order by id"
    )
    words = await pool.fetch("select id, masked_text, reporter from reports order by id")
    assert [tuple(row) for row in words] == [
        ("old", "", None),
        ("open", "rahasia", "lain"),
        ("young", "rahasia", "dia"),
    ]
    [old] = await pool.fetch(
        "select summary, photos from incidents "
        "where id in (select incident_id from links where report_id = 'old')"
    )
    assert tuple(old) == ("", "[]")
    assert await ids(desk) == [], "done once"
    assert await pool.fetchval("select count(*) from audit where what = 'report forgotten add'") == 0


async def test_what_older_code_forgot_is_not_ordered_again(
    office: Office, pool: Pool, personal: Pool
) -> None:
    desk = RetentionDesk(personal)
    await office.take([*expired(await desk.over(TERMS, NOW, 10), NOW)])
    assert await pool.fetch("select id from reports where forgotten") == [("old",)]
    await pool.execute("update reports set forgotten = false")
    assert await ids(desk) == []


async def test_a_photo_is_needed_as_long_as_a_younger_report_or_fix_names_it(
    office: Office, pool: Pool, personal: Pool
) -> None:
    both, old, fixed, nobodys = "a" * 64, "b" * 64, "d" * 64, "c" * 64
    await pool.execute(FIXED, f"https://foto.example/{fixed}.jpg")
    for id, names in (("old", [both, old]), ("young", [both])):
        await pool.execute(NAMES_MORE, id, " ".join(names))
    desk, reader = RetentionDesk(personal), PersonalReader(personal)
    asked = [both, old, fixed, nobodys]
    assert await desk.named_photos(NOW - timedelta(days=30), asked) == {both}
    assert await desk.named_photos(NOW - timedelta(days=50), asked) == {both, old, fixed}
    assert await desk.named_photos(NOW - timedelta(days=50), [nobodys]) == set()
    person = Person("sorot", "dia")
    assert await reader.is_others_too(both, person, ["old"])
    assert not await reader.is_others_too(both, person, ["old", "young"])
    assert not await reader.is_others_too(old, person, ["old"])


async def test_the_shortest_time_of_channel_and_category_holds(office: Office, personal: Pool) -> None:
    for terms, over in (
        (Terms(60, {}, {}), []),
        (Terms(60, {"sorot": 30, "poc": 1}, {}), ["old"]),
        (Terms(60, {}, {"banjir": 30}), ["old"]),
        (Terms(60, {"sorot": 50}, {"banjir": 30}), ["old"]),
        (Terms(60, {"poc": 30}, {"selokan": 30}), []),
    ):
        assert await ids(RetentionDesk(personal), terms) == over, terms


async def test_what_was_refused_keeps_its_place_and_reason_of_expiry(
    store: Store, pool: Pool, office: Office, personal: Pool
) -> None:
    for offset in range(3):
        origin = Origin(topic="reports.sorot", partition=0, offset=offset)
        refused = reject(origin, b"rahasia", code="invalid", reason="rahasia", field="text")
        claim = await store.claim(f"t{offset}", 0)
        async with store.batch(claim, 1) as batch:
            await batch.reject([refused])
    await pool.execute('update rejections set recorded_at = $1 where "offset" < 2', NOW - timedelta(days=40))
    desk = RetentionDesk(personal)
    assert await desk.rejections(NOW - timedelta(days=30), most=1) == 1
    assert await desk.rejections(NOW - timedelta(days=30), most=9) == 1
    assert await desk.rejections(NOW - timedelta(days=30), most=9) == 0
    kept = await pool.fetch('select original, reason from rejections order by "offset"')
    assert [bytes(row["original"]) for row in kept] == [b"", b"", b"rahasia"]
    assert kept[2]["reason"] == "rahasia"


async def test_a_key_that_seals_nothing_more_is_retired_and_deleted_later(
    office: Office, pool: Pool, personal: Pool
) -> None:
    keyring, desk = Keyring(pool), RetentionDesk(personal)
    keys = {
        voice: Key.made() for voice in ("sorot:dia", "sorot:lama", "sorot/old", "sorot/open", "sorot/a:b/c")
    }
    await keyring.keep(keys.items())
    await pool.execute("update reporter_keys set created_at = now() - interval '40 days'")
    ago = NOW - timedelta(days=30)
    await pool.execute("update reports set reporter = null where id = 'open'")
    assert await desk.retire_keys(ago, NOW, 10) == 3, "dia still has words, and so has who said `open`"
    sealed = [keys["sorot:lama"].id, keys["sorot:dia"].id]
    assert (await keyring.by_id(sealed)).keys() == {*sealed}, "what is on its way can be read"
    assert await keyring.of(["sorot:lama"]) == {}, "who speaks again gets another"
    assert await desk.retired_keys(NOW - timedelta(days=1), 10) == []
    retired = await desk.retired_keys(NOW + timedelta(seconds=1), 10)
    assert len(retired) == 3
    await desk.destroy_keys(retired, NOW)
    assert await desk.retired_keys(NOW + timedelta(seconds=1), 10) == []
    assert {row["id"] for row in await pool.fetch("select id from destroyed_keys")} == {*retired}
    assert await pool.fetchval("select count(*) from audit where what = 'reporter key remove'") == 0


async def test_what_a_storm_remembers_of_long_ago_names_nobody(pool: Pool, personal: Pool) -> None:
    """The younger one still does."""
    for name, days in (("old", 40), ("young", 1)):
        at = (NOW - timedelta(days=days)).timestamp()
        await pool.execute(OCCURRED, at, f"i-{name}", f"sorot:{name}")
    desk = RetentionDesk(personal)
    assert await desk.occurrences(NOW - timedelta(days=30), most=9) == 1
    assert await desk.occurrences(NOW - timedelta(days=30), most=9) == 0
    assert [row["voice"] for row in await pool.fetch("select voice from occurrences order by at")] == [
        None,
        "sorot:young",
    ]
