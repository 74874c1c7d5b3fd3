"""Writes that Postgres should not have taken, seen by their order alone."""

from tests.chaos.audit import Nap, Write, by_zombies, robbed, wrongly_accepted


def _claim(at: float, epoch: int, offset: int | None, pid: int) -> Write:
    return Write(at, "t", 0, epoch, moved=False, before=offset, next_offset=offset, pid=pid)


def _move(at: float, epoch: int, before: int | None, after: int, pid: int) -> Write:
    return Write(at, "t", 0, epoch, moved=True, before=before, next_offset=after, pid=pid)


CLEAN = [_claim(1, 1, None, 10), _move(2, 1, None, 5, 10), _claim(6, 2, 5, 20), _move(7, 2, 5, 9, 20)]
NAP = Nap("resolve-1", 10, stopped=3, woken=8)


def test_one_after_the_other_is_right():
    assert [*wrongly_accepted(CLEAN)] == []
    assert by_zombies(CLEAN, [NAP]) == []
    assert robbed(CLEAN, [NAP]) == 1


def test_a_zombie_that_writes_is_seen():
    late = _move(9, 1, 9, 12, 10)
    assert [*wrongly_accepted([*CLEAN, late])] == [late]
    assert by_zombies([*CLEAN, late], [NAP]) == [(NAP, late)]


def test_a_gap_is_seen():
    gap = _move(9, 2, 10, 12, 20)
    assert [*wrongly_accepted([*CLEAN, gap])] == [gap]


def test_another_who_writes_under_the_same_epoch_is_seen():
    foreign = _move(9, 2, 9, 12, 30)
    assert [*wrongly_accepted([*CLEAN, foreign])] == [foreign]


def test_a_nap_that_cost_nothing_is_no_zombie():
    assert robbed(CLEAN, [Nap("resolve-1", 10, stopped=-9, woken=0)]) == 0
