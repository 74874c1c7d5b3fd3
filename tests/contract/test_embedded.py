"""The embedded broker and Postgres end with whoever started them."""

import asyncio
import signal
import sys
import tempfile
from pathlib import Path

import asyncpg
import psutil
import pytest

from sinks.topics import cluster_id
from streams.stack.embedded import EmbeddedBroker
from tests.waiting import until

STARTER = """
import sys, pathlib
from streams.stack.embedded import EmbeddedBroker, EmbeddedPostgres
folder = pathlib.Path(sys.argv[1])
with EmbeddedBroker(folder / "broker.log") as broker, EmbeddedPostgres(folder / "pg") as postgres:
    print(broker._process.pid, postgres._server.get_pid(), flush=True)
    sys.stdin.readline()
"""


pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("number", [signal.SIGKILL, None])
async def test_they_end_with_their_process_however_it_ends(number: signal.Signals | None):
    with tempfile.TemporaryDirectory(prefix="sinergi-") as folder:
        pipe = asyncio.subprocess.PIPE
        starter = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", STARTER, folder), stdin=pipe, stdout=pipe, cwd=Path(__file__).parents[2]
        )
        parts = [psutil.Process(int(pid)) for pid in (await starter.stdout.readline()).split()]
        assert len(parts) == 2
        if number:
            starter.send_signal(number)
        starter.stdin.close()
        await starter.wait()
        await until(lambda: not any(map(runs, parts)), "both to end")


def runs(process: psutil.Process) -> bool:
    # In a container nobody may wait for orphans.
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


async def test_every_broker_is_a_cluster_of_its_own(tmp_path: Path):
    ids = []
    for _ in range(2):
        with EmbeddedBroker(tmp_path / "log") as broker:
            assert await cluster_id(broker.settings()) == broker.cluster == broker.settings().cluster
            ids.append(broker.cluster)
    assert ids[0] != ids[1]


async def test_any_process_may_connect_to_the_postgres(database: str):
    program = f"""
import asyncio, asyncpg
async def main():
    connection = await asyncpg.connect({database!r})
    await connection.execute("CREATE TABLE seen AS SELECT 1")
    await connection.close()
asyncio.run(main())
"""
    other = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    assert await other.wait() == 0
    connection = await asyncpg.connect(database)
    assert await connection.fetchval("SELECT count(*) FROM seen") == 1
    await connection.close()
