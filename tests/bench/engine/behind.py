"""Writing in a thread beside, so that the next batch is worked on meanwhile."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

Step = Callable[[], None]


class Behind:
    """At most one batch is being written while another is made."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1)
        self._writing: tuple[Future[None], Step] | None = None

    def put(self, write: Step, then: Step) -> None:
        """Write next; waits for what is being written. Raises what that raised.

        `then` is called once it is written, by who calls `put`, `settle` or `wait` next: a consumer of
        librdkafka that waits for records lets no other thread in.
        """
        self.wait()
        self._writing = self._pool.submit(write), then

    def settle(self) -> None:
        """Go on to `then` if all is written. Raises what writing raised."""
        if self._writing is not None and self._writing[0].done():
            self.wait()

    def wait(self) -> None:
        """Until all is written. Raises what that raised."""
        if self._writing is not None:
            written, then = self._writing
            written.result()
            self._writing = None
            then()
