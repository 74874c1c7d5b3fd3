"""A citizen is forgotten by resolve, on a Postgres and without a broker."""

import json
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from schemas.command import Forget
from schemas.correction import Merge, Split
from schemas.message import Message
from schemas.rejection import Origin, reject
from schemas.topics import REJECTED, REPORTER_KEYS
from sinks.keyring import Key, Keyring, MissingKeysError
from sinks.personal import OtherwiseNamedError, Person, PersonalReader
from sinks.postgres import Pool, Store
from sinks.rewinding import Rewinding
from streams.agents.keys import keys_of
from streams.agents.seals import seal
from streams.core.poison import poison_at
from streams.core.tell import sealed_record
from streams.personal.commands import forgotten
from tests.integration.postgres.office import Office
from tests.unit.core.bursts import burst
from tests.unit.core.city import RULES
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
    assert {one.topic for one in office.sent} == {REPORTER_KEYS}, "done twice it changes nothing more"
    assert (await PersonalReader(pool).holdings(Person("sorot", "dia"))).empty


async def test_an_incident_that_was_merged_away_keeps_no_words(office: Office, pool: Pool) -> None:
    found = await pool.fetch("select report_id, incident_id from links")
    at = {row["report_id"]: row["incident_id"] for row in found}
    await office.take([order("m", Merge(incident=at["c"], into=at["a"]))])
    await office.take([FORGET.model_copy(update={"key": SECRET.key})])
    assert await secrets_in(pool) == []
    [row] = await pool.fetch("select summary, moved_to from incidents where id = $1", at["c"])
    assert tuple(row) == ("", at["a"])


async def test_kafka_holds_a_key_before_postgres_and_last_hears_that_it_was_destroyed(
    office: Office, pool: Pool
) -> None:
    keyring = Keyring(pool)
    first = await keys_of(["sorot:a", "sorot:b"], keyring, office.publish)
    assert {one.key.decode() for one in office.sent if one.topic == REPORTER_KEYS} == {
        str(key.id) for key in first.values()
    }
    office.sent.clear()
    office.away = True
    with pytest.raises(ConnectionError):
        await keys_of(["sorot:c"], keyring, office.publish)
    assert await keyring.of(["sorot:c"]) == {}
    assert await keys_of(["sorot:b", "sorot:a"], keyring, office.publish) == first
    office.away = False

    gone = first["sorot:a"]
    await office.take([FORGET.model_copy(update={"key": SECRET.key, "seal": gone.id})])
    assert [(one.key.decode(), one.value) for one in office.sent if one.topic == REPORTER_KEYS] == [
        (str(gone.id), b"")
    ]
    assert await keyring.by_id([key.id for key in first.values()]) == {
        gone.id: None,
        first["sorot:b"].id: first["sorot:b"].secret,
    }
    assert (await keys_of(["sorot:a"], keyring, office.publish))["sorot:a"] != gone


async def test_of_two_who_make_a_key_at_once_one_has_made_it(office: Office, pool: Pool) -> None:
    """The other's is taken back, so that Kafka holds none that nobody ever uses."""

    async def slowly(messages: Sequence[Message]) -> None:
        await office.publish(messages)
        if len(office.sent) == 1:
            await keys_of(["sorot:a"], Keyring(pool), office.publish)

    office.sent.clear()
    late = await keys_of(["sorot:a"], Keyring(pool), slowly)
    slow, fast, taken_back = office.sent
    assert str(late["sorot:a"].id).encode() == fast.key
    assert (taken_back.key, taken_back.value) == (slow.key, b"")


async def test_a_sealed_report_whose_key_is_missing_stops_resolve(office: Office, pool: Pool) -> None:
    lost = Key.made()
    message = sealed_record(seal(classified("late", reporter="siapa", text=HERS), lost))
    with pytest.raises(MissingKeysError, match="keys of 1 reporters are neither there nor destroyed"):
        await office.take_messages([message])
    assert await pool.fetchval("select count(*) from reports where id = 'late'") == 0
    await Rewinding(pool, "c").accept([], {}, [], {lost.id})
    office.offset -= 1
    await office.take_messages([message])
    assert await pool.fetchval("select masked_text from reports where id = 'late'") == ""


async def secrets_in(pool: Pool) -> list[str]:
    tables = [
        row["tablename"]
        for row in await pool.fetch("select tablename from pg_tables where schemaname = 'public'")
    ]
    texts = {name: str(await pool.fetch(f"select t::text from {name} t")) for name in tables}
    texts["webhook_deliveries"] = str(
        await pool.fetch("select convert_from(body, 'utf8') from webhook_deliveries")
    )
    return [name for name, text in texts.items() if "rahasia" in text or "dia" in text.split('"')]


