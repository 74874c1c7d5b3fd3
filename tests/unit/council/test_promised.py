"""Promises of very many cases at once, beside those of one."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.catalog.models import Urgency
from streams.core.life.promises import promise_of
from streams.core.life.working_time import later
from streams.council.promised import promised
from tests.unit.core.catalog import small_catalog
from tests.unit.council.cases import Case, cases

CATALOG = small_catalog()
ZONE = CATALOG.city.zone
MONDAY = datetime(2026, 12, 21, tzinfo=ZONE)
"""Of a week with a holiday, its Friday."""
MOMENTS = st.integers(0, 40 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))


@given(st.lists(st.tuples(MOMENTS, MOMENTS | st.none(), st.sampled_from(Urgency)), min_size=1), MOMENTS)
@pytest.mark.parametrize("what", ["accept", "resolve"])
def test_is_what_the_life_of_each_promises(
    what: str, some: list[tuple[datetime, datetime | None, Urgency]], now: datetime
) -> None:
    asked = [
        Case(began, end and max(began, end), end and max(began, end), urgency=urgency.value)
        for began, end, urgency in some
    ]
    found = getattr(promised(cases(asked, now), CATALOG), what)
    for case, due, in_time in zip(asked, found.due, found.kept, strict=True):
        by = promised_by(case, what)
        assert due == (by < now)
        assert in_time == (case.done is not None and case.done <= by)


def promised_by(case: Case, what: str) -> datetime:
    promise = promise_of(case.category, case.urgency, CATALOG)
    hours = promise.accept_h if what == "accept" else promise.resolve_h
    if promise.around_the_clock:
        return case.began + timedelta(hours=hours)
    return later(case.began, hours, CATALOG.city.working, ZONE)


def test_what_is_kept_early_does_not_count_before_its_time_is_over() -> None:
    early = Case(MONDAY + timedelta(hours=9), answered=MONDAY + timedelta(hours=10))
    found, _ = promised(cases([early], MONDAY + timedelta(hours=11)), CATALOG)
    assert (found.due[0], found.kept[0]) == (False, True)
