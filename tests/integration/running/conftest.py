"""One running system for the tests that give it commands and ask it for its figures."""

import subprocess
from collections.abc import Iterator

import psutil
import pytest

from tests.integration.running.terminal import READY_S, SINERGI, Terminal, environment
from tests.waiting import wait_until


@pytest.fixture(scope="package")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """A running system; it must end in order at SIGTERM, and leave nothing behind."""
    folder = tmp_path_factory.mktemp("up")
    log = folder / "up.log"
    with log.open("wb") as output:
        up = subprocess.Popen([*SINERGI, "up", "--embedded"], cwd=folder, env=environment(), stderr=output)
    try:
        wait_until(lambda: "sinergi: ready" in log.read_text() or up.poll() is not None, "ready", READY_S)
        assert up.poll() is None, log.read_text()
        children = psutil.Process(up.pid).children(recursive=True)
        yield Terminal(folder, up)
        up.terminate()
        assert up.wait(60) == 0, log.read_text()
        assert "stopped" in log.read_text().splitlines()[-1]
        assert [child for child in children if child.is_running()] == []
    finally:
        up.kill()
        up.wait(10)
