"""A step that is pure and must end: what takes too long fails, like any other fault of the code.

Without this a record on which the code goes on for ever would hold its partition for ever, since a process
that is killed from outside cannot say of what. A signal ends loops and regular expressions alike.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

LIMIT_S = 30.0
"""A hundred times what a chunk should take."""
AGAIN_S = 1.0
"""Where Python loses an error, as in what it calls when an object goes, the next one comes so soon."""


class TookTooLongError(Exception):
    """A fault of the code: it did not come to an end."""


@contextmanager
def limited(limit_s: float = LIMIT_S) -> Iterator[None]:
    """Raise `TookTooLongError` in it after so many seconds of the process' processor time.

    In the main thread alone, and not one within the other. Raises `ValueError` in another thread.
    """

    def end(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise TookTooLongError(f"no end after {limit_s} s of the processor")

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, limit_s, AGAIN_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
