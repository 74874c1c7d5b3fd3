"""Two partitions of the same reports: what merged, what was split, whom it moved."""

from collections import defaultdict
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from streams.whatif.partitions import Part, Partition, Regrouping, regroup


def partition(*incidents: str) -> Partition:
    """The first report's incident, the second's, ..."""
    return {("sorot", f"r{number}"): id for number, id in enumerate(incidents)}


incidents = st.lists(st.sampled_from("abcd"), min_size=12, max_size=12).map(lambda ids: partition(*ids))


def together(of: Partition) -> set[frozenset[tuple[str, str]]]:
    return {frozenset(pair) for pair in combinations(of, 2) if of[pair[0]] == of[pair[1]]}


def companions(of: Partition) -> dict[tuple[str, str], set[tuple[str, str]]]:
    members = defaultdict(set)
    for key, incident in of.items():
        members[incident].add(key)
    return {key: members[incident] for key, incident in of.items()}


def test_two_incidents_become_one() -> None:
    found = regroup(partition("a", "a", "b", "c"), partition("x", "x", "x", "y"))
    [group] = found.merged
    assert (group.incident, group.pairs) == ("x", 2)
    assert group.parts == (Part("a", 2, ("sorot", "r0")), Part("b", 1, ("sorot", "r2")))
    assert (found.split, found.moved) == ((), 3)


def test_the_largest_groups_and_parts_come_first_and_ties_go_to_the_founder_then_by_id() -> None:
    before = partition(*"bbccaa", "d", "e", "f", "g")
    after = partition(*"bbbbbb", *"zzyy")
    found = regroup(before, after).merged
    assert [group.incident for group in found] == ["b", "y", "z"]
    assert [part.incident for part in found[0].parts] == ["b", "a", "c"]


def test_a_report_that_changes_company_is_in_a_merger_and_in_a_split() -> None:
    found = regroup(partition("a", "a", "b"), partition("a", "b", "b"))
    assert [group.incident for group in found.merged] == ["b"]
    assert [group.incident for group in found.split] == ["a"]
    assert found.moved == 3


def test_reports_that_only_one_side_has_are_left_out() -> None:
    found = regroup(partition("a", "b", "c"), partition("x", "x"))
    assert [sum(part.reports for part in group.parts) for group in found.merged] == [2]
    assert (found.split, found.moved) == ((), 2)
    assert regroup(partition("a", "b"), {}) == Regrouping((), (), 0)


@given(incidents)
def test_a_partition_does_not_differ_from_itself_by_whatever_names(one: Partition) -> None:
    found = regroup(one, {key: f"other {id}" for key, id in one.items()})
    assert (found.merged, found.split, found.moved) == ((), (), 0)


@given(incidents, incidents)
def test_what_merges_one_way_splits_the_other(one: Partition, other: Partition) -> None:
    there, back = regroup(one, other), regroup(other, one)
    assert (there.merged, there.split, there.moved) == (back.split, back.merged, back.moved)


@given(incidents, incidents)
def test_pairs_and_moved_reports_are_those_of_counting_one_by_one(one: Partition, other: Partition) -> None:
    found = regroup(one, other)
    assert sum(group.pairs for group in found.merged) == len(together(other) - together(one))
    assert sum(group.pairs for group in found.split) == len(together(one) - together(other))
    before, after = companions(one), companions(other)
    assert found.moved == sum(before[key] != after[key] for key in one)
