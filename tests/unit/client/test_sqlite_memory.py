"""The file that a reader keeps."""

import time
from pathlib import Path

import pytest

from streams.client import Done, InUse, Place, SqliteMemory
from streams.client.sqlite_memory import KEPT_S

DONE = Done(Place("one", "dispatches.air", 3, 8), "rawa:x:1", 2)


async def test_place_and_version_are_written_with_your_rows_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "air.sqlite"
    async with SqliteMemory(path) as memory:
        memory.connection.execute("create table mine (word text)")
        with pytest.raises(ZeroDivisionError):
            await fail(memory)
        async with memory.handling(DONE):
            memory.connection.execute("insert into mine values ('kept')")
    async with SqliteMemory(path) as memory:
        assert memory.connection.execute("select word from mine").fetchall() == [("kept",)]
        assert await memory.places("one", "dispatches.air") == {3: 8}
        assert await memory.places("two", "dispatches.air") == {}
        assert await memory.places("one", "dispatches.sar") == {}
        assert await memory.version("dispatches.air", "rawa:x:1") == 2
        assert await memory.version("dispatches.air", "rawa:x:2") == 0
        assert await memory.version("dispatches.sar", "rawa:x:1") == 0


async def fail(memory: SqliteMemory) -> None:
    async with memory.handling(DONE):
        memory.connection.execute("insert into mine values ('lost')")
        raise ZeroDivisionError


async def test_one_at_a_time_may_hold_it(tmp_path: Path) -> None:
    path = tmp_path / "air.sqlite"
    async with SqliteMemory(path) as memory:
        async with memory.handling(DONE):
            pass
        with pytest.raises(InUse, match=r"air\.sqlite"):
            async with SqliteMemory(path):
                pass
    async with SqliteMemory(path) as memory:
        assert await memory.version("dispatches.air", "rawa:x:1") == 2


async def test_what_was_long_not_heard_of_is_forgotten(tmp_path: Path, monkeypatch) -> None:
    path, now = tmp_path / "air.sqlite", time.time()
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: now - KEPT_S - 1)
        async with SqliteMemory(path) as memory, memory.handling(DONE):
            pass
    async with SqliteMemory(path) as memory:
        assert await memory.version("dispatches.air", "rawa:x:1") == 0
        assert await memory.places("one", "dispatches.air") == {3: 8}
