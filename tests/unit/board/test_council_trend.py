"""Charts: nothing is drawn where nothing is known, and axes count as people do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from streams.board.council.columns import ACCEPT_KEPT, ANSWER, ANSWER_P90, CASES, Column, cells_of
from streams.board.council.overview import charts_of
from streams.board.council.trend import BOTTOM, HEIGHT, TOP, chart_of
from streams.board.council.weeks import week_id, week_names
from streams.council.figures import Row, whole
from streams.council.period import Period
from tests.unit.council.cases import cases
from tests.unit.council.test_council_figures import CATALOG

NOTHING = whole(cases([], datetime(2026, 3, 2, tzinfo=UTC)), CATALOG)
WEEKS = [date(2026, 11, 2) + timedelta(weeks=number) for number in range(4)]


def rows(*medians: float | None) -> list[Row]:
    return [
        replace(NOTHING, group=week_id(week), cases=30, answer_median_h=median)
        for week, median in zip(WEEKS, medians, strict=True)
    ]


def test_a_line_is_broken_where_a_week_is_not_known() -> None:
    [line, other] = chart_of("", (ANSWER, ANSWER_P90), WEEKS, rows(1, 2, None, 4)).lines
    assert [len(points.split()) for points in line.stretches] == [2]
    assert [mark.words for mark in line.marks] == ["2 Nov: 1,0 jam", "9 Nov: 2,0 jam", "23 Nov: 4,0 jam"]
    assert [mark.y for mark in line.marks] == sorted((mark.y for mark in line.marks), reverse=True)
    assert (line.marks[-1].y, other.marks) == (TOP, [])


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (7.0, ["0 jam", "2 jam", "4 jam", "6 jam", "8 jam"]),
        (0.0, ["0 jam", "0,10 jam"]),
        (96.0, ["0 hari", "1 hari", "2 hari", "3 hari", "4 hari"]),
        (24_000.0, ["0 hari", "500 hari", "1.000 hari"]),
    ],
)
def test_an_axis_is_in_steps_that_people_count_in(most: float, ticks: list[str]) -> None:
    chart = chart_of("", (ANSWER,), WEEKS, rows(most, None, None, None))
    assert [words for _, words in chart.up] == ticks
    assert chart.up[0][0] == HEIGHT - BOTTOM


def test_shares_are_drawn_of_all_and_counts_whole() -> None:
    assert [words for _, words in chart_of("", (ACCEPT_KEPT,), WEEKS, []).up][-1] == "100%"
    assert [words for _, words in chart_of("", (CASES,), WEEKS, rows(1, 1, 1, 1)).up] == [
        "0",
        "10",
        "20",
        "30",
    ]


def test_weeks_are_called_by_their_days_over_the_end_of_a_year_too() -> None:
    period = Period(datetime(2026, 12, 30, tzinfo=UTC), datetime(2027, 1, 5, tzinfo=UTC))
    assert week_names(period) == {"2026-W53": "28 Des - 3 Jan 2027", "2027-W01": "4 Jan - 10 Jan 2027"}
    assert [chart.title for chart in charts_of(period, [])][-1] == "Kasus yang masuk"


@pytest.mark.parametrize(
    ("column", "now", "then", "expected"),
    [
        (ANSWER, (20, 2.0), (20, 4.0), ("turun", "membaik")),
        (ANSWER, (20, 4.0), (19, 2.0), ("naik", "")),
        (ANSWER, (90, 4.3), (90, 4.0), ("naik", "")),
        (ANSWER, (20, 2.01), (20, 2.0), ("tetap", "")),
        (ACCEPT_KEPT, (200, 0.5), (200, 0.75), ("turun", "memburuk")),
        (ACCEPT_KEPT, (20, 0.5), (20, 0.75), ("turun", "")),
        (CASES, (90, 90), (50, 50), ("naik", "")),
        (ANSWER, (90, 2.0), (50, None), None),
    ],
)
def test_what_is_better_is_only_said_where_it_is_clear(column: Column, now, then, expected) -> None:
    row, earlier = (replace(NOTHING, **{column.of: many, column.name: value}) for many, value in (now, then))
    [cell] = cells_of([column], row, earlier)
    assert (cell.change and (cell.change.way, cell.change.verdict)) == expected
