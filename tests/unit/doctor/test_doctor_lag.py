"""What is said of how far processes have come, and of their own pages."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from aiokafka import TopicPartition

from streams.doctor.ask_lag import Standing
from streams.doctor.ask_workers import Page, versions_of
from streams.doctor.clocks import record_clock
from streams.doctor.lag import lag, offsets, rewound
from streams.doctor.pages import pages, versions
from streams.findings import Finding, State
from streams.metering import Registry
from streams.watch.lag import Lag, Place

TP = TopicPartition("reports.sorot", 0)
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def standing(
    before: int = 0,
    after: int = 0,
    end: int = 0,
    oldest_s: float = 0.0,
    position: int | None = 5,
    ahead_s: float = -1,
) -> Standing:
    return Standing(
        (Lag("triage", *TP, before, end, oldest_s),),
        (Lag("triage", *TP, after, end, oldest_s),),
        (Place("triage", TP, position),),
        {TP: (2, 9)},
        {TP: NOW.timestamp() + ahead_s},
        NOW,
        {},
    )


def bad(findings: Iterable[Finding]) -> list[tuple[State, str]]:
    return [(one.state, one.line) for one in findings if one.state is not State.OK]


def test_who_has_finished_or_has_begun_just_now_is_well() -> None:
    assert bad(lag(standing(7, 7, 7), seconds=2)) == []
    assert bad(lag(standing(7, 7, 9, oldest_s=9.0), seconds=2)) == []
    assert bad(lag(standing(7, 8, 9, oldest_s=59.0), seconds=2)) == []


def test_who_is_late_and_moves_is_told_with_how_long_it_takes() -> None:
    [(state, line)] = bad(lag(standing(10, 30, 130, oldest_s=60.0), seconds=2))
    assert state is State.WARNING
    assert line.startswith(
        "triage has 100 records to go, the oldest waits for 60 s; at 10 a second that takes 10 s"
    )


def test_who_finishes_nothing_is_stuck() -> None:
    [(state, line)] = bad(lag(standing(7, 7, 9, oldest_s=10.0), seconds=2))
    assert (state, "and it finishes none" in line) == (State.WRONG, True)


def test_positions_outside_the_log_are_told_but_not_ends_that_the_embedded_broker_tells() -> None:
    assert (
        bad(offsets(standing(), embedded=False))
        == bad(offsets(standing(position=None), embedded=False))
        == []
    )
    [(state, line)] = bad(offsets(standing(position=1), embedded=True))
    assert (state, "stands at 1, the log begins at 2" in line) == (State.WRONG, True)
    [(state, line)] = bad(offsets(standing(position=10), embedded=False))
    assert (state, "stands at 10, the log ends at 9" in line) == (State.WRONG, True)
    assert bad(offsets(standing(position=10), embedded=True)) == []


def test_records_from_the_future_tell_of_a_wrong_clock() -> None:
    assert bad(record_clock(standing(ahead_s=5))) == bad(record_clock(standing(ahead_s=-9_999))) == []
    [(state, line)] = bad(record_clock(standing(ahead_s=6)))
    assert (state, "(reports.sorot/0) is 6.0 s ahead of this machine" in line) == (State.WRONG, True)


def test_a_page_that_says_no_is_told_and_one_that_nobody_serves_is_not() -> None:
    here = "http://127.0.0.1:6066"
    assert bad(pages([])) == bad(pages([Page("triage", here), Page("watch", here, 200, 200, {})])) == []
    [(state, _)] = bad(pages([Page("triage", here, 503, 200, {})]))
    assert state is State.WRONG
    [(state, _)] = bad(pages([Page("triage", here, 200, 503, {})]))
    assert state is State.WARNING


def test_versions_are_read_from_the_figures_and_compared() -> None:
    found = versions_of(Registry("triage").page()[0].decode())
    assert list(found) == ["triage"]
    assert versions_of("<html>") == {}
    page = Page("triage", "", 200, 200, found)
    assert bad(versions([page], found["triage"])) == []
    [(state, line)] = bad(versions([page], "9.9.9"))
    assert (state, line.startswith(f"this is 9.9.9, but triage {found['triage']} runs")) == (
        State.WARNING,
        True,
    )


@pytest.mark.parametrize(
    ("committed", "position", "missing"), [(9, 5, 4), (9, None, 9), (5, 5, 0), (4, 5, 0), (None, None, 0)]
)
def test_a_database_that_is_older_than_what_was_committed_is_told(
    committed: int | None, position: int | None, missing: int
) -> None:
    places = [Place("resolve", TP, position), Place("triage", TP, 0)]
    found = bad(rewound(replace(standing(), places=places, committed={TP: committed})))
    if missing:
        [(state, line)] = found
        assert (state, f"{missing} records" in line, "sinergi rewind" in line) == (State.WARNING, True, True)
    else:
        assert found == []
