"""Whether partitions have a leader, and their copies keep up."""

from collections.abc import Collection, Iterator

from streams.doctor.kafka_facts import Kafka
from streams.findings import Finding, counted, listed, warning, wrong

_ABOUT = "partitions"


def replicas(kafka: Kafka, names: Collection[str]) -> Iterator[Finding]:
    """Of the topics named, as far as they are there."""
    ours = [(name, kafka.topics[name]) for name in names if name in kafka.topics]
    leaderless, refused, behind, total = [], [], [], 0
    for name, topic in ours:
        needed = int(topic.config.get("min.insync.replicas", 1))
        for partition in topic.partitions:
            here, total = f"{name}/{partition.number}", total + 1
            if partition.leader is None:
                leaderless.append(here)
            elif len(partition.in_sync) < needed:
                refused.append(here)
            elif len(partition.in_sync) < len(partition.replicas):
                behind.append(here)
    start = "start the brokers that hold their copies: " + _missing(kafka)
    if leaderless:
        yield wrong(_ABOUT, f"no leader, so nobody reads or writes them: {listed(leaderless)}", start)
    if refused:
        yield wrong(_ABOUT, f"too few copies in sync, so writing is refused: {listed(refused)}", start)
    if behind:
        yield warning(_ABOUT, f"copies are missing or behind: {listed(behind)}", start)
    if not leaderless:
        yield Finding(_ABOUT, f"all of {counted(total, 'partition')} have a leader")


def _missing(kafka: Kafka) -> str:
    there = {broker.id for broker in kafka.brokers if broker.away is None}
    named = {
        one for topic in kafka.topics.values() for partition in topic.partitions for one in partition.replicas
    }
    return (
        ", ".join(str(one) for one in sorted(named - there)) or "all answer now, so wait, or read their logs"
    )
