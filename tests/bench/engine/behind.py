"""Writing in a thread beside, so that the next batch is worked on meanwhile."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor


class Behind:
    """At most one batch is being written while another is made."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1)
        self._writing: Future[None] | None = None

    def put(self, write: Callable[[], None]) -> None:
        """Write next; waits for what is being written. Raises what that raised."""
        self.wait()
        self._writing = self._pool.submit(write)

    def idle(self) -> bool:
        """Whether nothing is being written. Raises what that raised."""
        if self._writing is not None and self._writing.done():
            self.wait()
        return self._writing is None

    def wait(self) -> None:
        """Until all is written. Raises what that raised."""
        if self._writing is not None:
            self._writing.result()
            self._writing = None