@pytest.mark.parametrize("over", [False, True])
async def test_a_storm_calls_its_incidents_no_longer_what_she_called_them(
    office: Office, pool: Pool, over: bool
) -> None:
    """Neither one that goes on, in memory, nor one that is over; nor what a webhook has still to deliver."""
    told = burst(14, start=timedelta(days=1), place_words="gang biasa")
    told[3] = burst(4, start=timedelta(days=1), place_words="gang rahasia")[3]
    later = burst(4, every=timedelta(hours=7), start=timedelta(days=1, hours=9), ward="cempaka", name="later")
    await office.take([*told, *(later if over else [])])
    assert (await pool.fetchval("select until is not null from events")) == over
    assert "events" in await secrets_in(pool)
    events = [one for one in office.sent if json.loads(one.value).get("event_id")]
    await not_delivered(pool, events)
    assert "rahasia" in str(await pool.fetch("select convert_from(body, 'utf8') from webhook_deliveries"))
    await office.take([FORGET.model_copy(update={"key": told[3].key, "reports": ("a", "b3", "c")})])
    assert await secrets_in(pool) == []
    bodies = str(await pool.fetch("select convert_from(body, 'utf8') from webhook_deliveries"))
    assert "rahasia" not in bodies
    assert "gang biasa" in bodies
    assert "rahasia" not in str(office.resolve._storms.watches)
    assert await pool.fetchval("select incidents from events") == 14


async def test_what_webhooks_have_of_an_incident_that_shows_her_no_more(office: Office, pool: Pool) -> None:
    """Her report opened it, and an operator took it out: what it shows is another's already."""
    await not_delivered(pool, [one for one in office.sent if one.topic.startswith("dispatches.")])
    [at] = await pool.fetch("select incident_id from links where report_id = 'a'")
    await office.take([order("s", Split(incident=at["incident_id"], reports=("sorot:a",)))])
    assert await pool.fetchval("select summary from incidents where id = $1", at["incident_id"]) == THEIRS
    assert "webhook_deliveries" in await secrets_in(pool)
    await office.take([FORGET.model_copy(update={"key": SECRET.key})])
    assert await secrets_in(pool) == []


async def not_delivered(pool: Pool, messages: Sequence[Message]) -> None:
    await pool.execute("insert into webhooks (agency, url, secret) values ('air', 'https://a.example', '')")
    for one in messages:
        await pool.execute(
            "insert into webhook_deliveries (webhook, message_id, subject, headers, body)"
            " select id, $1, $2, '{}', $3 from webhooks",
            dict(one.headers)["ce_id"].decode(),
            one.key.decode(),
            one.value,
        )


async def test_only_her_own_refused_records_are_hers(office: Office, pool: Pool) -> None:
    """Another's may have the same id, or hold her reference as a word; and a broken batch tells nothing."""
    originals = {
        1: b'{"id": "a", "reporter": "dia", "lat": "x"}',
        2: b'{"id": "a", "reporter": "lain"}',
        3: b'{"id": "dia", "text": "dia", "reporter": "lain"',
        4: b"\x28\xb5\x2f\xfd\x04dia\xff",
    }
    for offset, original in originals.items():
        await pool.execute(
            'insert into rejections (cluster, topic, partition, "offset", code, reason, field, original,'
            " original_length) values ('c', 'reports.sorot', 0, $1, 'no_record', '', '', $2, 9)",
            offset,
            original,
        )
    held = await PersonalReader(pool).holdings(Person("sorot", "dia"))
    assert [one.origin.offset for one in held.refused] == [1]
    assert held.unread == 1


async def test_a_refusal_that_was_set_aside_is_hers_if_what_it_holds_is(office: Office, pool: Pool) -> None:
    """As it is kept where who keeps refusals died of it."""
    for offset, (topic, reporter) in enumerate(
        [
            ("reports.sorot", "dia"),
            ("replies.sorot", "dia"),
            ("reports.sorot", "lain"),
            ("reports.poc", "dia"),
        ]
    ):
        said = b'{"id": "x", "reporter": "%b"}' % reporter.encode()
        refusal = reject(Origin(topic=topic, partition=0, offset=1), said, code="invalid", reason="")
        claim = await office.store.claim(REJECTED, 0)
        async with office.store.batch(claim, offset + 1) as batch:
            await batch.reject(
                [poison_at(Origin(topic=REJECTED, partition=0, offset=offset), refusal.to_json())]
            )
    held = await PersonalReader(pool).holdings(Person("sorot", "dia"))
    assert [(one.origin.offset, one.original) for one in held.refused] == [
        (offset, b'{"id": "x", "reporter": "dia"}') for offset in (0, 1)
    ]
    [command] = [one for one in forgotten(held, RULES.catalog.city, "cluster-1", NOON) if one.rejections]
    await office.take([command])
    assert (await PersonalReader(pool).holdings(Person("sorot", "dia"))).refused == ()


async def test_who_is_named_by_a_report_with_a_reference_is_not_taken_for_nobody(
    office: Office, pool: Pool
) -> None:
    with pytest.raises(OtherwiseNamedError, match="report sorot:a came with a reference: name sorot:dia"):
        await PersonalReader(pool).holdings(Person("sorot", report_id="a"))
