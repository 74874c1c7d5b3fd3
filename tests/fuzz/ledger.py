"""What came of all that was tried at one entrance."""

import resource
import signal
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import process_time_ns
from types import FrameType

from tests.fuzz.entrance import ACCEPTED, Take, UnaccountedError

LIMIT_S = 5.0
"""Processor time of one input: the product is to be quicker by far; what takes longer hangs."""
EXAMPLES = 10
"""So many faults are kept, each of another place in the code."""


class TooSlowError(BaseException):
    """No `except Exception` on the way may take it for its own."""


@dataclass(slots=True)
class Ledger:
    """Figures of one entrance; `faults` by what and where, each with the first input that led there."""

    name: str
    inputs: int = 0
    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    exceptions: int = 0
    unaccounted: int = 0
    slowest_ms: float = 0.0
    peak_mib: float = 0.0
    faults: dict[str, bytes] = field(default_factory=dict)

    def knock(self, take: Take, content: bytes) -> None:
        """Try one input."""
        began = process_time_ns()
        try:
            code = take(content)
        except UnaccountedError as error:
            self.unaccounted += 1
            self._keep(f"unaccounted: {error}", content)
        except (Exception, TooSlowError) as error:
            self.exceptions += 1
            self._keep(_place(error), content)
        else:
            if code == ACCEPTED:
                self.accepted += 1
            else:
                self.refused[code] += 1
        self.inputs += 1
        self.slowest_ms = max(self.slowest_ms, (process_time_ns() - began) / 1e6)

    def died(self, why: str, content: bytes = b"") -> None:
        """The process that tried ended otherwise than it should; `content` led there, if that is known."""
        self.exceptions += 1
        self._keep(why, content)

    def weigh(self) -> None:
        """Note the most memory that this process ever had."""
        self.peak_mib = max(self.peak_mib, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)

    def add(self, other: "Ledger") -> None:
        """What another process tried at the same entrance."""
        self.inputs += other.inputs
        self.accepted += other.accepted
        self.refused += other.refused
        self.exceptions += other.exceptions
        self.unaccounted += other.unaccounted
        self.slowest_ms = max(self.slowest_ms, other.slowest_ms)
        self.peak_mib = max(self.peak_mib, other.peak_mib)
        self.faults = {**other.faults, **self.faults}

    def _keep(self, what: str, content: bytes) -> None:
        if len(self.faults) < EXAMPLES:
            self.faults.setdefault(what, content)


@contextmanager
def bounded() -> Iterator[None]:
    """Within it `knock_in_time` ends an input that takes more than `LIMIT_S` of the processor."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TooSlowError(f"took more than {LIMIT_S} s")

    before = signal.signal(signal.SIGVTALRM, ring)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def knock_in_time(ledger: Ledger, take: Take, content: bytes) -> None:
    """Within `bounded`: try one input. What comes between two of them takes as long as it likes."""
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT_S)
    ledger.knock(take, content)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _place(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {last.name} ({last.filename.rsplit('/', 1)[-1]}:{last.lineno})"
