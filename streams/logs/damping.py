"""Loud libraries, damped."""

import logging
import time
from collections.abc import Callable
from functools import cache

_REPEAT_S = 10.0


class RateLimit(logging.Filter):
    """Lets a message of one place in a library through once in ten seconds, with a count of the rest.

    What others log passes, so that it may stand before a handler of all.

    While a broker is away aiokafka logs thousands of lines a minute.
    """

    def __init__(self, library: str, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(library)
        self._clock = clock
        self._places: dict[tuple[str, int], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """False for a record of the library that is too soon after the last from its place."""
        if not super().filter(record):
            return True
        place = (record.pathname, record.lineno)
        last, withheld = self._places.get(place, (float("-inf"), 0))
        now = self._clock()
        if now - last < _REPEAT_S:
            self._places[place] = (last, withheld + 1)
            return False
        self._places[place] = (now, 0)
        if withheld:
            # Its arguments stay apart: they may be errors that quote what was sent.
            record.msg = f"{record.msg} (and {withheld} more like it)"
        return True


@cache
def damp(library: str) -> None:
    """Limit what the imported modules of a library log, once for the process."""
    limit = RateLimit(library)
    # A logger's filter does not see what its children log, so each gets it.
    for name in list(logging.root.manager.loggerDict):
        if name == library or name.startswith(f"{library}."):
            logging.getLogger(name).addFilter(limit)
