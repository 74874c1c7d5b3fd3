"""Who may do what on Kafka: one account for each process, channel and agency, with the least it needs.

All of it follows from the catalog and the duties, so a new channel or agency needs no code.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields

from schemas.catalog.models import Catalog
from schemas.topics import (
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
from sinks.acls import Acl, Operation, Pattern, Resource
from streams.duties import RESOLVE, TRIAGE, TRIAGE_GROUP, WEBHOOKS, duties, reported

INTAKE, BOARD, WATCH, MONITOR = "intake", "board", "watch", "monitor"
OPERATORS, TOPICS = "operators", "topics"
RESTORE = "restore"
"""For `sinergi rewind`, and the only one that reads keys."""
PERSONAL = "personal"
"""For `sinergi forget` and `sinergi retain`, and the only one that removes records."""
EVERYTHING = "sinergi"
"""One account for all processes of one machine (`sinergi up`); made only if it is asked for.

What removes records is no part of it: whoever may do that may delete the topics, too.
"""
CLUSTER = "kafka-cluster"
"""Kafka's name of the cluster as a resource."""
_OF_OTHERS = re.compile(r"(adapter|agency)-[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Account:
    """What somebody does on Kafka. To read or write a topic includes to see that it is there.

    `own_groups` are prefixes of groups for who reads in groups of their own; `sees` are groups whose progress
    is looked at; `makes` are topics, and so are `examines`, of which settings and ends are looked at, and
    `empties`, from whose beginning records are removed.
    """

    name: str
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    own_groups: tuple[str, ...] = ()
    sees: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    examines: tuple[str, ...] = ()
    empties: tuple[str, ...] = ()


def accounts(catalog: Catalog) -> tuple[Account, ...]:
    """Of all who speak to Kafka, `EVERYTHING` last."""
    ours = tuple(_ours(catalog))
    return (
        *ours,
        _personal(catalog),
        *(_adapter(channel) for channel in sorted(catalog.channels)),
        *(_agency(agency) for agency in sorted(catalog.agencies)),
        _together(EVERYTHING, ours),
    )


def rights(account: Account, prefix: str) -> frozenset[Acl]:
    """The rights of an account; its principal is the prefix (`User:`) and its name."""
    return frozenset(
        Acl(f"{prefix}{account.name}", kind, name, operation, pattern)
        for kind, names, operation, pattern in _table(account)
        for name in names
    )


def ours(principal: str, prefix: str, catalog: Catalog) -> bool:
    """Whether a principal is one that we name, though its channel or agency may have left the catalog."""
    if not principal.startswith(prefix):
        return False
    name = principal.removeprefix(prefix)
    return bool(_OF_OTHERS.fullmatch(name)) or name in {one.name for one in accounts(catalog)}


def stale(there: Iterable[Acl], prefix: str, catalog: Catalog) -> frozenset[Acl]:
    """Rights of our principals that nobody needs any more."""
    needed: frozenset[Acl] = frozenset().union(*(rights(one, prefix) for one in accounts(catalog)))
    return frozenset(one for one in there if one not in needed and ours(one.principal, prefix, catalog))


def _ours(catalog: Catalog) -> Iterator[Account]:
    triage, resolve = duties(catalog)
    # It looks how far resolve is too: neither starts on an older Postgres.
    yield Account(TRIAGE, triage.reads, triage.writes, groups=(triage.group,), sees=(resolve.group,))
    yield Account(RESOLVE, resolve.reads, resolve.writes, groups=(resolve.group,))
    told = tuple(map(dispatches, sorted(catalog.agencies)))
    every = tuple(dict.fromkeys((*triage.topics, *resolve.topics)))
    # To tell how old is what waits, one must read the first record that waits, wherever that is; and the
    # watch looks at every report, to know that none is lost.
    waiting = tuple(dict.fromkeys((*triage.reads, *resolve.reads, *told)))
    yield Account(WEBHOOKS, reads=told)
    yield Account(INTAKE, writes=reported(catalog))
    # A setting says of which channel are the reports that its users take down.
    said = tuple(map(progress, sorted(catalog.agencies)))
    yield Account(BOARD, writes=(CORRECTIONS, *said, *reported(catalog)))
    yield Account(WATCH, reads=waiting, sees=(triage.group,))
    yield Account(MONITOR, reads=waiting, sees=(triage.group, resolve.group), examines=every)
    yield Account(RESTORE, reads=(*resolve.reads, *told, REPORTER_KEYS), sees=(resolve.group,))
    yield Account(OPERATORS, writes=(CORRECTIONS,))
    yield Account(TOPICS, makes=every)


def _personal(catalog: Catalog) -> Account:
    """To learn how far a topic reaches it reads the last record: not all brokers tell the end exactly."""
    channels, agencies = sorted(catalog.channels), sorted(catalog.agencies)
    said = (*map(reports, channels), *map(replies, channels))
    empties = (*said, REJECTED, *map(dispatches, agencies), *map(feedback, channels))
    return Account(
        PERSONAL,
        reads=(*empties, CLASSIFIED),
        writes=(CLASSIFIED, REPORTER_KEYS),
        sees=(TRIAGE_GROUP,),
        empties=empties,
    )


def _adapter(channel: str) -> Account:
    name, told = f"adapter-{channel}", feedback(channel)
    return Account(
        name,
        reads=(told,),
        writes=(reports(channel), replies(channel)),
        groups=(group_of(told),),
        own_groups=(f"{name}.",),
    )


def _agency(agency: str) -> Account:
    name, told = f"agency-{agency}", dispatches(agency)
    return Account(
        name, reads=(told,), writes=(progress(agency),), groups=(group_of(told),), own_groups=(f"{name}.",)
    )


def group_of(topic: str) -> str:
    """The group by which `streams.client` shows how far it is with a topic."""
    return f"client.{topic}"


def _together(name: str, them: Collection[Account]) -> Account:
    def all_of(field: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for account in them for one in getattr(account, field)))

    return Account(
        name,
        **{field.name: all_of(field.name) for field in fields(Account) if field.name != "name"},
    )


def _table(account: Account) -> Iterator[tuple[Resource, Collection[str], Operation, Pattern]]:
    literal = Pattern.LITERAL
    yield Resource.TOPIC, account.reads, Operation.READ, literal
    yield Resource.TOPIC, account.writes, Operation.WRITE, literal
    yield Resource.TOPIC, account.makes, Operation.CREATE, literal
    yield Resource.TOPIC, account.makes, Operation.DESCRIBE, literal
    yield Resource.GROUP, account.groups, Operation.READ, literal
    yield Resource.GROUP, account.own_groups, Operation.READ, Pattern.PREFIXED
    yield Resource.GROUP, account.sees, Operation.DESCRIBE, literal
    yield Resource.TOPIC, set(account.examines).difference(account.reads), Operation.DESCRIBE, literal
    yield Resource.TOPIC, account.examines, Operation.DESCRIBE_CONFIGS, literal
    yield Resource.TOPIC, account.empties, Operation.DELETE, literal
    if account.examines:
        yield Resource.CLUSTER, (CLUSTER,), Operation.DESCRIBE, literal
