"""Who forgets a citizen is killed on the way: asked once more it completes, and nothing of her is left."""

from pathlib import Path

import pytest

from tests.e2e.city import City
from tests.e2e.commands import sinergi
from tests.e2e.killed import killed
from tests.e2e.rahayu import MARKERS, OTHER, REPORTER, STATE, first, kept_photo
from tests.e2e.servers import REAL_KAFKA
from tests.e2e.traces import found


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
    command = ["forget", f"sorot:{REPORTER}", "--sent"]
    async with killed(bekasi, *command, at=(table, statement)):
        assert await found([REPORTER], bekasi) != []

    await sinergi(bekasi.settings, *command, code=int(not REAL_KAFKA))
    assert await found((*MARKERS, photo["sha256"]), bekasi) == []
    assert list((bekasi.settings.folder / "photos").rglob(f"{photo['sha256']}*")) == []
    assert await bekasi.rows(STATE) == before
    assert await found([OTHER], bekasi) != []
