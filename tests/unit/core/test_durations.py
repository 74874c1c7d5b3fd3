"""How long it takes: what is held, which range follows from it, and whether it comes true."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.heard import Finished
from schemas.incident import Incident, Routed
from streams.core.durations import LEAST, LEAST_DAYS, MOST, TAIL, Durations, Usual
from streams.core.waiting import Waiting
from tests.unit.core.reports import NOON, incident

HOUR_S = 3_600.0
NOBODY = Waiting()
Took = tuple[float, float]
"""Hours: opened so long after noon, and fixed so long after that."""


def finished(
    id: str, opened_h: float, took_h: float, *, votes_h: float = 0, agency: str = "dinas"
) -> Finished:
    opened_at = NOON + timedelta(hours=opened_h)
    closed_at = opened_at + timedelta(hours=took_h + votes_h)
    return Finished(id, "banjir", (agency,), opened_at, closed_at, took_h * HOUR_S)


def durations(took: list[Took], *, votes_h: float = 0) -> Durations:
    return Durations.of(finished(str(number), *one, votes_h=votes_h) for number, one in enumerate(took))


def usual(of: Durations, waiting: Waiting = NOBODY, *, after_h: float = 10_000) -> Usual | None:
    return of.usual("banjir", "dinas", waiting, NOON + timedelta(hours=after_h))


def hours(found: Usual | None) -> tuple[float, float, int] | None:
    return found and (round(found.low_s / HOUR_S, 6), round(found.high_s / HOUR_S, 6), found.cases)


def waits(id: str, opened_h: float) -> Incident:
    routed = (Routed("dinas", "rule", "", ""),)
    return replace(incident(id, after=timedelta(hours=opened_h)), routed=routed)


def all_waiting(opened_h: list[float]) -> Waiting:
    waiting = Waiting()
    for number, hour in enumerate(opened_h):
        waiting.put(None, waits(str(number), hour))
    return waiting


def steady(count: int, every_h: float = 6) -> list[Took]:
    """One to so many hours, in no order."""
    took = list(range(1, count + 1))
    Random(1).shuffle(took)
    return [(number * every_h, hour) for number, hour in enumerate(took)]


# What is held


@settings(deadline=None, max_examples=40)
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


took_hours = st.lists(st.floats(0, 900, width=16), min_size=LEAST, max_size=MOST - 1)


@settings(deadline=None, max_examples=60)
@given(took_hours, st.sampled_from([0, 72]))
def test_while_nobody_waits_the_ends_are_ranks(took: list[float], votes_h: float) -> None:
    found = durations([(24.0 * n, hour) for n, hour in enumerate(took)], votes_h=votes_h)
    rank, ordered = int(TAIL * (len(took) + 1)), sorted(took)
    assert hours(usual(found)) == hours(Usual(ordered[rank - 1] * HOUR_S, ordered[-rank] * HOUR_S, len(took)))


@settings(deadline=None, max_examples=60)
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


@settings(deadline=None, max_examples=40)
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
    later, weights = 1.0, []
    for index, (age, _, seconds) in enumerate(lives):
        reached = sum(since - began <= age for _, began, _ in lives[index:])
        reached += sum(since - began < age <= at - began for began in opened)
        weights.append((seconds, later / (reached + 1)))
        later *= 1 - 1 / (reached + 1)
    low_s, within = 0.0, 0.0
    for took_s, weight in sorted(weights):
        within += weight
        low_s = took_s if within <= TAIL + 1e-9 else low_s
        if within >= 1 - TAIL - 1e-9:
            return Usual(low_s, took_s, len(held))
    return None


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
    assert (
        hours(usual(found, pile, after_h=6 * MOST)) == hours(usual(found, after_h=6 * MOST)) == (2, 19, MOST)
    )


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


# Whether it comes true


@pytest.mark.parametrize("votes_h", [0, 72])
def test_of_a_city_that_begins_eight_of_ten_come_true(votes_h: float) -> None:
    """From its first day on, though one in fifty is never closed.

    Were those that wait left out of account, half would.
    """
    random, waiting, found = Random(7), Waiting(), Durations()
    cases = [(n / 2, random.lognormvariate(4, 1.5), random.random() < 0.02) for n in range(2_500)]
    events = [(opened, 1, n) for n, (opened, _, _) in enumerate(cases)]
    events += [(sum(case[:2]) + votes_h, 0, n) for n, case in enumerate(cases) if not case[2]]
    hits = []
    for at, opens, number in sorted(events):
        opened, took, never = cases[number]
        if opens:
            if said := usual(found, waiting, after_h=at):
                hits.append(not never and said.low_s <= took * HOUR_S <= said.high_s)
            waiting.put(None, waits(str(number), opened))
        else:
            waiting.put(waits(str(number), opened), None)
            found.add(finished(str(number), opened, took, votes_h=votes_h))
    assert len(hits) > 1_000
    assert 0.77 < sum(hits) / len(hits) < 0.85
