import asyncio
import os
import sys
import time
from pathlib import Path

import pytest

from streams.connections import NotReadyError
from streams.settings import Settings
from streams.stack import crew
from streams.stack.crew import ON_THEIR_OWN, WORKERS, with_port_of, working
from streams.stack.supervise import STOP_S, Child
from tests.waiting import until

DEAF = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(os.getpid(), flush=True)
time.sleep(60)
"""


def test_workers_of_one_machine_do_not_ask_for_the_same_port() -> None:
    every = (*WORKERS, *ON_THEIR_OWN)
    assert [with_port_of(Settings(), worker).web.port for worker in every] == [6066, 6067, 6068, 6069]


def test_a_port_that_was_named_is_the_port() -> None:
    for port in (0, 6066, 7001):
        named = Settings.model_validate({"web": {"port": port}})
        assert [with_port_of(named, worker).web.port for worker in WORKERS] == [port, port]


async def test_workers_that_stand_on_nothing_are_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, logs = asyncio.Event(), {name: tmp_path / name for name in WORKERS}

    async def ready(*_: object) -> None:
        await until(lambda: all(log.exists() and log.read_text() for log in logs.values()), "both begin")

    async def watch() -> None:
        await gone.wait()
        raise NotReadyError("the ground is gone")

    async def work() -> None:
        async with working(Settings(), quiet=True, watch=watch):
            gone.set()
            await asyncio.Event().wait()

    monkeypatch.setattr(crew, "_child", lambda _settings, name, *_, **__: _deaf(name, logs[name]))
    monkeypatch.setattr(crew, "_ready", ready)
    began = time.monotonic()
    with pytest.raises(NotReadyError, match="the ground is gone"):
        await work()
    assert time.monotonic() - began < STOP_S / 2
    for log in logs.values():
        with pytest.raises(ProcessLookupError):
            os.kill(int(log.read_text()), 0)


def _deaf(name: str, log: Path) -> Child:
    """A worker that does not end at SIGTERM."""
    return Child(name, (sys.executable, "-c", DEAF), dict(os.environ), log)
