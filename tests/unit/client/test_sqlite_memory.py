"""The file that a reader keeps."""

import sqlite3
import time
from pathlib import Path

import pytest

from streams.client import Done, InUse, MemoryFailed, NotOpen, Place, SqliteMemory
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


async def test_it_is_used_within_its_block(tmp_path: Path) -> None:
    memory = SqliteMemory(tmp_path / "air.sqlite")
    for _ in range(2):
        with pytest.raises(NotOpen, match=r"air\.sqlite"):
            memory.connection.execute("select 1")
        with pytest.raises(NotOpen):
            await memory.version("dispatches.air", "rawa:x:1")
        async with memory:
            memory.connection.execute("select 1")


async def test_what_goes_wrong_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "text.sqlite").write_text("This is a letter, and no database. " * 99)
    for path, reason in (
        (tmp_path / "text.sqlite", "not a database"),
        (tmp_path / "no" / "x.sqlite", "open"),
    ):
        with pytest.raises(MemoryFailed, match=f"{path}: .*{reason}"):
            async with SqliteMemory(path):
                pass


async def test_a_file_that_is_gone_is_noticed_before_a_message_counts_as_done(tmp_path: Path) -> None:
    path = tmp_path / "air.sqlite"
    async with SqliteMemory(path) as memory:
        path.rename(tmp_path / "moved.sqlite")
        for _ in range(2):
            with pytest.raises(MemoryFailed, match=r"air\.sqlite was deleted"):
                async with memory.handling(DONE):
                    pass
        (tmp_path / "moved.sqlite").rename(path)
        async with memory.handling(DONE):
            pass
        assert await memory.version("dispatches.air", "rawa:x:1") == 2


async def test_your_own_errors_are_as_they_are(tmp_path: Path) -> None:
    async with SqliteMemory(tmp_path / "air.sqlite") as memory:
        with pytest.raises(sqlite3.OperationalError, match="no such table: mine"):
            async with memory.handling(DONE):
                memory.connection.execute("select * from mine")
