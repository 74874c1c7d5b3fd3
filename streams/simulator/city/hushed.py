"""Kelurahan where people tell of less, for the same that happens."""

from dataclasses import replace
from random import Random

from streams.simulator.city.incidents import Incident

QUIET = 1 / 3
"""Of those who would tell elsewhere, so many tell in a quiet kelurahan; parts of New York differ as much."""


def tells_of(wards: int, quiet: float, rng: Random) -> tuple[float, ...]:
    """Of each kelurahan; as before any was quiet, nothing is drawn where none is."""
    hushed = set(rng.sample(range(wards), round(quiet * wards))) if quiet else set()
    return tuple(QUIET if ward in hushed else 1.0 for ward in range(wards))


def heard_of(
    incident: Incident, moments: list[float], tells: float, rng: Random
) -> tuple[Incident, list[float]]:
    """The incident with those witnesses that tell of it, and when they do; that may be nobody."""
    if tells >= 1:
        return incident, moments
    told = [at_s for at_s in moments if rng.random() < tells]
    opening = incident.opening
    if told[:1] != moments[:1]:
        opening = replace(opening, walker=None)
    resent = incident.resent if incident.resent < len(told) else -1
    heard = replace(incident, opening=opening, witnesses=len(told), resent=resent, tells=tells)
    return heard, told
