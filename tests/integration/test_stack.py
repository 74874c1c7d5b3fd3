"""A system of one machine whose broker or Postgres ends by itself."""

import asyncio
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from streams.settings import Settings, WebSettings
from streams.stack import StackError, crew, running
from streams.stack.supervise import Child


@pytest.fixture
def folder() -> Iterator[Path]:
    """Started by root, Postgres runs as another user, and pytest closes its folders to all others."""
    with tempfile.TemporaryDirectory(prefix="sinergi-") as made:
        yield Path(made)


@pytest.mark.parametrize("part", ["broker", "Postgres"])
async def test_it_ends_and_says_what_ended(part: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def ready(*_: object) -> None:
        """What the workers do is no matter here."""

    settings = Settings(folder=folder, web=WebSettings(port=0))
    sleeping = (sys.executable, "-c", "import time; time.sleep(60)")
    monkeypatch.setattr(crew, "_child", lambda _settings, name, *_, **__: Child(name, sleeping, {}))
    monkeypatch.setattr(crew, "_ready", ready)

    others = brokers()

    async def kill() -> None:
        async with running(settings, embedded=True), asyncio.timeout(20):
            process_of(part, folder, others).send_signal(signal.SIGKILL)
            await asyncio.Event().wait()

    with pytest.raises(StackError, match=f"the embedded {part} ended by itself"):
        await kill()


def brokers() -> set[psutil.Process]:
    """Those that tests of this process have started."""
    return {child for child in psutil.Process().children() if child.name().startswith("tansu")}


def process_of(part: str, folder: Path, others: set[psutil.Process]) -> psutil.Process:
    if part == "Postgres":
        return psutil.Process(int((folder / "postgres" / "postmaster.pid").read_text().split()[0]))
    [broker] = brokers() - others
    return broker
