"""Whether the topics are as the settings say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from schemas.topics import OWN, dispatches, feedback, progress, replies, reports
from sinks.topics import TopicSpec
from streams.connections import MAKE_TOPICS
from streams.doctor.kafka_facts import Kafka, Topic
from streams.findings import Finding, counted, listed, warning, wrong

_ABOUT = "topics"
_OURS = tuple(of("") for of in (reports, dispatches, feedback, progress, replies))
_UNLIMITED = -1
_ALTER = (
    "kafka-configs.sh --bootstrap-server BROKER --alter --entity-type topics --entity-name TOPIC --add-config"
)


def present(specs: Iterable[TopicSpec], counts: Mapping[str, int]) -> Iterator[Finding]:
    """Topics that are missing, or have other partitions; `counts` are those that are there."""
    specs = list(specs)
    if missing := [spec.name for spec in specs if spec.name not in counts]:
        yield wrong(_ABOUT, f"{counted(len(missing), 'topic')} missing: {listed(missing)}", MAKE_TOPICS)
    differing: dict[tuple[int, int], list[str]] = {}
    for spec in specs:
        if spec.name in counts and counts[spec.name] != spec.partitions:
            differing.setdefault((counts[spec.name], spec.partitions), []).append(spec.name)
    for (found, wanted), names in differing.items():
        yield wrong(
            _ABOUT,
            f"{counted(found, 'partition')} where the settings say {wanted}: {listed(names)}",
            "set SINERGI_KAFKA_PARTITIONS to what they have, or make them anew while empty: keys move",
        )


def topics(specs: Sequence[TopicSpec], kafka: Kafka) -> Iterator[Finding]:
    """All that differs from the settings, and what is there and nobody knows."""
    there = {name: len(topic.partitions) for name, topic in kafka.topics.items()}
    visible = [spec for spec in specs if spec.name not in kafka.hidden]
    yield from present(visible, there)
    ours = [(spec, kafka.topics[spec.name]) for spec in visible if spec.name in kafka.topics]
    yield from _replication(ours)
    yield from _settings(ours)
    known = {spec.name for spec in specs}
    if strange := sorted(name for name in there if name.startswith(_OURS) and name not in known | OWN):
        yield warning(
            _ABOUT,
            f"{counted(len(strange), 'topic')} that no process knows: {listed(strange)}",
            "if somebody publishes there, the name is misspelt, or its channel or agency left the catalog",
        )
    yield Finding(_ABOUT, f"{len(ours)} of {len(specs)} are there")
    if not kafka.embedded and kafka.unread is None:
        yield Finding(_ABOUT, "retention, sizes and copies were compared with the settings")


def _replication(ours: Iterable[tuple[TopicSpec, Topic]]) -> Iterator[Finding]:
    low = [
        spec.name
        for spec, topic in ours
        if any(len(partition.replicas) < spec.replication for partition in topic.partitions)
    ]
    if low:
        yield wrong(
            _ABOUT,
            f"fewer copies than SINERGI_KAFKA_REPLICATION says: {listed(low)}",
            "give them more by kafka-reassign-partitions.sh, or lower the setting",
        )


def _settings(ours: Iterable[tuple[TopicSpec, Topic]]) -> Iterator[Finding]:
    """One finding for each kind of deviation, since topics are made alike and go wrong alike."""
    found: dict[tuple[str, str], list[str]] = {}
    for spec, topic in ours:
        for deviation in _deviations(spec, topic):
            found.setdefault(deviation, []).append(spec.name)
    for (means, config), names in found.items():
        yield wrong(_ABOUT, f"{means}: {listed(names)}", f"{_ALTER} {config}")


def _deviations(spec: TopicSpec, topic: Topic) -> Iterator[tuple[str, str]]:
    """What is wrong, and what `--add-config` takes against it."""
    has = topic.config
    for name, words in (
        ("min.insync.replicas", "records count as safe on fewer brokers than set"),
        ("max.message.bytes", "records are refused that are not too large"),
    ):
        if name in has and name in spec.config and int(has[name]) < int(spec.config[name]):
            yield f"{words} ({name} {has[name]}, not {spec.config[name]})", f"{name}={spec.config[name]}"
    wanted_ms, keeps_ms = int(spec.config["retention.ms"]), int(has.get("retention.ms", _UNLIMITED))
    if _UNLIMITED < keeps_ms < wanted_ms:
        yield f"records are removed sooner than set (retention.ms {keeps_ms})", f"retention.ms={wanted_ms}"
    if int(has.get("retention.bytes", _UNLIMITED)) != _UNLIMITED:
        yield "records are removed when there are many (retention.bytes)", "retention.bytes=-1"
    wanted = spec.config.get("cleanup.policy", "delete")
    if "compact" in has.get("cleanup.policy", wanted) and "compact" not in wanted:
        yield "of records with one key all but the last are removed (compact)", "cleanup.policy=delete"
    if has.get("cleanup.policy", wanted) != wanted == "compact":
        yield "keys that are needed are removed, and destroyed ones are not", "cleanup.policy=compact"
    needed = int(has.get("min.insync.replicas", 1))
    if any(len(partition.replicas) < needed for partition in topic.partitions):
        yield "more copies must be in sync than there are: nothing can be written", "min.insync.replicas=1"
