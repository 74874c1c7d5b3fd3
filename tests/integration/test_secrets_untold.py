"""No secret is told: not by logs of any level and shape, not by what commands print, pages, traces or `ps`.

Every secret is given a mark, everything is made to fail, and all that can be seen is searched for the mark.
"""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import httpx
import psutil
import pytest

from streams.ports import free_port
from streams.settings.source import SECRET_VARIABLES
from tests.collector import collecting
from tests.conftest import Broker
from tests.waiting import until

MARK = "RahasiaSekali"
LONG = MARK * 3
ENDS_S = 90.0
SHAPES = ({"SINERGI_LOG_FORMAT": "json"}, {"SINERGI_LOG_FORMAT": "text"})

LATER = {
    "SINERGI_KAFKA_PASSWORD": {"SINERGI_KAFKA_SECURITY": "sasl_plaintext", "SINERGI_KAFKA_USERNAME": "ani"}
}
"""A secret that only some settings ask for, and those."""

WHERE_POSTGRES_IS_AWAY = (
    ("worker", "triage"),
    ("worker", "webhooks"),
    ("check",),
    ("doctor", "--seconds", "1"),
    ("migrate",),
)
WHERE_IT_LETS_NOBODY_IN = (("worker", "resolve"), ("intake",), ("top", "--once"))


@pytest.fixture
def secrets_given(tmp_path: Path) -> dict[str, str]:
    """All secrets but the address of Postgres, some in the environment and some in files."""
    held = tmp_path / "held"
    held.write_text(f"{LONG}\n")
    return {
        "SINERGI_INTAKE_SECRET_FILE": str(held),
        "SINERGI_PHOTOS_URL": f"s3://{MARK}@bucket/photos",
        "SINERGI_PHOTOS_SECRET": LONG,
        "SINERGI_PHOTOS_OLD_SECRET": LONG,
        "SINERGI_BOARD_OIDC_CLIENT_SECRET": LONG,
        "SINERGI_TRACING_ENDPOINT": f"http://ani:{MARK}@127.0.0.1:{free_port()}",
        "AWS_ACCESS_KEY_ID": MARK,
        "AWS_SECRET_ACCESS_KEY": MARK,
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{free_port()}",
    }


def test_every_secret_of_the_settings_is_given(secrets_given: Mapping[str, str]) -> None:
    given = {name.removesuffix("_FILE") for name in secrets_given} | {"SINERGI_POSTGRES_URL"} | LATER.keys()
    assert given >= SECRET_VARIABLES


async def test_who_reaches_nothing_or_is_not_let_in_tells_no_secret(
    postgres: str, secrets_given: Mapping[str, str], tmp_path: Path
) -> None:
    away = f"postgresql://ani:{MARK}@127.0.0.1:{free_port()}/sinergi?sslpassword={MARK}"
    refused = _with_account(postgres, f"nobody_such:{MARK}")
    beside = {name: value for one in LATER if one in SECRET_VARIABLES for name, value in LATER[one].items()}
    later = {name: LONG for name in LATER if name in SECRET_VARIABLES}
    nowhere = {"SINERGI_KAFKA_BROKERS": f"127.0.0.1:{free_port()}", "SINERGI_POSTGRES_WAIT_S": "0"}
    given = {**secrets_given, **nowhere, **beside, **later}
    commands = [(away, one) for one in WHERE_POSTGRES_IS_AWAY]
    commands += [(refused, one) for one in WHERE_IT_LETS_NOBODY_IN]
    async with _listed() as lines:
        said = await asyncio.gather(
            *(
                _ended(
                    command,
                    given | SHAPES[number % 2] | {"SINERGI_POSTGRES_URL": url},
                    tmp_path / str(number),
                )
                for number, (url, command) in enumerate(commands)
            )
        )
    for (_, command), words in zip(commands, said, strict=True):
        assert words, command
        assert MARK not in words, command
    assert any("-m streams.cli check" in line for line in lines)
    assert not [line for line in lines if MARK in line]


