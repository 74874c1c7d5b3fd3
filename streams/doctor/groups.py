"""Whether somebody runs in each group, and every partition has an owner."""

from collections.abc import Iterator, Mapping, Sequence

from streams.doctor.kafka_facts import Group, Kafka
from streams.duties import Duty
from streams.findings import Finding, counted, listed, warning, wrong

_ABOUT = "groups"
_SETTLED = "Stable"
_WITHOUT_MEMBERS = frozenset({"Empty", "Dead"})
FENCED_TIMES = 2
"""A restart replaces a member once; twice in seconds it is another process of the same name."""


def groups(kafka: Kafka, duties: Sequence[Duty]) -> Iterator[Finding]:
    """Members, owners, and what came and went while we looked."""
    counts = {name: len(topic.partitions) for name, topic in kafka.topics.items()}
    for duty in duties:
        looks = [look[duty.group] for look in kafka.looks if duty.group in look]
        if not looks:
            yield wrong(
                _ABOUT,
                f"no broker coordinates group {duty.group}: nobody ever read here, or a broker is away",
                f"start `sinergi worker {duty.process}`; see the brokers above",
            )
        elif not looks[-1].refused:
            yield from _one(duty, looks, partitions_of(duty, counts))


def _one(duty: Duty, looks: Sequence[Group], wanted: frozenset[tuple[str, int]]) -> Iterator[Finding]:
    last = looks[-1]
    if last.state in _WITHOUT_MEMBERS or not last.members:
        start = f"start `sinergi worker {duty.process}`; if it ends again, read its log"
        yield wrong(
            _ABOUT, f"no {duty.process} runs: group {duty.group} has no members", start, "ProcessDown"
        )
        return
    yield from _replaced(duty, looks)
    if any(look.state != _SETTLED for look in looks):
        yield warning(
            _ABOUT,
            f"group {duty.group} shares out its partitions ({last.state}), and reads nothing meanwhile",
            "after a start or an end that is well; if it goes on, look for a process that ends and starts",
            "PartitionWithoutOwner",
        )
    else:
        yield from _owners(duty, last, wanted)
    yield Finding(_ABOUT, f"{duty.process}: {counted(len(last.members), 'process', 'processes')}")


def _owners(duty: Duty, group: Group, wanted: frozenset[tuple[str, int]]) -> Iterator[Finding]:
    owned = [member.partitions for member in group.members if member.partitions is not None]
    if len(owned) < len(group.members):
        return  # The embedded broker does not tell who owns what.
    if without := sorted(wanted.difference(*owned)):
        yield wrong(
            _ABOUT,
            f"{counted(len(without), 'partition')} that nobody in {duty.group} reads: "
            + listed([f"{topic}/{number}" for topic, number in without]),
            f"restart `sinergi worker {duty.process}`: it learns of topics that are new",
            "PartitionWithoutOwner",
        )
    if idle := sum(not partitions for partitions in owned):
        yield warning(
            _ABOUT,
            f"{counted(idle, 'process', 'processes')} of {duty.process} without a partition: "
            "there are more than partitions",
            "stop some, or leave them in reserve",
        )


def _replaced(duty: Duty, looks: Sequence[Group]) -> Iterator[Finding]:
    """Members of one lasting name whose other half changed: Kafka gives it anew to each that joins."""
    seen: dict[str, dict[str, None]] = {}
    for look in looks:
        for member in look.members:
            if member.instance:
                seen.setdefault(member.instance, {})[member.id] = None
    for instance, ids in seen.items():
        if (times := len(ids) - 1) >= FENCED_TIMES:
            yield wrong(
                _ABOUT,
                f"processes of one SINERGI_KAFKA_INSTANCE {instance} throw each other out of {duty.group}",
                "give each replica a name of its own",
                "PartitionWithoutOwner",
            )
        elif times:
            yield warning(
                _ABOUT,
                f"the process {instance} in {duty.group} was replaced by another while we looked",
                "a restart does that once; look again with --seconds 15 to see whether two share the name",
            )


def partitions_of(duty: Duty, counts: Mapping[str, int]) -> frozenset[tuple[str, int]]:
    """What the members of its group must own together, as far as the topics are there."""
    return frozenset((topic, number) for topic in duty.reads for number in range(counts.get(topic, 0)))
