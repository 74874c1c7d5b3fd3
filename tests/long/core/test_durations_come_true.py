"""Whether what is said of how long it takes comes true."""

from random import Random

import pytest

from streams.core.durations import Durations
from streams.core.durations.waiting import Waiting
from tests.unit.core.fixed import HOUR_S, finished, usual, waits


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
