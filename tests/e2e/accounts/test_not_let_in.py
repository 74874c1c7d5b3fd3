"""Who is not let in is told why in one line, by every kind of client, and at once."""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from typer.testing import CliRunner

from sinks.acls import Resource, make
from sinks.kafka_clients import admin_of
from sinks.migrate import migrate
from streams.accounts import rights
from streams.cli import make_cli
from streams.client import Dispatches, Reporter, Unreachable
from streams.connections import UnreachableError, consumer, counts_of, open_pool, producer
from streams.doctor.ask_kafka import ask_kafka
from streams.duties import TRIAGE_GROUP
from streams.settings import KafkaSettings, PostgresSettings, Settings
from streams.settings.source import PREFIX, environment_of
from streams.watch.brokers import brokers
from tests.e2e.accounts.secure import ACCOUNTS, GROUPLESS, Secure
from tests.e2e.commands import sinergi
from tests.e2e.servers import Guard, Postgres
from tests.e2e.workers import Worker
from tests.waiting import until

AT_ONCE_S = 8.0
NO_ACCOUNT = {"username": None, "password": None}
PLAIN = {"security": "plaintext", "ca": None, **NO_ACCOUNT}
REFUSED = {
    "a wrong password": ({"password": "wrong"}, "does not let adapter-sorot in: .*invalid credentials"),
    "an account that is not there": ({"username": "adapter-gone"}, "does not let adapter-gone in"),
    "no account": ({"security": "ssl", **NO_ACCOUNT}, "hangs up on who speaks TLS without a password"),
    "plain text": (PLAIN, "hangs up on who speaks plain text without a password"),
    "a password in plain text": ({"security": "sasl_plaintext", "ca": None}, "hangs up on .* plain text as"),
    "another mechanism": ({"mechanism": "PLAIN"}, "takes no password by PLAIN.*`mechanism`"),
    "an authority that nobody knows": ({"ca": None}, "certificate is not believed: .*issuer.*`ca`"),
}


async def _opened(opening: object) -> None:
    async with opening:  # type: ignore[attr-defined]
        pass


CLIENTS: Mapping[str, Callable[[KafkaSettings, Path], Awaitable[object]]] = {
    "producer": lambda kafka, _: _opened(producer(kafka)),
    "consumer": lambda kafka, _: _opened(consumer(kafka)),
    "topics": lambda kafka, _: counts_of(kafka, [], wait_s=60),
    "watch and top": lambda kafka, _: _opened(brokers(kafka)),
    "doctor": lambda kafka, _: ask_kafka(kafka, [], [], seconds=0),
    "adapter": lambda kafka, _: _opened(Reporter("sorot", brokers=kafka, within_s=60)),
    "agency": lambda kafka, folder: _opened(Dispatches("dishub", brokers=kafka, memory=folder / "memory")),
}


@pytest_asyncio.fixture
async def hung_up() -> AsyncIterator[None]:
    """aiokafka does not wait until TLS has said good-bye; a loop that ends earlier leaves its transport."""
    yield
    sockets = asyncio.get_running_loop()._selector.get_map()  # type: ignore[attr-defined]
    await until(lambda: len(sockets) <= 1, "all but the loop's own socket to be closed")


@pytest.mark.usefixtures("hung_up")
@pytest.mark.parametrize("why", REFUSED)
async def test_what_is_wrong_is_told(secure: Secure, why: str) -> None:
    other, words = REFUSED[why]
    async with asyncio.timeout(AT_ONCE_S):
        with pytest.raises(UnreachableError, match=words):
            await counts_of(secure.of("adapter-sorot", **other), [], wait_s=60)


@pytest.mark.usefixtures("hung_up")
@pytest.mark.parametrize("client", CLIENTS)
async def test_every_client_tells_it_at_once(secure: Secure, client: str, tmp_path: Path) -> None:
    async with asyncio.timeout(AT_ONCE_S):
        with pytest.raises((UnreachableError, Unreachable), match="invalid credentials") as caught:
            await CLIENTS[client](secure.of("adapter-sorot", password="wrong"), tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.usefixtures("hung_up")
async def test_a_name_that_is_not_in_the_certificate_is_not_believed(secure: Secure) -> None:
    # Another way to write 127.0.0.1, which no certificate names.
    elsewhere = tuple(one.replace("127.0.0.1", "127.1") for one in secure.admin.brokers)
    with pytest.raises(UnreachableError, match=r"not valid for '127\.1'"):
        await counts_of(secure.of("adapter-sorot", brokers=elsewhere), [])


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"password": "wrong-password"}, "it does not let adapter-sorot in"),
        ({}, "Kafka does not allow it to adapter-sorot .*see `sinergi acl`"),
    ],
)
def test_a_command_tells_it_in_one_line_without_the_password(
    secure: Secure, other: Mapping[str, object], words: str
) -> None:
    """Of who is not let in, and of who may not make topics."""
    settings = Settings(kafka=secure.of("adapter-sorot", **other))
    nothing_else: dict[str, str | None] = {name: None for name in os.environ if name.startswith(PREFIX)}
    result = CliRunner().invoke(make_cli("topics"), ["topics"], env=nothing_else | environment_of(settings))
    assert result.exit_code == 1
    assert re.search(words, result.output)
    assert len(result.output.splitlines()) == 1
    assert str(settings.kafka.password) not in result.output


async def test_a_worker_that_may_not_join_its_group_says_so_and_ends(
    secure: Secure, postgres_server: Postgres, tmp_path: Path, guard: Guard
) -> None:
    """On Kafka alone it would run for ever, in silence."""
    own = (Resource.GROUP, TRIAGE_GROUP)
    without = [one for one in rights(ACCOUNTS["triage"], "User:") if (one.resource, one.name) != own]
    async with admin_of(secure.admin) as admin:
        await make(admin, [replace(one, principal=f"User:{GROUPLESS}") for one in without])
    postgres = PostgresSettings(url=await postgres_server.database())
    async with await open_pool(postgres, wait_s=0) as pool:
        await migrate(pool)
    # What other tests had resolve commit would make this Postgres look like an older backup.
    restore = Settings(kafka=secure.of("restore"), postgres=postgres, folder=tmp_path)
    await sinergi(restore, "rewind", "--accept", code=None)
    settings = Settings(kafka=secure.of(GROUPLESS), postgres=postgres, folder=tmp_path)
    worker = Worker("triage", 1, settings, guard)
    await worker.start()
    try:
        await until(lambda: bool(worker.exits), "the worker to end", 60)
    finally:
        await worker.end()
    assert worker.exits[0] == 1
    assert worker.said("it cannot read in group sinergi-triage.*GroupAuthorizationFailedError")
