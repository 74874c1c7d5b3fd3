"""Ends a child when its parent is gone, however that ended."""

import signal
import subprocess
from types import TracebackType
from typing import Self

RELEASE_S = 5.0


class Guard:
    """Signals a process when this one is gone: its end of a pipe closes even at SIGKILL."""

    def __init__(self, pid: int, number: signal.Signals) -> None:
        self._shell = subprocess.Popen(  # noqa: S603  (the script is fixed, its arguments are numbers)
            ["/bin/sh", "-c", 'read -r _; kill -"$1" "$2"', "sh", str(number.value), str(pid)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        """Guard until the end of the block."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        """Stop guarding."""
        self._shell.kill()
        self._shell.communicate(timeout=RELEASE_S)
