"""When a delivery that failed is tried again. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FACTOR = 4.0
JITTER = 0.25
"""Up to this share of a wait is taken off by chance, so that what failed together returns apart."""

_SECONDS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Backoff:
    """How often it is tried, and how long the waits between are at most."""

    tries: int
    first_wait_s: float
    longest_wait_s: float


def wait_s(
    backoff: Backoff, tries: int, *, chance: float, retry_after_s: float | None = None
) -> float | None:
    """How long to wait after so many tries; None if that was the last. `chance` lies between 0 and 1.

    Each wait is four times the one before. The receiver may ask for more, up to the longest.
    """
    if tries >= backoff.tries:
        return None
    longest = backoff.longest_wait_s
    wait = min(backoff.first_wait_s * FACTOR ** (tries - 1), longest) * (1 - JITTER * chance)
    return max(wait, min(retry_after_s or 0.0, longest))


def retry_after_s(header: str | None, now: datetime) -> float | None:
    """What the receiver asked for, in seconds or as a date; None if nothing that can be read."""
    if header is None:
        return None
    if _SECONDS.fullmatch(said := header.strip()):
        return float(said)
    try:
        at = parsedate_to_datetime(header)
    except (ValueError, OverflowError):  # OverflowError: a year, hour or zone of twenty digits
        return None
    return max((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - now.timestamp(), 0.0)
