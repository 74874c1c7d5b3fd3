"""Whether we may do what workers must: as the brokers tell it of the account of these settings."""

from collections.abc import Collection, Iterable, Iterator

from schemas.catalog.models import Catalog
from sinks.acls import Acl, Operation
from streams.accounts import accounts, ours, stale
from streams.accounts import rights as needed_by
from streams.doctor.kafka_facts import Group, Kafka
from streams.duties import Duty
from streams.findings import Finding, listed, warning, wrong

_ABOUT = "rights"
_ADD = "kafka-acls.sh --bootstrap-server BROKER --add --allow-principal User:NAME --operation"


def rights(kafka: Kafka, duties: Iterable[Duty], catalog: Catalog, prefix: str) -> Iterator[Finding]:
    """What is not allowed, operation by operation; nothing is written to find out.

    Where rights of our accounts may be seen they are compared with those needed; else this one account must
    be able to do what workers do.
    """
    if kafka.embedded:
        yield Finding(_ABOUT, "the embedded broker lets everyone do everything")
        return
    if kafka.guarded is False:
        yield Finding(_ABOUT, "the brokers check no rights: who reaches them may read and write everything")
        return
    accounted = {one for one in kafka.acls or () if ours(one.principal, prefix, catalog)}
    lacking = list(_compared(accounted, prefix, catalog) if accounted else _lacking(kafka, duties))
    yield from lacking
    if kafka.unread:
        yield warning(
            _ABOUT,
            f"settings of topics could not be read ({kafka.unread}), so they were not compared",
            f"{_ADD} DescribeConfigs --topic '*'",
        )
    if accounted and not lacking:
        yield Finding(_ABOUT, "each account that has rights has all that it needs, and no others")
    elif not lacking:
        yield Finding(_ABOUT, "topics may be read and written, groups joined, as workers must")


def _compared(there: Collection[Acl], prefix: str, catalog: Catalog) -> Iterator[Finding]:
    """By account; one without any right is not in use."""
    used = {one.principal for one in there}
    for account in accounts(catalog):
        needed = needed_by(account, prefix)
        if f"{prefix}{account.name}" in used and (missing := sorted(needed.difference(there))):
            what = listed([f"{one.operation.name.capitalize()} {one.name}" for one in missing])
            yield wrong(_ABOUT, f"{account.name} may not: {what}", "run `sinergi acl --apply`")
    if unneeded := sorted(stale(there, prefix, catalog)):
        yield warning(
            _ABOUT,
            "some may do what they need not: "
            + listed([f"{one.principal} {one.operation.name.capitalize()} {one.name}" for one in unneeded]),
            "`sinergi acl` shows all, `sinergi acl --prune` takes them away",
        )


def _lacking(kafka: Kafka, duties: Iterable[Duty]) -> Iterator[Finding]:
    last = kafka.looks[-1] if kafka.looks else {}
    for duty in duties:
        yield from _topics(kafka, duty, duty.reads, Operation.READ)
        yield from _topics(kafka, duty, duty.writes, Operation.WRITE)
        if (group := last.get(duty.group)) and not _joins(group):
            yield wrong(
                _ABOUT,
                f"{duty.process} may not join its group {duty.group}: it would wait for ever, in silence",
                f"{_ADD} Read --group {duty.group}",
            )


def _topics(kafka: Kafka, duty: Duty, names: Iterable[str], operation: Operation) -> Iterator[Finding]:
    refused = [name for name in names if name in kafka.hidden or not _allowed(kafka, name, operation)]
    if refused:
        verb = operation.name.capitalize()
        yield wrong(
            _ABOUT,
            f"{duty.process} may not {verb.lower()}: {listed(refused)}",
            f"{_ADD} {verb} --operation Describe --topic TOPIC",
        )


def _allowed(kafka: Kafka, name: str, operation: Operation) -> bool:
    topic = kafka.topics.get(name)
    return topic is None or topic.may is None or operation in topic.may


def _joins(group: Group) -> bool:
    return not group.refused and (group.may is None or Operation.READ in group.may)
