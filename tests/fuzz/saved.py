"""A ledger in a file, written anew now and then: what was counted outlives the process that counted it."""

import pickle
import time
from pathlib import Path

from tests.fuzz.ledger import Ledger

_EVERY_S = 2.0


class Saved:
    """Where one process keeps its ledger."""

    def __init__(self, path: Path) -> None:
        self._path, self._next = path, time.monotonic()

    def keep(self, ledger: Ledger) -> None:
        """As it is now; a process that dies meanwhile leaves the one before."""
        ledger.weigh()
        written = self._path.with_suffix(".new")
        written.write_bytes(pickle.dumps(ledger))
        written.replace(self._path)

    def now_and_then(self, ledger: Ledger) -> None:
        """Cheap enough for every batch of inputs."""
        if time.monotonic() >= self._next:
            self.keep(ledger)
            self._next = time.monotonic() + _EVERY_S


def saved_at(path: Path, name: str) -> Ledger:
    """What was kept there last; nothing of `name` if nothing was."""
    if not path.exists():
        return Ledger(name)
    found: Ledger = pickle.loads(path.read_bytes())
    return found
