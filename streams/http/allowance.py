"""How much a caller may ask: a bucket that fills up steadily and holds a minute's worth."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Allowance:
    """Of one caller. Times are seconds of a clock that never goes back."""

    per_minute: int
    _left: float = field(init=False)
    _at_s: float | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._left = float(self.per_minute)

    def wait_s(self, now_s: float) -> float:
        """Take one; 0 if there was one, else after how many seconds there will be."""
        passed_s = 0.0 if self._at_s is None else max(0.0, now_s - self._at_s)
        self._at_s = now_s
        self._left = min(float(self.per_minute), self._left + passed_s * self.per_minute / 60)
        if self._left >= 1:
            self._left -= 1
            return 0.0
        return (1 - self._left) * 60 / self.per_minute
