"""The examples of the client do what they say, on a broker."""

import asyncio
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import asyncpg
import pytest
import pytest_asyncio
from aiohttp import web

from schemas.progress import Progress, Said
from schemas.reply import Reply
from schemas.report import Report
from schemas.topics import progress, replies, reports
from streams.client import Feedback, InUse
from streams.client.examples import agency_database, chat_bot
from streams.core.tell import feedback_record
from streams.ports import free_port
from tests.conftest import Broker
from tests.integration.client_topics import Topics
from tests.memories import keeps_its_promises
from tests.unit.cli.hearing import AT
from tests.waiting import listens, until

INCIDENTS = [f"rawa:x:{number}" for number in range(30)]
VERSIONS = 20
WAITING = "from pg_locks where relation = 'place'::regclass and not granted"
AT_TEXT = AT.isoformat()


@pytest_asyncio.fixture
async def topics(broker: Broker, unique: str) -> Topics:
    made = Topics(broker.kafka, unique)
    await made.make()
    return made


# --- an agency with a database of its own ---


@asynccontextmanager
async def agency(topics: Topics, database: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The example as a process, killed at the end of the block."""
    embedded = [] if topics.kafka.idempotent else ["--embedded"]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", agency_database.__name__, topics.name, topics.address, database, *embedded),
        env=os.environ | {"PYTHONWARNINGS": "error"},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def count(connection: asyncpg.Connection, table: str) -> int:
    if await connection.fetchval("select to_regclass($1)", table) is None:
        return 0
    return await connection.fetchval(f"select count(*) from {table}")


async def test_an_agency_that_is_killed_has_every_version_once_and_answers(
    topics: Topics, database: str
) -> None:
    versions = [(incident, version) for version in range(1, VERSIONS + 1) for incident in INCIDENTS]
    messages = [topics.told(*each, kind="opened" if each[1] == 1 else "joined") for each in versions]
    # What resolve sends again after a crash of its own: the last hundred, and then it goes on.
    await topics.tell(messages[:300])
    await topics.tell(messages[200:])
    connection = await agency_database.connect(database, topics.name)
    try:
        for enough in (40, 200, 400):
            async with agency(topics, database) as process:
                await until(lambda at=enough: reached(connection, "told", at), f"{enough} versions")
                async with connection.transaction():
                    # So it dies between what it wrote and its place.
                    await connection.execute("lock table place in exclusive mode")
                    await until(lambda: waits(connection), "it to come to its place")
                    process.kill()
                    await process.wait()
                    await connection.execute(f"select pg_terminate_backend(pid) {WAITING}")
            await until(lambda: is_free(connection), "its lock to be free")
            assert await count(connection, "told") < len(versions)
        async with agency(topics, database):
            await until(lambda: reached(connection, "told", len(versions)), "all versions")
            await until(lambda: all_answered(connection), "all answers")
        rows = await connection.fetch("select incident, version from told order by number")
        now = await connection.fetch("select id, version from incident")
    finally:
        await connection.close()
    assert Counter((row["incident"], row["version"]) for row in rows) == Counter(versions)
    for incident in INCIDENTS:
        own = [row["version"] for row in rows if row["incident"] == incident]
        assert own == sorted(own)
    assert {(row["id"], row["version"]) for row in now} == {(incident, VERSIONS) for incident in INCIDENTS}
    said = [Progress.model_validate_json(r.value) for r in await topics.records(progress(topics.name))]
    # Whatever was sent twice is the same twice.
    assert len({step.id for step in said}) == len({step.model_dump_json() for step in said}) == 30
    assert {(step.incident_id, step.version, step.said) for step in said} == {
        (incident, 1, Said.ACCEPTED) for incident in INCIDENTS
    }


async def reached(connection: asyncpg.Connection, table: str, enough: int) -> bool:
    return await count(connection, table) >= enough


async def waits(connection: asyncpg.Connection) -> bool:
    return await connection.fetchval(f"select exists (select {WAITING})")


async def is_free(connection: asyncpg.Connection) -> bool:
    return await connection.fetchval(
        "select not exists (select from pg_locks where locktype = 'advisory' and database = "
        "(select oid from pg_database where datname = current_database()))"
    )


async def all_answered(connection: asyncpg.Connection) -> bool:
    return not await connection.fetchval("select count(*) from answer where outcome is null")


async def test_an_agencys_database_keeps_what_a_memory_promises(database: str) -> None:
    async with agency_database.database(database, "air") as connection:

        async def write(word: str) -> None:
            await connection.execute("insert into event values ($1, 1, '')", word)

        async def written() -> list[str]:
            return [row["id"] for row in await connection.fetch("select id from event order by id")]

        await keeps_its_promises(agency_database.AgencyMemory(connection), write, written)


async def test_a_second_process_of_an_agency_is_turned_away(database: str) -> None:
    async with agency_database.database(database, "air"):
        with pytest.raises(InUse, match="air"):
            async with agency_database.database(database, "air"):
                pass
        async with agency_database.database(database, "sar"):
            pass
    async with agency_database.database(database, "air"):
        pass


async def test_an_agency_keeps_what_it_cannot_read(topics: Topics, database: str) -> None:
    strange = topics.told(INCIDENTS[0], 1)
    await topics.tell([type(strange)(strange.topic, strange.key, b"\xff", strange.headers)])
    connection = await agency_database.connect(database, topics.name)
    try:
        async with agency(topics, database):
            await until(lambda: reached(connection, "unread", 1), "the record")
        assert await connection.fetchval("select value from unread") == b"\xff"
    finally:
        await connection.close()


# --- a chat bot ---


class Gateway:
    """A chat service: takes what the bot writes, and posts what citizens write."""

    def __init__(self, session: aiohttp.ClientSession, bot_port: int) -> None:
        self._session = session
        self._bot = f"http://127.0.0.1:{bot_port}/messages"
        self.told: list[dict[str, str]] = []

    async def take(self, request: web.Request) -> web.Response:
        self.told.append(await request.json())
        return web.Response()

    async def post(self, **said: object) -> int:
        """Of one citizen; the answer's status."""
        message = {"sender": "0812-3456", "at": AT_TEXT} | said
        async with self._session.post(self._bot, json=message) as response:
            return response.status


@asynccontextmanager
async def chatting(topics: Topics, folder: Path) -> AsyncIterator[Gateway]:
    """A gateway with the bot behind it."""
    gateway_port, bot_port = free_port(), free_port()
    async with aiohttp.ClientSession() as session:
        gateway = Gateway(session, bot_port)
        app = web.Application()
        app.router.add_post("/send", gateway.take)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", gateway_port).start()
        bot = asyncio.create_task(
            chat_bot.run(
                topics.name,
                topics.address,
                f"http://127.0.0.1:{gateway_port}/send",
                port=bot_port,
                folder=folder,
                embedded=not topics.kafka.idempotent,
            )
        )
        try:
            await until(lambda: bot.done() or listens(bot_port), "the bot")
            yield gateway
        finally:
            bot.cancel()
            await asyncio.wait({bot})
            await runner.cleanup()
    assert bot.cancelled(), bot.exception()


async def test_a_conversation_becomes_reports_and_an_answer(topics: Topics, tmp_path: Path) -> None:
    async with chatting(topics, tmp_path) as gateway:
        assert await gateway.post(id="m0", lat=-6.2, lon=107.0) == 200
        assert await gateway.post(id="m1", text="Banjir selutut") == 200
        assert await gateway.post(id="m2", lat=-6.2, lon=107.0) == 200
        assert await gateway.post(id="m2", lat=-6.2, lon=107.0) == 200
        assert await gateway.post(id="m3", photo_url="https://foto/1.jpg", lat=-6.2, lon=107.0) == 200
        assert await gateway.post(id="m4", text="x" * 20_000) == 200
        assert await gateway.post(id="m5", text="Ya") == 200  # Nobody has asked yet.
        assert await gateway.post(id="", text="x") == 400
    said = [entry["text"] for entry in gateway.told]
    assert said == [chat_bot.WHAT, chat_bot.WHERE, chat_bot.SORRY, chat_bot.WHERE]
    records = await topics.records(reports(topics.name))
    found = [Report.model_validate_json(record.value, strict=True) for record in records]
    found.sort(key=lambda report: report.id)
    assert [(r.id, r.text, r.lat, len(r.photos)) for r in found] == [
        ("m1", "Banjir selutut", None, 0),
        ("m2", "Banjir selutut", -6.2, 0),
        ("m2", "Banjir selutut", -6.2, 0),
        ("m3", "", -6.2, 1),
        ("m5", "Ya", None, 0),
    ]
    [reporter] = {report.reporter for report in found}
    assert reporter is not None
    assert not set(reporter) - set("0123456789abcdef")

    await topics.tell([feedback_record(topics.name, asked(reporter)), feedback_record(topics.name, other())])
    async with chatting(topics, tmp_path) as gateway:
        await until(lambda: bool(gateway.told), "the question to be passed on")
        assert gateway.told == [{"id": "f1", "to": "0812-3456", "text": "Apakah sudah beres?"}]
    async with chatting(topics, tmp_path) as gateway:
        assert await gateway.post(id="m6", text="Belum.") == 200
        # What it was stopped in the middle of is told again, under the same id.
        assert [entry["text"] for entry in gateway.told if entry["id"] != "f1"] == [chat_bot.THANKS]
    [record] = await topics.records(replies(topics.name))
    reply = Reply.model_validate_json(record.value, strict=True)
    assert (reply.answer, reply.report_id, reply.incident_id) == ("no", "m1", "rawa:x:1")


def asked(reporter: str) -> Feedback:
    return Feedback(
        id="f1",
        report_id="m1",
        reporter=reporter,
        incident_id="rawa:x:1",
        kind="resolved",
        message="Apakah sudah beres?",
        at=AT,
        asks=True,
    )


def other() -> Feedback:
    """For a report of the same channel that came by another way."""
    return asked("somebody").model_copy(update={"id": "f2"})