async def test_who_works_and_then_fails_tells_no_secret(
    broker: Broker, postgres: str, database: str, secrets_given: Mapping[str, str], tmp_path: Path
) -> None:
    web, door = free_port(), free_port()
    pages: list[str] = []
    there = {
        **secrets_given,
        "SINERGI_KAFKA_BROKERS": ",".join(broker.kafka.brokers),
        "SINERGI_KAFKA_IDEMPOTENT": str(broker.kafka.idempotent),
        "SINERGI_KAFKA_PARTITIONS": "1",
        "SINERGI_POSTGRES_URL": _with_account(database, f"{urlsplit(database).username}:{MARK}"),
        "SINERGI_PHOTOS_URL": (tmp_path / f"photos-{MARK}").as_uri(),
        "SINERGI_TRACING_SAMPLE": "1",
        "SINERGI_INTAKE_PORT": str(door),
        "SINERGI_WEB_PORT": str(web),
    }
    with collecting() as collector:
        given = there | {"SINERGI_TRACING_ENDPOINT": collector.endpoint.replace("//", f"//ani:{MARK}@")}
        async with _listed() as lines:
            await _ended(("migrate",), given, tmp_path / "migrate")
            await _ended(("topics",), given, tmp_path / "topics")
            key = (await _ended(("key", "add", "sorot", "--name", "x"), given, tmp_path / "key")).split()[-1]
            async with (
                _running(("intake",), given, tmp_path / "intake") as intake_log,
                _running(("worker", "watch"), given, tmp_path / "watch") as watch_log,
            ):
                await _worked(pages, door, web, key)
                await _drop(postgres, database)
                await _post(pages, door, key)
                await until(lambda: '"level":"warning"' in watch_log.read_text(), "the watch to tell", ENDS_S)
        seen = {
            "pages": "\n".join(pages),
            "intake": intake_log.read_text(),
            "watch": watch_log.read_text(),
            "traces": repr(collector.raw),
            "ps": "\n".join(lines),
        }
    assert all(seen.values())
    open_sesame = key.partition(".")[2]
    assert [name for name, text in seen.items() if MARK in text or open_sesame in text] == []


async def _worked(pages: list[str], door: int, web: int, key: str) -> None:
    intake, watch = (f"http://127.0.0.1:{port}" for port in (door, web))
    await until(lambda: _answers(pages, f"{intake}/healthz/ready"), "the intake", ENDS_S)
    await until(lambda: _answers(pages, f"{watch}/metrics"), "the watch", ENDS_S)
    await _ask(pages, f"{intake}/metrics")
    assert await _post(pages, door, f"sorot-1.{LONG}") == 403
    assert await _post(pages, door, key) == 201


def _with_account(url: str, account: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=f"{account}@{parts.netloc.rpartition('@')[2]}").geturl()


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SINERGI_")}
    return {**kept, "SINERGI_LOG_LEVEL": "debug", **given}


async def _begun(command: tuple[str, ...], given: Mapping[str, str], folder: Path) -> tuple[Process, Path]:
    """A process, and where it says what it says."""
    folder.mkdir()  # noqa: ASYNC240  (at once)
    said = folder / "said"
    with said.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "streams.cli", *command),
            env=_environment(given),
            cwd=folder,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    return process, said


@asynccontextmanager
async def _running(command: tuple[str, ...], given: Mapping[str, str], folder: Path) -> AsyncIterator[Path]:
    """What a process says, which is ended at the end of the block."""
    process, said = await _begun(command, given, folder)
    try:
        yield said
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(ENDS_S):
            await process.wait()


async def _ended(command: tuple[str, ...], given: Mapping[str, str], folder: Path) -> str:
    """What a process said until its end."""
    process, said = await _begun(command, given, folder)
    try:
        async with asyncio.timeout(ENDS_S):
            await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return said.read_text()


@asynccontextmanager
async def _listed() -> AsyncIterator[set[str]]:
    """What `ps` shows of our children and theirs meanwhile."""
    lines: set[str] = set()

    async def look() -> None:
        while True:
            for process in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    lines.add(" ".join(process.cmdline()))
            await asyncio.sleep(0.1)

    looking = asyncio.create_task(look())
    try:
        yield lines
    finally:
        looking.cancel()


async def _answers(pages: list[str], url: str) -> bool:
    try:
        return await _ask(pages, url) == 200
    except httpx.TransportError:
        return False


async def _ask(pages: list[str], url: str) -> int:
    async with httpx.AsyncClient() as client:
        answer = await client.get(url)
    pages.append(answer.text)
    return answer.status_code


async def _post(pages: list[str], door: int, key: str) -> int:
    """A report, with a key in every place where one may stand."""
    url = f"http://127.0.0.1:{door}/open311/v2/requests.json?api_key={key}"
    report = {"service_code": "flood", "lat": "-6.2383", "long": "106.9756", "description": "banjir"}
    async with httpx.AsyncClient(timeout=ENDS_S) as client:
        answer = await client.post(url, headers={"X-API-Key": key}, data=report | {"api_key": key})
    pages.append(answer.text)
    return answer.status_code


async def _drop(postgres: str, database: str) -> None:
    """Take the database away, with who is in it; an empty one of the same name is there for the fixture."""
    name = urlsplit(database).path.removeprefix("/")
    admin = await asyncpg.connect(postgres)
    await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.execute(f"CREATE DATABASE {name} ALLOW_CONNECTIONS false")
    await admin.close()
