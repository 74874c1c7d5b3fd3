"""Where a partition stands by Postgres, by Kafka's memory of what was committed, and by its log. Pure.

Workers commit to Kafka after Postgres has taken in what they commit. So a commit that lies ahead of Postgres
says that Postgres is an older one: what lies between was recorded once, and is missing now.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sinks.audits import Partition
from sinks.rewinding import Held


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when records were published; None where nobody can tell."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a partition is. `recorded` and `committed` are the first offsets that are not; None before the
    first. That more was committed, up to `accepted`, somebody has seen.
    """

    recorded: int | None
    committed: int | None
    accepted: int = 0

    @property
    def start(self) -> int:
        """The first offset that is not recorded."""
        return self.recorded or 0

    @property
    def missing(self) -> int:
        """Records that were recorded once, as far as was committed, and are not."""
        return max(0, (self.committed or 0) - self.start)

    @property
    def stops(self) -> bool:
        """Whether workers do not start: nobody has said yet that these may be missing."""
        return self.missing > 0 and (self.committed or 0) > self.accepted


@dataclass(frozen=True, slots=True)
class Place(Standing):
    """The same, with its log, which holds [begin, end).

    `when` is of what comes again, `when_gone` of what does not.
    """

    partition: Partition
    begin: int
    end: int
    when: Span = field(default_factory=Span)
    when_gone: Span = field(default_factory=Span)

    @property
    def gone(self) -> int:
        """Records that are not recorded, and that Kafka holds no longer."""
        known = self.recorded is not None or self.committed is not None
        return max(0, self.begin - self.start) if known else 0

    @property
    def again(self) -> range:
        """Offsets of what is missing and comes again."""
        first = max(self.start, self.begin)
        return range(first, max(first, self.committed or 0))

    @property
    def beyond(self) -> bool:
        """Whether more is recorded than there ever was: the topic was made anew."""
        return self.start > self.end


@dataclass(frozen=True, slots=True)
class Repeat:
    """What one partition of an agency's dispatches holds for its webhook: to take in, and gone."""

    agency: str
    partition: int
    again: int
    gone: int


@dataclass(frozen=True, slots=True)
class Keys:
    """`held` come from Kafka. `destroyed` are there or needed, and Kafka says that they were destroyed;
    `nowhere` are needed, and nobody has them. `former` are there under the name of one who has another since.
    """

    held: tuple[Held, ...] = ()
    destroyed: frozenset[UUID] = frozenset()
    nowhere: frozenset[UUID] = frozenset()
    former: frozenset[UUID] = frozenset()

    @property
    def lacking(self) -> bool:
        """Whether resolve would stop at one."""
        return bool(self.held or self.destroyed or self.nowhere)


@dataclass(frozen=True, slots=True)
class Rewound:
    """All of it. `known_until` is when the database last changed an open incident."""

    cluster: str
    known_until: datetime | None
    places: tuple[Place, ...]
    webhooks: tuple[Repeat, ...]
    keys: Keys = field(default_factory=Keys)

    @property
    def missing(self) -> int:
        """Records that were recorded once and are not."""
        return sum(place.missing for place in self.places)

    @property
    def again(self) -> int:
        """Of these, those that Kafka still has."""
        return sum(len(place.again) for place in self.places)

    @property
    def gone(self) -> int:
        """Records that nobody can read any more."""
        return sum(place.gone for place in self.places)

    @property
    def stops(self) -> bool:
        """Whether workers do not go on until it was accepted."""
        return bool(self.gone or self.keys.lacking) or any(place.stops for place in self.places)

    @property
    def beyond(self) -> list[Place]:
        """Partitions that are not the ones that were read."""
        return [place for place in self.places if place.beyond]

    @property
    def changed(self) -> list[Place]:
        """Partitions of which something is missing or gone, or that are not the ones that were read."""
        return [place for place in self.places if place.missing or place.gone or place.beyond]
