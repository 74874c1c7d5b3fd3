"""What is missing, what comes again, and what is gone, of one partition."""

import pytest

from streams.rewind.standing import Keys, Place, Rewound, Standing

CASES = {
    # recorded, committed, begin, end: missing, again, gone, beyond
    "nothing happened": ((50, 50, 0, 60), (0, range(50, 50), 0, False)),
    "Kafka heard of it later": ((50, 40, 0, 60), (0, range(50, 50), 0, False)),
    "an older backup": ((20, 50, 0, 60), (30, range(20, 50), 0, False)),
    "one from before the first record": ((None, 50, 0, 60), (50, range(50), 0, False)),
    "some of it is gone": ((20, 50, 35, 60), (30, range(35, 50), 15, False)),
    "all of it is gone, and more": ((20, 50, 55, 60), (30, range(55, 55), 35, False)),
    "retention took what nobody read": ((20, 20, 35, 60), (0, range(35, 35), 15, False)),
    "nobody ever read, of an old log": ((None, None, 35, 60), (0, range(35, 35), 0, False)),
    "the topic was made anew": ((50, 50, 0, 7), (0, range(50, 50), 0, True)),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_missing(case: str) -> None:
    recorded, committed, begin, end = CASES[case][0]
    place = Place(("reports.classified", 0), begin, end, recorded=recorded, committed=committed)
    missing, again, gone, beyond = CASES[case][1]
    assert (place.missing, place.again, place.gone, place.beyond) == (missing, again, gone, beyond)
    found = Rewound("c", None, (place,), (), Keys())
    assert found.changed == ([place] if missing or gone or beyond else [])


@pytest.mark.parametrize(("accepted", "stops"), [(0, True), (49, True), (50, False), (60, False)])
def test_workers_wait_until_what_is_missing_was_accepted(accepted: int, stops: bool) -> None:
    older = Standing(recorded=20, committed=50, accepted=accepted)
    assert (older.missing, older.stops) == (30, stops)
    assert not Standing(recorded=50, committed=50).stops
