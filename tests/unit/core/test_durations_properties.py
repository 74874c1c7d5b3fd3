"""How long it takes: what holds for every range."""

from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.heard import Finished
from streams.core.durations import LEAST, MOST, TAIL, Durations, Usual
from tests.unit.core.fixed import HOUR_S, all_waiting, durations, finished, hours, usual
from tests.unit.core.reports import NOON


@pytest.mark.parametrize("votes_h", [0, 72])
def test_while_nobody_waits_the_ends_are_ranks(votes_h: float) -> None:
    random = Random(3)
    for count in range(LEAST, MOST):
        took = [random.expovariate(1 / 50) for _ in range(count)]
        found = usual(durations([(24.0 * n, hour) for n, hour in enumerate(took)], votes_h=votes_h))
        rank, ordered = (count + 1) // 10, sorted(took)
        assert hours(found) == hours(Usual(ordered[rank - 1] * HOUR_S, ordered[-rank] * HOUR_S, count))


took_hours = st.lists(st.floats(0, 900, width=16), min_size=LEAST, max_size=MOST - 1)


@given(took_hours, st.lists(st.floats(-900, 9_000), max_size=60), st.floats(-900, 9_000))
def test_who_waits_makes_it_longer_never_shorter(
    took: list[float], opened_h: list[float], one_more: float
) -> None:
    found = durations([(24.0 * n, hour) for n, hour in enumerate(took)])
    before, after = (
        usual(found, all_waiting(some), after_h=9_000) for some in (opened_h, [*opened_h, one_more])
    )
    if after is not None:
        assert before is not None
        assert before.low_s <= after.low_s <= after.high_s
        assert before.high_s <= after.high_s


@given(st.integers(LEAST, MOST + 60), st.integers(0, 90), st.randoms(use_true_random=False))
def test_the_range_is_what_counting_by_hand_gives(count: int, waiting: int, random: Random) -> None:
    closed = [
        finished(str(n), 8.0 * n, random.randrange(300), votes_h=random.choice((0, 5, 400)))
        for n in range(count)
    ]
    opened_h = [random.uniform(-2_000, 8.0 * count) for _ in range(waiting)]
    opened, at = [NOON + timedelta(hours=hour) for hour in opened_h], NOON + timedelta(hours=8.0 * count)
    found = usual(Durations.of(closed), all_waiting(opened_h), after_h=8.0 * count)
    assert found == by_hand(closed, opened, at)


def by_hand(closed: list[Finished], opened: list[datetime], at: datetime) -> Usual | None:
    """One incident after the other."""
    held = sorted(closed, key=lambda one: one.order)[-MOST:]
    since = held[0].closed_at if len(held) == MOST else NOON - timedelta(days=36_500)
    lives = sorted((one.closed_at - one.opened_at, one.opened_at, one.seconds) for one in held)
    reached = [
        sum(since - began <= age for _, began, _ in lives[index:])
        + sum(since - began < age <= at - began for began in opened)
        for index, (age, _, _) in enumerate(lives)
    ]
    later, weights = 1.0, []
    for index, (_, _, seconds) in enumerate(lives):
        # Who became older was as old before.
        most = max(reached[index:])
        weights.append((seconds, later / (most + 1)))
        later *= 1 - 1 / (most + 1)
    low_s, within = 0.0, 0.0
    for took_s, weight in sorted(weights, key=lambda weight: weight[0]):
        within += weight
        low_s = took_s if within <= TAIL + 1e-9 else low_s
        if within >= 1 - TAIL - 1e-9:
            return Usual(low_s, took_s, len(held))
    return None
