"""The time of a key, by what its reports say: no single report can move it, late or from the future."""

from schemas.storm import Clock

LATEST = 5
"""The clock is the (lower) median of so many: it is right while no three of them are wrong."""
LEAP_MAX_S = 7 * 86_400.0
"""Rates forget no faster than this at one report, whatever time it claims."""


def start(at: float) -> Clock:
    """The clock of a key whose first report, not yet heard, was said at `at`."""
    return Clock((), at, 0.0)


def now(clock: Clock) -> float:
    """The key's time, epoch seconds."""
    latest = sorted(clock.latest)
    return latest[(len(latest) - 1) // 2]


def heard(clock: Clock, at: float) -> Clock:
    """After one more report."""
    return Clock((*clock.latest, at)[-LATEST:], clock.learned_at, clock.exposure)
