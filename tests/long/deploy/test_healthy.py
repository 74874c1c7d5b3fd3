"""`deploy/healthy`: what compose waits for before it upgrades the next process."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.unit.deploy.files import DEPLOY


@contextmanager
def process_that_says(answers: dict[str, int]) -> Iterator[int]:
    """The port of a process that answers each page by its status."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(answers[self.path])
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing: what it was asked is seen by what comes back."""

    with HTTPServer(("127.0.0.1", 0), Pages) as server:
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            serving.join()


def healthy(port: int) -> bool:
    said = subprocess.run(
        [sys.executable, DEPLOY / "healthy", str(port)], check=False, capture_output=True, timeout=30
    )
    assert not said.stderr
    return said.returncode == 0


@pytest.mark.parametrize(("live", "ready"), [(200, 200), (200, 503), (503, 200)])
def test_it_wants_a_process_that_is_alive_and_ready(live: int, ready: int) -> None:
    with process_that_says({"/healthz/live": live, "/healthz/ready": ready}) as port:
        assert healthy(port) is (live == ready == 200)


def test_nobody_there_is_not_healthy() -> None:
    with process_that_says({}) as port:
        pass
    assert not healthy(port)
