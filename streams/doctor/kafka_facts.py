"""What a cluster tells of itself, as far as somebody may see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sinks.acls import Acl, Operation


@dataclass(frozen=True, slots=True)
class Broker:
    """One broker. `away` says why it does not answer; `lacks` names what of ours it does not know."""

    id: int
    address: str
    away: str | None = None
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Partition:
    """Where a partition lives: ids of brokers; no leader while none can be had."""

    number: int
    leader: int | None
    replicas: tuple[int, ...]
    in_sync: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic. `may` is None where the broker does not tell; `config` is empty where nobody was told."""

    partitions: tuple[Partition, ...]
    may: frozenset[Operation] | None = None
    config: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Member:
    """One process of a group. `partitions` is None where the broker does not tell."""

    id: str
    instance: str | None
    host: str
    partitions: frozenset[tuple[str, int]] | None


@dataclass(frozen=True, slots=True)
class Group:
    """A consumer group at one moment. `refused`: we may not see it."""

    state: str
    members: tuple[Member, ...] = ()
    may: frozenset[Operation] | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Kafka:
    """A cluster that answered. `looks` are its groups at several moments.

    `hidden` are topics that we may not see, `unread` says why the topics' settings could not be read.
    `guarded` is whether it checks rights at all, `acls` are those it has; None where it does not tell.
    """

    cluster: str
    controller: int | None
    brokers: tuple[Broker, ...]
    topics: Mapping[str, Topic]
    hidden: frozenset[str] = frozenset()
    unread: str | None = None
    guarded: bool | None = None
    acls: frozenset[Acl] | None = None
    looks: tuple[Mapping[str, Group], ...] = ()
    embedded: bool = False
