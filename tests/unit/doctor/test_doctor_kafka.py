"""What is said of brokers, topics, partitions and rights."""

from collections.abc import Iterable
from dataclasses import replace

from sinks.acls import Operation
from sinks.topics import TopicSpec
from streams.doctor.api_support import lacking
from streams.doctor.brokers import brokers
from streams.doctor.kafka_facts import Broker, Group, Kafka, Partition, Topic
from streams.doctor.replicas import replicas
from streams.doctor.rights import rights
from streams.doctor.topics import topics
from streams.duties import Duty
from streams.findings import Finding, State
from streams.settings import KafkaSettings
from tests.unit.core.bekasi import CATALOG

CONFIG = {"retention.ms": "1000", "min.insync.replicas": "2", "max.message.bytes": "5000"}
SPEC = TopicSpec("reports.sorot", 2, 3, CONFIG)
WELL = Topic(
    tuple(Partition(number, 1, (1, 2, 3), (1, 2, 3)) for number in range(2)),
    frozenset(Operation),
    {**CONFIG, "cleanup.policy": "delete", "retention.bytes": "-1"},
)
KAFKA = Kafka(
    "C1", 1, (Broker(1, "a:9092"), Broker(2, "b:9092")), {"reports.sorot": WELL}, guarded=False, looks=({},)
)
DUTY = Duty("triage", "g", ("reports.sorot",), ("reports.sorot",))


def bad(findings: Iterable[Finding]) -> list[tuple[State, str]]:
    return [(one.state, one.line) for one in findings if one.state is not State.OK]


def with_topic(topic: Topic) -> Kafka:
    return replace(KAFKA, topics={"reports.sorot": topic})


def with_config(**config: str) -> Kafka:
    names = {name.replace("_", "."): value for name, value in config.items()}
    return with_topic(replace(WELL, config={**WELL.config, **names}))


def test_a_cluster_that_is_well_has_nothing_wrong() -> None:
    assert bad([*brokers(KAFKA), *topics([SPEC], KAFKA), *replicas(KAFKA, ["reports.sorot"])]) == []
    assert bad(rights(KAFKA, [DUTY], CATALOG, "User:")) == []


def test_brokers_that_are_away_or_too_old_and_a_missing_controller_are_told() -> None:
    kafka = replace(
        KAFKA,
        controller=None,
        brokers=(Broker(1, "a:9092", away="refused"), Broker(2, "b:9092", lacks=("Produce",))),
    )
    away, old, headless = bad(brokers(kafka))
    assert away[0] is State.WRONG
    assert "broker 1 at a:9092 does not answer: refused" in away[1]
    assert old[0] is State.WRONG
    assert "does not know: Produce" in old[1]
    assert headless[0] is State.WRONG
    assert "no controller" in headless[1]


def test_a_broker_that_speaks_nothing_of_ours_lacks_all_of_it() -> None:
    modern = dict.fromkeys(range(30), (0, 20))
    assert lacking(modern, KafkaSettings(instance="triage-0")) == ()
    assert lacking({**modern, 0: (90, 99)}, KafkaSettings()) == ("Produce",)
    assert lacking({key: bounds for key, bounds in modern.items() if key != 22}, KafkaSettings()) == (
        "InitProducerId",
    )
    assert lacking({**modern, 22: (9, 1)}, KafkaSettings(idempotent=False)) == ()
    assert lacking({**modern, 11: (0, 4)}, KafkaSettings(instance="triage-0")) == ("static members",)


def test_missing_and_miscounted_topics_are_told_with_the_remedy() -> None:
    [(state, line)] = bad(topics([SPEC, TopicSpec("corrections", 1, 3, CONFIG)], KAFKA))
    assert (state, line) == (State.WRONG, "1 topic missing: corrections; run `sinergi topics`")
    [(state, line)] = bad(topics([replace(SPEC, partitions=8)], KAFKA))
    assert state is State.WRONG
    assert line.startswith("2 partitions where the settings say 8: reports.sorot")


