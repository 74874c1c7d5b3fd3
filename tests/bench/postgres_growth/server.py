"""A Postgres of the bench's own, in a folder that is gone afterwards, however this process ends."""

import asyncio
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import asyncpg

from streams.stack.embedded import EmbeddedPostgres

SERVER = {"shared_buffers": "1GB", "wal_level": "minimal", "max_wal_senders": "0"}
"""A server of 4 GB gives it as much memory. What fills a table that was emptied is not logged then."""
IN_HASTE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_wal_size": "4GB",
    "maintenance_work_mem": "1GB",
}
"""While tables are filled; then it is as Postgres comes."""
REMOVER = """read -r _ && exit
for _ in 1 2 3 4 5; do sleep 2; rm -rf "$1" && exit; done"""
"""Reads a line where all went well, and none where this process was killed; then Postgres needs a moment."""


@contextmanager
def scratch(kept: Path | None) -> Iterator[Path]:
    """A folder, removed at the end unless it was named."""
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    folder = Path(tempfile.mkdtemp(prefix="sinergi-bench-"))
    remover = subprocess.Popen(
        ["/bin/sh", "-c", REMOVER, "sh", str(folder)], stdin=subprocess.PIPE, start_new_session=True
    )
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
        remover.communicate(b"\n")


@asynccontextmanager
async def server(folder: Path) -> AsyncIterator[str]:
    """Its address."""
    with EmbeddedPostgres(folder / "pg") as first:
        await _set(first.url, SERVER)
    with EmbeddedPostgres(folder / "pg") as server:
        yield server.url


@asynccontextmanager
async def in_haste(url: str) -> AsyncIterator[None]:
    """Within the block nothing of it would survive a power cut."""
    await _set(url, IN_HASTE)
    yield
    connection = await asyncpg.connect(url)
    for name in IN_HASTE:
        await connection.execute(f"alter system reset {name}")
    await connection.execute("select pg_reload_conf()")
    await connection.execute("checkpoint")
    await connection.close()


async def _set(url: str, settings: Mapping[str, str]) -> None:
    connection = await asyncpg.connect(url)
    for name, value in settings.items():
        await connection.execute(f"alter system set {name} = '{value}'")
    await connection.execute("select pg_reload_conf()")
    await connection.close()
    await asyncio.sleep(
        0.2
    )  # The server tells nobody when it has read them; what is filled next takes minutes.
