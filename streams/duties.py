"""What each process reads and writes on Kafka, and in which group."""

from dataclasses import dataclass

from schemas.catalog.models import Catalog
from schemas.topics import (
    ANNOUNCEMENTS,
    CLASSIFIED,
    CORRECTIONS,
    REJECTED,
    REPORTER_KEYS,
    dispatches,
    feedback,
    progress,
    replies,
    reports,
)

TRIAGE, RESOLVE, WEBHOOKS = "triage", "resolve", "webhooks"
TRIAGE_GROUP, RESOLVE_GROUP = "sinergi-triage", "sinergi-resolve"
"""Commits of triage say how far it is. Those of resolve only show what Postgres knows better."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What a process must be able to do; all it reads is shared out in `group`."""

    process: str
    group: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        """All that must be there, each once."""
        return tuple(dict.fromkeys((*self.reads, *self.writes)))


def duties(catalog: Catalog) -> tuple[Duty, Duty]:
    """Of the processes without which nothing goes on: triage, resolve."""
    return triage_duty(catalog), resolve_duty(catalog)


def triage_duty(catalog: Catalog) -> Duty:
    """It reads what citizens report and what else is said."""
    reads = (*reported(catalog), *spoken(catalog))
    return Duty(TRIAGE, TRIAGE_GROUP, reads, (CLASSIFIED, REJECTED, REPORTER_KEYS))


def resolve_duty(catalog: Catalog) -> Duty:
    """What passes from one key to another goes back into the log of the reports."""
    told = (*map(dispatches, sorted(catalog.agencies)), *map(feedback, sorted(catalog.channels)))
    return Duty(
        RESOLVE,
        RESOLVE_GROUP,
        (CLASSIFIED, REJECTED, ANNOUNCEMENTS),
        (*told, ANNOUNCEMENTS, CLASSIFIED, REJECTED, REPORTER_KEYS),
    )


def reported(catalog: Catalog) -> tuple[str, ...]:
    """Where citizens speak."""
    return tuple(map(reports, sorted(catalog.channels)))


def spoken(catalog: Catalog) -> tuple[str, ...]:
    """Where people other than citizens with something new speak."""
    return (
        CORRECTIONS,
        *map(progress, sorted(catalog.agencies)),
        *map(replies, sorted(catalog.channels)),
    )
