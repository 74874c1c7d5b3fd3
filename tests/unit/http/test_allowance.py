"""How much a caller may ask."""

from hypothesis import given
from hypothesis import strategies as st

from streams.http.allowance import Allowance


@given(st.integers(1, 600), st.lists(st.floats(0, 10), min_size=1, max_size=200))
def test_never_more_than_a_minutes_worth_beside_what_time_gives(per_minute: int, gaps: list[float]) -> None:
    allowance, now, taken = Allowance(per_minute), 0.0, 0
    for gap in gaps:
        now += gap
        taken += allowance.wait_s(now) == 0
    assert taken <= per_minute + now * per_minute / 60 + 1e-6


@given(st.integers(1, 600))
def test_who_waits_as_told_is_let_in(per_minute: int) -> None:
    allowance = Allowance(per_minute)
    waits = [allowance.wait_s(0.0) for _ in range(per_minute + 1)]
    assert waits[:-1] == [0.0] * per_minute
    assert waits[-1] > 0
    assert allowance.wait_s(waits[-1] + 1e-6) == 0
