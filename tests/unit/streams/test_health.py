from faust.types import TP

from streams.workers.health import Progress

ONE, OTHER = TP("reports.sorot", 0), TP("reports.sorot", 1)


def test_a_worker_that_just_started_is_not_stalled() -> None:
    assert Progress().stalled_s({ONE: 0}, lag=5, now_s=1e6) == 0


def test_lag_without_progress_is_counted_from_the_last_probe_that_saw_any() -> None:
    progress = Progress()
    assert progress.stalled_s({ONE: 7}, lag=5, now_s=100) == 0
    assert progress.stalled_s({ONE: 7}, lag=9, now_s=110) == 10
    assert progress.stalled_s({ONE: 7}, lag=1, now_s=165) == 65


def test_any_partition_that_moves_is_progress() -> None:
    progress = Progress()
    progress.stalled_s({ONE: 7, OTHER: 1}, lag=5, now_s=100)
    assert progress.stalled_s({ONE: 7, OTHER: 2}, lag=5, now_s=190) == 0
    assert progress.stalled_s({ONE: 7, OTHER: 2}, lag=5, now_s=200) == 10


def test_a_worker_without_lag_is_idle_not_stalled() -> None:
    progress = Progress()
    progress.stalled_s({ONE: 7}, lag=0, now_s=100)
    assert progress.stalled_s({ONE: 7}, lag=0, now_s=9_000) == 0
    assert progress.stalled_s({ONE: 7}, lag=1, now_s=9_010) == 10


def test_another_assignment_starts_the_count_anew() -> None:
    progress = Progress()
    progress.stalled_s({ONE: 7}, lag=5, now_s=100)
    assert progress.stalled_s({OTHER: 7}, lag=5, now_s=190) == 0
    assert progress.stalled_s({}, lag=0, now_s=300) == 0


def test_it_does_not_follow_a_mapping_that_changes_under_it() -> None:
    progress, offsets = Progress(), {ONE: 7}
    progress.stalled_s(offsets, lag=5, now_s=100)
    offsets[ONE] = 8
    assert progress.stalled_s(offsets, lag=5, now_s=190) == 0
