"""How long records waited."""

import pytest

from tests.chaos.audit import Write
from tests.chaos.waits import Blow, Wait, again_s, longest_s, resolved, triaged

BLOW = Blow("resolve", begins=100.0, ends=120.0)


def _wait(since: float, until: float, partition: int = 0) -> Wait:
    return Wait(("t", partition), since, until)


def test_the_first_of_each_partition_tells_when_it_goes_on():
    waits = [_wait(99.0, 130.0), _wait(101.0, 104.0), _wait(102.0, 119.0), _wait(101.5, 106.0, partition=1)]
    assert again_s(BLOW, waits) == pytest.approx(4.5)


def test_the_longest_counts_from_the_blow():
    waits = [_wait(90.0, 95.0), _wait(98.0, 104.0), _wait(101.0, 103.5), _wait(121.0, 140.0)]
    assert longest_s(BLOW, waits) == pytest.approx(4.0)


def test_nothing_waited():
    assert longest_s(BLOW, []) == 0.0


def test_a_batch_takes_in_what_lies_between_its_offsets():
    write = Write(5.0, "t", 0, 1, moved=True, before=1, next_offset=3, pid=7)
    arrived = {("t", 0, 0): 1.0, ("t", 0, 1): 2.0, ("t", 0, 2): 3.0, ("t", 0, 3): 4.0}
    assert resolved(arrived, [write]) == [Wait(("t", 0), 2.0, 5.0), Wait(("t", 0), 3.0, 5.0)]


def test_the_first_time_counts():
    at = ("reports.sorot", 0, 4)
    assert triaged({at: 1.0}, [(at, 9.0), (at, 2.0)]) == [Wait(("reports.sorot", 0), 1.0, 2.0)]