def test_settings_of_topics_that_lose_or_refuse_records_are_told() -> None:
    for kafka, words in (
        (with_config(retention_ms="999"), "removed sooner"),
        (with_config(retention_bytes="10"), "when there are many"),
        (with_config(cleanup_policy="compact,delete"), "all but the last"),
        (with_config(min_insync_replicas="1"), "fewer brokers than set"),
        (with_config(min_insync_replicas="4"), "nothing can be written"),
        (with_config(max_message_bytes="4999"), "not too large"),
        (with_topic(replace(WELL, partitions=(Partition(0, 1, (1,), (1,)),))), "fewer copies"),
    ):
        assert any(state is State.WRONG and words in line for state, line in bad(topics([SPEC], kafka))), (
            words
        )
    compacted = replace(SPEC, config={**CONFIG, "cleanup.policy": "compact", "retention.ms": "-1"})
    assert "keys that are needed" in bad(topics([compacted], with_config(cleanup_policy="delete")))[0][1]
    assert bad(topics([compacted], with_config(cleanup_policy="compact", retention_ms="-1"))) == []
    assert bad(topics([SPEC], with_config(retention_ms="-1", retention_bytes="-1"))) == []


def test_topics_that_look_like_ours_and_are_not_are_told_and_others_are_not() -> None:
    there = {**KAFKA.topics, "reports.sorott": WELL, "orders": WELL}
    [(state, line)] = bad(topics([SPEC], replace(KAFKA, topics=there)))
    assert state is State.WARNING
    assert line.startswith("1 topic that no process knows: reports.sorott")


def test_partitions_without_leader_or_copies_are_told() -> None:
    sick = (
        Partition(0, None, (1, 2, 3), ()),
        Partition(1, 1, (1, 2, 3), (1,)),
        Partition(2, 1, (1, 2, 3), (1, 2)),
    )
    leaderless, refused, behind = bad(
        replicas(with_topic(replace(WELL, partitions=sick)), ["reports.sorot", "absent"])
    )
    assert leaderless[0] is State.WRONG
    assert leaderless[1].startswith("no leader")
    assert "reports.sorot/0; start the brokers that hold their copies: 3" in leaderless[1]
    assert refused[0] is State.WRONG
    assert "reports.sorot/1" in refused[1]
    assert behind[0] is State.WARNING
    assert "reports.sorot/2" in behind[1]


def test_what_is_not_allowed_is_named_operation_by_operation() -> None:
    kafka = replace(
        with_topic(replace(WELL, may=frozenset({Operation.READ, Operation.DESCRIBE}))),
        guarded=True,
        unread="TopicAuthorizationFailedError",
        looks=({"g": Group("Stable", may=frozenset({Operation.DESCRIBE}))},),
    )
    write, join, settings = bad(rights(kafka, [DUTY], CATALOG, "User:"))
    assert write == (
        State.WRONG,
        "triage may not write: reports.sorot; kafka-acls.sh --bootstrap-server BROKER --add "
        "--allow-principal User:NAME --operation Write --operation Describe --topic TOPIC",
    )
    assert join[0] is State.WRONG
    assert "may not join its group g" in join[1]
    assert settings[0] is State.WARNING
    assert "could not be read" in settings[1]


def test_topics_and_groups_that_are_hidden_from_us_are_not_allowed() -> None:
    kafka = replace(
        KAFKA,
        guarded=True,
        topics={},
        hidden=frozenset({"reports.sorot"}),
        looks=({"g": Group("", refused=True)},),
    )
    assert [line.split(":")[0] for _, line in bad(rights(kafka, [DUTY], CATALOG, "User:"))] == [
        "triage may not read",
        "triage may not write",
        "triage may not join its group g",
    ]
    assert bad(topics([SPEC], kafka)) == []


def test_the_embedded_broker_is_not_blamed_for_what_it_cannot_tell() -> None:
    kafka = replace(with_topic(replace(WELL, may=None, config={})), embedded=True, guarded=None)
    found = [*brokers(kafka), *topics([SPEC], kafka), *rights(kafka, [DUTY], CATALOG, "User:")]
    assert bad(found) == []
    assert "embedded" in found[0].means
