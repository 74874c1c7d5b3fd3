"""`sinergi webhook`, on a Postgres of its own."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from aiohttp import web
from typer.testing import Result

from tests.integration import commands
from tests.integration.commands import execute
from tests.integration.webhooks.receiver import Receiver

URL = "https://dishub.example/terima?kunci=rahasia"


def run(*arguments: str) -> Result:
    return commands.run("webhook", *arguments)


def answer(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def secrets_in(database: str) -> tuple[str, str | None]:
    async def asked() -> Any:
        connection = await asyncpg.connect(database)
        row = await connection.fetchrow("select secret, old_secret from webhooks")
        await connection.close()
        return tuple(row)

    found: tuple[str, str | None] = asyncio.run(asked())
    return found


@pytest.mark.usefixtures("own_postgres")
def test_a_webhook_from_its_first_day_to_its_last() -> None:
    added = run("add", "dishub", URL)
    assert added.stdout.startswith("secret for dishub, shown this once: whsec_")
    assert added.stderr == "sinergi: no webhook worker is at work; start one: sinergi worker webhooks\n"
    assert answer("list") == {
        "webhooks": [
            {
                "agency": "dishub",
                "host": "https://dishub.example",
                "secrets": 1,
                "waiting": 0,
                "oldest_s": 0.0,
                "failed": 0,
                "disabled": None,
            }
        ]
    }
    rotated = answer("rotate", "dishub", "--overlap-h", "1")
    assert rotated["secret"].startswith("whsec_")
    assert rotated["secret"] not in added.stdout
    assert answer("list")["webhooks"][0]["secrets"] == 2
    answer("rotate", "dishub", "--overlap-h", "0")
    assert answer("list")["webhooks"][0]["secrets"] == 1
    assert run("enable", "dishub", "--url", "https://baru.example/x").stdout == "enabled: webhook of dishub\n"
    shown = run("list")
    assert "https://baru.example" in shown.stdout
    assert "whsec_" not in shown.stdout
    assert run("remove", "dishub").stdout == "removed: webhook of dishub\n"
    assert answer("list") == {"webhooks": []}


def test_a_secret_that_nobody_was_shown_never_signs(own_postgres: str) -> None:
    """So whoever rotates again keeps the one that the agency has."""
    had = run("add", "dishub", URL).stdout.split()[-1]
    command = [sys.executable, "-m", "streams.cli", "webhook", "rotate", "dishub"]
    with Path("/dev/full").open("w") as full:
        assert subprocess.call(command, stdout=full, stderr=subprocess.DEVNULL, timeout=30) != 0
    assert secrets_in(own_postgres) == (had, None)
    shown = answer("rotate", "dishub")["secret"]
    assert secrets_in(own_postgres) == (shown, had)


@pytest.mark.usefixtures("own_postgres")
def test_an_agency_has_one_webhook() -> None:
    assert run("add", "dishub", URL).exit_code == 0
    again = run("add", "dishub", "https://lain.example")
    assert (again.exit_code, again.stdout) == (1, "")
    assert (
        again.stderr == "sinergi: dishub has a webhook; `sinergi webhook enable dishub --url URL` moves it\n"
    )


def test_dead_letters_are_shown_and_resent(own_postgres: str) -> None:
    run("add", "dishub", URL)
    execute(
        own_postgres,
        "insert into webhook_deliveries (webhook, message_id, subject, headers, body, state, tries, status,"
        " reason, finished_at) select id, 'a/' || n || '/dishub', 'a', '[]', '', 'failed', 10, 500,"
        " 'status 500', '2026-11-24T08:30:00Z' from webhooks, generate_series(1, 3) as n",
    )
    found = answer("failed")["failed"]
    assert [one["id"] for one in found] == [f"a/{n}/dishub" for n in (1, 2, 3)]
    assert found[0] == {
        "agency": "dishub",
        "id": "a/1/dishub",
        "tries": 10,
        "status": 500,
        "reason": "status 500",
        "at": "2026-11-24T08:30:00+00:00",
    }
    assert len(answer("failed", "--most", "2")["failed"]) == 2
    assert len(answer("failed", "--agency", "dishub")["failed"]) == 3
    assert "a/1/dishub" in run("failed").stdout
    assert answer("resend", "a/1/dishub") == {"resent": 1}
    assert answer("resend", "--agency", "dishub") == {"resent": 2}
    assert run("resend", "--agency", "dishub").exit_code == 1
    assert answer("list")["webhooks"][0]["waiting"] == 3


@pytest.mark.usefixtures("own_postgres")
def test_an_agency_without_webhook_is_told() -> None:
    for command in ("remove", "rotate", "enable", "test", "failed --agency", "resend --agency"):
        result = run(*command.split(), "dishub")
        assert (result.exit_code, result.stderr) == (1, "sinergi: dishub has no webhook\n")


@pytest.mark.usefixtures("bare_postgres")
def test_before_migrations_it_says_what_to_run() -> None:
    result = run("list")
    assert result.exit_code == 1
    assert "run `sinergi migrate`" in result.stderr


@pytest.mark.usefixtures("own_postgres")
@pytest.mark.parametrize(("status", "ok"), [(204, True), (500, False)])
async def test_a_ping_is_signed_and_its_answer_told(
    status: int, ok: bool, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SINERGI_WEBHOOKS_PRIVATE_DESTINATIONS", "true")
    receiver.answer = lambda _heard, _times: web.Response(status=status)
    added = await asyncio.to_thread(answer, "add", "dishub", receiver.url)
    result = await asyncio.to_thread(run, "test", "dishub", "--json")
    assert result.exit_code == (0 if ok else 1)
    told = {"agency": "dishub", "ok": ok, "status": status, "reason": "" if ok else "status 500"}
    assert json.loads(result.stdout) == told
    [heard] = receiver.heard
    heard.verify(added["secret"])
    assert heard.headers["ce-type"] == "sinergi.ping.v1"
    assert json.loads(heard.body)["agency"] == "dishub"
