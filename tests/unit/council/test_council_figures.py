"""Rows of figures: that groups do not weigh on each other, and that each figure is defined."""

from dataclasses import asdict, fields, replace
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from streams.council.definitions import definitions
from streams.council.figures import Row, rows, whole
from streams.council.hearing import Hearing
from tests.unit.core.catalog import small_catalog
from tests.unit.council.cases import Case, cases

CATALOG = small_catalog()
BEGAN = datetime(2026, 3, 2, 2, tzinfo=UTC)
NOW = BEGAN + timedelta(days=60)
HOURS = st.integers(0, 1_440)


@st.composite
def some_case(draw: st.DrawFn) -> Case:
    answered, done = draw(HOURS | st.none()), draw(HOURS | st.none())
    given_up = done is None and draw(st.booleans())
    return Case(
        BEGAN,
        answered=None if answered is None else BEGAN + timedelta(hours=answered),
        done=None if done is None else BEGAN + timedelta(hours=done),
        group=draw(st.sampled_from("abc")),
        given_up=given_up,
        resolved_once=done is not None,
        by_partner=draw(st.booleans()),
    )


@given(st.lists(some_case(), min_size=1, max_size=20))
def test_each_group_is_as_if_there_were_no_other(some: list[Case]) -> None:
    together = rows(cases(some, NOW), CATALOG)
    assert [row.group for row in together] == sorted({one.group for one in some})
    for row in together:
        alone = cases([one for one in some if one.group == row.group], NOW)
        assert row == replace(whole(alone, CATALOG), group=row.group)
    assert sum(row.cases for row in together) == whole(cases(some, NOW), CATALOG).cases == len(some)


@given(st.lists(some_case(), min_size=1, max_size=20))
def test_what_is_not_over_is_counted_as_waiting(some: list[Case]) -> None:
    row = whole(cases(some, NOW), CATALOG)
    assert row.resolved + row.unresolved + row.given_up == row.cases
    assert row.unanswered == sum(one.answered is None for one in some)
    late_h = (NOW - BEGAN).total_seconds() / 3600
    for hours in (row.answer_median_h, row.answer_p90_h, row.resolve_median_h, row.resolve_p90_h):
        assert hours is None or hours <= late_h
    shares = [row.accept_kept, row.resolve_kept, row.by_partner]
    assert all(share is None or 0 <= share <= 1 for share in shares)


def test_what_was_given_up_is_never_done() -> None:
    """Of one that waits since yesterday nobody knows; one that was given up takes longer than all others."""
    yesterday, days = NOW - timedelta(days=1), timedelta(days=1)
    done = [Case(BEGAN, done=BEGAN + 10 * days), Case(BEGAN, done=BEGAN + 20 * days)]
    waits, given_up = Case(yesterday), Case(yesterday, given_up=True)
    found = [whole(cases([*done, one], NOW), CATALOG).resolve_median_h for one in (waits, given_up)]
    assert found == [240, 480]


def test_nothing_is_a_row_that_knows_nothing() -> None:
    row = whole(cases([], NOW), CATALOG)
    assert {value for value in asdict(row).values() if value} == set()
    assert rows(cases([], NOW), CATALOG) == []


def test_each_figure_is_defined_and_nothing_else() -> None:
    defined = definitions()
    assert [*defined.answers] == [field.name for field in fields(Row)]
    assert [*defined.hearing] == [field.name for field in fields(Hearing)]
    for one in (*defined.answers.values(), *defined.hearing.values()):
        assert one.means.endswith(".")
        assert one.label
    assert len({one.label for one in defined.answers.values()}) == len(defined.answers)


def test_figures_are_plain_numbers() -> None:
    row = whole(cases([Case(BEGAN, BEGAN, BEGAN)], NOW), CATALOG)
    assert not any(isinstance(value, np.generic) for value in asdict(row).values())
