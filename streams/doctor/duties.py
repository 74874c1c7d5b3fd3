"""What each process reads and writes on Kafka, and in which group."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.catalog.models import Catalog
from schemas.topics import ANNOUNCEMENTS, CLASSIFIED, REJECTED, dispatches, feedback, reports
from streams.agents.check import topics_of
from streams.watch.lag import RESOLVE, TRIAGE, TRIAGE_GROUP


@dataclass(frozen=True, slots=True)
class Duty:
    """What a process must be able to do; all it reads is shared out in `group`."""

    process: str
    group: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]


def duties(catalog: Catalog) -> tuple[Duty, ...]:
    """Of the processes without which nothing goes on."""
    channels, agencies = sorted(catalog.channels), sorted(catalog.agencies)
    spoken = (*map(reports, channels), *topics_of(catalog))
    told = (*map(dispatches, agencies), *map(feedback, channels), ANNOUNCEMENTS)
    return (
        Duty(TRIAGE, TRIAGE_GROUP, spoken, (CLASSIFIED, REJECTED)),
        # What passes from one key to another goes back into the log of the reports.
        Duty(
            RESOLVE,
            f"sinergi-{RESOLVE}",
            (CLASSIFIED, REJECTED, ANNOUNCEMENTS),
            (*told, CLASSIFIED, REJECTED),
        ),
    )


def partitions_of(duty: Duty, counts: Mapping[str, int]) -> frozenset[tuple[str, int]]:
    """What the members of its group must own together, as far as the topics are there."""
    return frozenset((topic, number) for topic in duty.reads for number in range(counts.get(topic, 0)))
