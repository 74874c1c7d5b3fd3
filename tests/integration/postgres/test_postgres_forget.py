"""A citizen is forgotten by resolve, on a Postgres and without a broker."""

import json
from datetime import timedelta
from uuid import UUID

import pytest_asyncio

from schemas.command import Forget
from schemas.correction import Merge
from sinks.keyring import Keyring
from sinks.personal import Person, PersonalReader
from sinks.postgres import Pool, Store
from tests.integration.postgres.office import Office
from tests.unit.core.corrected_city import order
from tests.unit.core.reports import NOON, classified, point

HERS, THEIRS = "rahasia sekali", "banjir di sana"
SECRET = classified(
    "a", reporter="dia", text=HERS, place_words="gang rahasia", photos=("rahasia.jpg",), place=point()
)
OTHER = classified("b", reporter="lain", text=THEIRS, place=point(3), after=timedelta(minutes=9))
AWAY = classified("c", reporter="dia", text=HERS, place=point(5_000), after=timedelta(hours=2))
FORGET = Forget(key="rawa:air", channel="sorot", reports=("a", "c"), seal=UUID(int=1), at=NOON)


@pytest_asyncio.fixture
async def office(store: Store) -> Office:
    made = Office(store)
    await made.open()
    await made.take([SECRET, OTHER, AWAY])
    return made


async def test_words_are_gone_and_what_counts_stays(office: Office, pool: Pool) -> None:
    forget = FORGET.model_copy(update={"key": SECRET.key})
    before = await pool.fetch("select id, reports, voices, urgency, lat, lon from incidents order by id")
    office.sent.clear()
    await office.take([forget])
    assert await secrets_in(pool) == []
    assert (
        await pool.fetch("select id, reports, voices, urgency, lat, lon from incidents order by id") == before
    )
    told = [json.loads(m.value) for m in office.sent if m.topic.startswith("dispatches.")]
    assert {one["kind"] for one in told} == {"changed"}
    assert {one["summary"] for one in told} == {THEIRS, ""}
    [row] = await pool.fetch("select masked_text, reporter from reports where id = 'b'")
    assert tuple(row) == (THEIRS, "lain")
    assert "rahasia" not in str([*office.resolve._incidents])

    office.sent.clear()
    await office.take([forget])
    assert office.sent == [], "done twice it changes nothing more"
    assert (await PersonalReader(pool).holdings(Person("sorot", "dia"))).empty


async def test_an_incident_that_was_merged_away_keeps_no_words(office: Office, pool: Pool) -> None:
    found = await pool.fetch("select report_id, incident_id from links")
    at = {row["report_id"]: row["incident_id"] for row in found}
    await office.take([order("m", Merge(incident=at["c"], into=at["a"]))])
    await office.take([FORGET.model_copy(update={"key": SECRET.key})])
    assert await secrets_in(pool) == []
    [row] = await pool.fetch("select summary, moved_to from incidents where id = $1", at["c"])
    assert tuple(row) == ("", at["a"])


async def test_a_key_is_made_once_and_not_again_for_who_was_forgotten(pool: Pool) -> None:
    keyring = Keyring(pool)
    first = await keyring.of(["sorot:a", "sorot:b"])
    assert await keyring.of(["sorot:b", "sorot:c", "sorot:a"]) | first == await keyring.of(
        ["sorot:a", "sorot:b", "sorot:c"]
    )
    await pool.execute("delete from reporter_keys where voice = 'sorot:a'")
    assert (await keyring.by_id([key.id for key in first.values()])).keys() == {first["sorot:b"].id}
    assert (await keyring.of(["sorot:a"]))["sorot:a"] != first["sorot:a"]


async def secrets_in(pool: Pool) -> list[str]:
    tables = [
        row["tablename"]
        for row in await pool.fetch("select tablename from pg_tables where schemaname = 'public'")
    ]
    texts = {name: str(await pool.fetch(f"select t::text from {name} t")) for name in tables}
    return [name for name, text in texts.items() if "rahasia" in text or "dia" in text.split('"')]
