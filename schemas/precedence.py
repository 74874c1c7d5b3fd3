"""Which records of our own go first where many wait."""

from collections.abc import Container

from schemas.catalog.models import Urgency

URGENCY = "ce_urgency"
"""Header of a classified report, so that nobody has to decode it to know."""

_FIRST = (URGENCY, Urgency.EMERGENCY.encode())


def urgency_header(urgency: Urgency) -> tuple[str, bytes]:
    """What says how urgent a record is."""
    return URGENCY, urgency.encode()


def goes_first(headers: Container[tuple[str, bytes | None]]) -> bool:
    """Whether somebody may be dying of the wait."""
    return _FIRST in headers
