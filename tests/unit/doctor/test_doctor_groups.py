"""What is said of consumer groups."""

from collections.abc import Iterable

from streams.doctor.groups import groups
from streams.doctor.kafka_facts import Group, Kafka, Member, Partition, Topic
from streams.duties import Duty
from streams.findings import Finding, State

DUTY = Duty("triage", "g", ("t",), ())
ALL = frozenset({("t", 0), ("t", 1)})


def member(
    id: str = "a", *, instance: str | None = None, partitions: frozenset[tuple[str, int]] | None = ALL
) -> Member:
    return Member(id, instance, "10.0.0.1", partitions)


def judged(*looks: Group) -> list[tuple[State, str, str | None]]:
    topic = Topic(tuple(Partition(number, 1, (1,), (1,)) for number in range(2)))
    kafka = Kafka("C1", 1, (), {"t": topic}, looks=tuple({"g": look} for look in looks))
    return bad(groups(kafka, [DUTY]))


def bad(findings: Iterable[Finding]) -> list[tuple[State, str, str | None]]:
    return [(one.state, one.means, one.alert) for one in findings if one.state is not State.OK]


def test_a_group_whose_members_own_everything_is_well() -> None:
    halves = [member("a", partitions=frozenset({("t", 0)})), member("b", partitions=frozenset({("t", 1)}))]
    assert judged(Group("Stable", tuple(halves)), Group("Stable", tuple(halves))) == []


def test_a_group_without_members_is_a_process_that_does_not_run() -> None:
    for state in ("Empty", "Dead"):
        assert judged(Group(state)) == [
            (State.WRONG, "no triage runs: group g has no members", "ProcessDown")
        ]


def test_a_group_that_nobody_coordinates_is_told() -> None:
    [(state, means, _)] = bad(groups(Kafka("C1", 1, (), {}, looks=({},)), [DUTY]))
    assert (state, "no broker coordinates group g" in means) == (State.WRONG, True)


def test_partitions_that_nobody_owns_are_named() -> None:
    [(state, means, alert)] = judged(Group("Stable", (member(partitions=frozenset({("t", 0)})),)))
    assert (state, alert) == (State.WRONG, "PartitionWithoutOwner")
    assert means == "1 partition that nobody in g reads: t/1"


def test_a_process_without_partitions_is_one_too_many() -> None:
    [(state, means, _)] = judged(Group("Stable", (member("a"), member("b", partitions=frozenset()))))
    assert (state, "1 process of triage without a partition" in means) == (State.WARNING, True)


def test_a_group_that_shares_out_its_partitions_is_told() -> None:
    stable = Group("Stable", (member(),))
    [(state, means, _)] = judged(stable, Group("PreparingRebalance", (member(),)))
    assert (state, "shares out its partitions (PreparingRebalance)" in means) == (State.WARNING, True)


def test_one_restart_is_no_fence_but_two_replacements_are() -> None:
    looks = [Group("Stable", (member(id, instance="triage-0"),)) for id in ("x", "y", "y", "z")]
    [(state, means, _)] = judged(*looks[:3])
    assert (state, "the process triage-0 in g was replaced" in means) == (State.WARNING, True)
    [(state, means, alert)] = judged(*looks)
    assert (state, alert) == (State.WRONG, "PartitionWithoutOwner")
    assert "processes of one SINERGI_KAFKA_INSTANCE triage-0" in means


def test_a_broker_that_does_not_tell_owners_is_not_taken_for_one_without() -> None:
    assert judged(Group("Stable", (member(partitions=None),))) == []


def test_a_group_that_is_hidden_is_judged_by_rights_alone() -> None:
    assert judged(Group("", refused=True)) == []
