"""From where it is looked, how far, and when nothing is under way any more."""

from datetime import UTC, datetime

from sinks.audits import Audited
from streams.watch.loss import Round, ahead, reached, starting

A, B = ("reports.sorot", 0), ("reports.sorot", 1)


def at(offset: int) -> Audited:
    return Audited(offset, datetime(2026, 11, 24, tzinfo=UTC))


def test_a_new_partition_begins_where_triage_is() -> None:
    assert starting({}, {A: 3, B: 4}, {A: 9, B: None}) == {A: 9, B: 4}


def test_a_known_one_goes_on_and_goes_back_with_triage() -> None:
    assert starting({A: at(5), B: at(5)}, {A: 0, B: 0}, {A: 9, B: 5}) == {}
    assert starting({A: at(5), B: at(5)}, {A: 0, B: 0}, {A: 2, B: None}) == {A: 2}


def test_there_is_something_to_look_for_below_where_triage_is() -> None:
    assert ahead({A: at(5), B: at(5)}, {A: 6, B: 5}) == {A: 6}


def test_all_is_taken_in_once_every_partition_is() -> None:
    assert reached({}, {A: 0})
    assert not reached({A: None}, {A: 1})
    assert not reached({A: 7}, {A: 7, B: 1})
    assert reached({A: 7, B: 1}, {A: 7, B: 1})


def test_a_round_is_over_when_triage_goes_back_or_the_log_is_another() -> None:
    under_way = Round("one", {A: 7}, {})
    assert under_way.holds("one", {A: 7, B: None})
    assert not under_way.holds("one", {A: 6})
    assert not under_way.holds("one", {A: None})
    assert not under_way.holds("another", {A: 7})
