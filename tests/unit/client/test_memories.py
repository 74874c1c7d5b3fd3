"""The memory that comes with the client, and that of the tests, keep what `Memory` promises."""

from pathlib import Path

from streams.client import SqliteMemory
from tests.memories import keeps_its_promises
from tests.unit.client.fake import RamMemory


async def test_a_file_keeps_what_a_memory_promises(tmp_path: Path) -> None:
    async with SqliteMemory(tmp_path / "air.sqlite") as memory:
        memory.connection.execute("create table mine (word text)")

        async def write(word: str) -> None:
            memory.connection.execute("insert into mine values (?)", (word,))

        async def written() -> list[str]:
            return [word for (word,) in memory.connection.execute("select word from mine order by rowid")]

        await keeps_its_promises(memory, write, written)


async def test_the_memory_of_the_tests_is_one() -> None:
    memory = RamMemory()

    async def write(word: str) -> None:
        memory.rows.append((word, 1))

    async def written() -> list[str]:
        return [word for word, _ in memory.rows]

    await keeps_its_promises(memory, write, written)
