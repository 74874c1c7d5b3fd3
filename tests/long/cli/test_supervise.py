"""A child is started again, but not without end, and is stopped for certain."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from streams.stack import supervise
from streams.stack.supervise import Child, Deaths, GaveUpError, keep
from tests.waiting import until


def python(code: str, log: Path | None = None) -> Child:
    return Child("child", (sys.executable, "-c", code), dict(os.environ), log)


def says(path: Path, what: str) -> bool:
    return path.exists() and what in path.read_text()


async def until_written(path: Path, what: str) -> None:
    await until(lambda: says(path, what), f"{what!r} in {path}")


def test_the_delay_doubles_up_to_a_bound() -> None:
    deaths = Deaths()
    delays = [deaths.delay_s(float(now)) for now in range(8)]
    assert delays == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0, 5.0]


def test_old_deaths_are_forgotten() -> None:
    deaths = Deaths()
    assert [deaths.delay_s(now) for now in (0.0, 1.0, 61.5)] == [0.2, 0.4, 0.2]


def test_ten_deaths_within_a_minute_are_too_many() -> None:
    deaths = Deaths()
    delays = [deaths.delay_s(now * 6.0) for now in range(10)]
    assert delays[-1] is None
    assert None not in delays[:-1]


def test_ten_deaths_in_more_than_a_minute_are_borne() -> None:
    deaths = Deaths()
    assert None not in [deaths.delay_s(now * 6.7) for now in range(40)]


async def test_a_child_that_keeps_dying_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(supervise, "LAST_DELAY_S", 0.001)
    log = tmp_path / "log"
    with pytest.raises(GaveUpError, match="child died 10 times within 60 s"):
        await keep(Child("child", ("/bin/echo", "started"), {}, log))
    assert log.read_text() == "started\n" * 10


async def test_a_child_is_stopped_by_sigterm(tmp_path: Path) -> None:
    log = tmp_path / "log"
    task = asyncio.create_task(keep(python(_ENDS_ON_SIGTERM, log)))
    await until_written(log, "up")
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert log.read_text() == "up\nstopped\n"


async def test_a_child_that_does_not_stop_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(supervise, "STOP_S", 0.1)
    log = tmp_path / "log"
    task = asyncio.create_task(keep(python(_IGNORES_SIGTERM, log)))
    await until_written(log, "\n")
    pid = int(log.read_text())
    task.cancel()
    await asyncio.wait([task])
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_a_child_ends_with_its_parent(tmp_path: Path) -> None:
    log = tmp_path / "log"
    child = python(_ENDS_ON_SIGTERM, log)
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _KEEPS, str(log), child.command[-1], cwd=Path(__file__).parents[3]
    )
    await until_written(log, "up")
    parent.kill()
    await parent.wait()
    await until_written(log, "stopped")


_ENDS_ON_SIGTERM = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit(print("stopped", flush=True)))
print("up", flush=True)
while True: time.sleep(1)
"""

_IGNORES_SIGTERM = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(os.getpid(), flush=True)
while True: time.sleep(1)
"""

_KEEPS = """
import asyncio, os, sys
from pathlib import Path
from streams.stack.supervise import Child, keep
asyncio.run(keep(Child("child", (sys.executable, "-c", sys.argv[2]), dict(os.environ), Path(sys.argv[1]))))
"""
