"""How long it takes: what is held, and which range follows from it."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.heard import Finished
from sinks.postgres import FINISHED_MAX
from streams.core.durations import LEAST, LEAST_DAYS, MOST, Durations
from tests.unit.core.fixed import HOUR_S, NOBODY, Took, all_waiting, durations, finished, hours, usual
from tests.unit.core.reports import NOON


def steady(count: int, every_h: float = 6) -> list[Took]:
    """One to so many hours, in no order."""
    took = list(range(1, count + 1))
    Random(1).shuffle(took)
    return [(number * every_h, hour) for number, hour in enumerate(took)]


# What is held


@given(
    st.lists(st.tuples(st.integers(0, 400), st.sampled_from(["banjir", "lampu"])), max_size=30),
    st.integers(0, 2 * MOST),
    st.randoms(use_true_random=False),
)
def test_what_is_held_depends_neither_on_order_nor_on_repeats(
    some: list[tuple[int, str]], many: int, random: Random
) -> None:
    said = [replace(finished(f"a{n}", n % 97, n % 13), category=category) for n, category in some]
    said += [finished(f"b{n}", n % 89, n % 7) for n in range(many)]
    unique = {one.incident_id: one for one in said}
    kept: list[Finished] = []
    for category in ("banjir", "lampu"):
        of_category = sorted((o for o in unique.values() if o.category == category), key=lambda o: o.order)
        kept += of_category[-MOST:]
    shuffled = [*unique.values(), *random.sample([*unique.values()], len(unique) // 2)]
    random.shuffle(shuffled)
    grown = Durations()
    for one in shuffled:
        grown.add(one)
    assert grown == Durations.of(kept)
    assert usual(grown) == usual(Durations.of(kept))


def test_an_incident_that_was_closed_twice_counts_with_the_last() -> None:
    first, again = finished("x", 0, 1), finished("x", 0, 900)
    assert Durations.of([first, again]) == Durations.of([again, first]) == Durations.of([again])


def test_postgres_gives_back_as_many_as_are_held() -> None:
    """With fewer a worker that starts would take all that was ever closed for known."""
    assert FINISHED_MAX == MOST


def test_a_range_follows_what_is_added() -> None:
    grown = durations(steady(LEAST))
    before = usual(grown)
    for number in range(LEAST):
        grown.add(finished(f"slow{number}", number * 6, 500))
    assert hours(before) == (3, 28, LEAST)
    assert hours(usual(grown)) == (6, 500, 2 * LEAST)


# Which range follows


@pytest.mark.parametrize(("count", "known"), [(LEAST - 1, False), (LEAST, True)])
def test_too_few_say_nothing(count: int, known: bool) -> None:
    assert (usual(durations(steady(count))) is not None) is known


@pytest.mark.parametrize(("days", "known"), [(LEAST_DAYS - 1, False), (LEAST_DAYS, True)])
def test_what_was_closed_on_few_days_says_nothing(days: int, known: bool) -> None:
    """Offices close by the hundred in a day, whatever it took."""
    took = [(-float(number), number + 24.0 * (number % days)) for number in range(3 * LEAST)]
    assert (usual(durations(took)) is not None) is known


def test_each_agency_is_by_itself() -> None:
    found = durations(steady(LEAST))
    for number in range(LEAST):
        found.add(finished(f"other{number}", number * 24, 300, agency="lain"))
    assert hours(usual(found)) == (3, 28, LEAST)
    other = found.usual("banjir", "lain", NOBODY, NOON + timedelta(hours=10_000))
    assert hours(other) == (300, 300, LEAST)
    assert found.usual("lampu", "dinas", NOBODY, NOON) is None


def test_where_many_are_never_closed_no_range_is_said() -> None:
    found = durations(steady(60))
    assert usual(found, all_waiting([6.0 * n for n in range(60)])) is None
    assert hours(usual(found)) == (6, 55, 60)
    assert hours(usual(found, all_waiting([0.0, 6.0]))) == (6, 57, 60)


def test_who_has_just_begun_to_wait_says_nothing() -> None:
    found = durations(steady(60))
    assert usual(found, all_waiting([9_999.9] * 200)) == usual(found)


def test_who_waited_before_what_is_looked_back_on_says_little() -> None:
    """What was never closed piles up over the years, and what was closed as long ago is forgotten."""
    found = durations([(n * 6, 1 + n % 20) for n in range(MOST)])
    pile = all_waiting([-20_000.0 - n for n in range(500)])
    assert hours(usual(found, after_h=6 * MOST)) == (2, 19, MOST)
    assert hours(usual(found, pile, after_h=6 * MOST)) == (2, 19, MOST)


def test_after_a_rush_one_that_is_closed_soon_is_one_of_many() -> None:
    """None of the others was young in the time that is looked back on."""
    rush = durations([(0, 200.0 + n) for n in range(MOST)])
    before = usual(rush, after_h=500)
    rush.add(finished("new", 398, 1))
    assert hours(before) == (219, 380, MOST)
    assert hours(usual(rush, after_h=500)) == (219, 380, MOST)


def test_a_vote_takes_time_and_changes_nothing() -> None:
    """While reporters are asked whether it is fixed it still waits, and is not long therefore."""
    took = [(float(n), 1 + n % 20 + n % 7 / 10) for n in range(400)]
    closed = [finished(str(n), *one, votes_h=96) for n, one in enumerate(took) if sum(one) + 96 <= 400]
    asked = all_waiting([one[0] for one in took if sum(one) + 96 > 400])
    found = usual(Durations.of(closed), asked, after_h=400)
    assert found is not None
    assert (found.low_s / HOUR_S, found.high_s / HOUR_S) == pytest.approx((2.5, 19.5), abs=1)


def test_what_was_fixed_before_it_was_reported_took_no_time() -> None:
    found = usual(durations([(24.0 * n, -1) for n in range(LEAST)]))
    assert hours(found) == (0, 0, LEAST)
