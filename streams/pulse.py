"""Whether the loops of a process go on."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pulse:
    """When each loop went round last."""

    clock: Callable[[], float] = time.monotonic
    last_s: dict[str, float] = field(default_factory=dict)

    def beat(self, loop: str) -> None:
        """It went round."""
        self.last_s[loop] = self.clock()

    def silent_s(self) -> float:
        """How long the slowest has been on its way; 0 before the first has begun."""
        return self.clock() - min(self.last_s.values(), default=self.clock())
