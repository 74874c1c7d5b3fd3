"""Who forgets a citizen is killed on the way: asked once more it completes, and nothing of her is left."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from tests.e2e.city import City
from tests.e2e.commands import sinergi
from tests.e2e.gate import gate
from tests.e2e.rahayu import MARKERS, OTHER, REPORTER, STATE, first, kept_photo
from tests.e2e.servers import REAL_KAFKA
from tests.e2e.traces import found
from tests.e2e.workers import told

REACHED_S = 60


@pytest.mark.parametrize(
    ("table", "statement"), [("audit", "%audit_note%"), ("forgotten", "%forgotten%")], ids=["begun", "told"]
)
async def test_forgetting_that_was_killed_completes_when_asked_again(
    bekasi: City, tmp_path: Path, table: str, statement: str
):
    await bekasi.start("triage", "resolve")
    photo = await kept_photo(bekasi, tmp_path)
    await bekasi.publish(first(photo))
    await bekasi.settled()
    before = await bekasi.rows(STATE)
    command = ["forget", f"sorot:{REPORTER}", "--sent", "--json"]
    async with gate(bekasi.settings.postgres.url, table, statement) as closed:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "streams.cli", *command), env=told(bekasi.settings)
        )
        await bekasi.until(closed.reached, f"somebody to write to {table}", REACHED_S)
        process.kill()
        assert await process.wait() == -signal.SIGKILL
        assert await found([REPORTER], bekasi) != []

    await sinergi(bekasi.settings, *command[:-1], code=int(not REAL_KAFKA))
    assert await found((*MARKERS, photo["sha256"]), bekasi) == []
    assert list((bekasi.settings.folder / "photos").rglob(f"{photo['sha256']}*")) == []
    assert await bekasi.rows(STATE) == before
    assert await found([OTHER], bekasi) != []
