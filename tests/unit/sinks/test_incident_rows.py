from datetime import UTC, date, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from schemas.life import UNTOUCHED, Life, Overdue, Step, Work
from sinks.incident_rows import life_json, life_of
from tests.unit.core.reports import NOON

zones = st.sampled_from([UTC, timezone(timedelta(hours=7))])
moments = st.builds(
    lambda seconds, zone: (NOON + timedelta(seconds=seconds)).astimezone(zone), st.integers(0, 10**8), zones
)
works = st.builds(
    Work,
    agency=st.sampled_from(["air", "sar"]),
    step=st.sampled_from(Step),
    at=moments,
    since=moments,
    version=st.integers(1, 9),
    proven=st.none() | st.booleans(),
    partner=st.none() | st.just("mitra"),
    offered=st.lists(st.just("mitra"), max_size=2).map(tuple),
    overdue=st.lists(st.sampled_from(Overdue), max_size=4).map(tuple),
)
lives = st.builds(
    Life,
    step=st.sampled_from(Step),
    at=st.none() | moments,
    works=st.lists(works, max_size=2).map(tuple),
    refusals=st.lists(st.just("air"), max_size=2).map(tuple),
    reopened=st.integers(0, 2),
    resolved_at=st.none() | moments,
    yes=st.integers(0, 2),
    no=st.integers(0, 2),
    number=st.integers(0, 2),
    told_on=st.none() | st.dates(date(2020, 1, 1)),
    told=st.integers(0, 2),
    withheld=st.booleans(),
)


@given(lives)
def test_a_life_is_read_back_as_it_was_to_the_bytes_of_its_times(life: Life) -> None:
    read = life_of({"life": life_json(life)})
    assert read == life
    assert [work.at.isoformat() for work in read.works] == [work.at.isoformat() for work in life.works]


def test_of_lives_in_which_nothing_happened_memory_holds_one() -> None:
    assert life_json(Life()) == "{}"
    assert life_of({"life": "{}"}) is UNTOUCHED
    assert life_of({"life": life_json(Life(at=NOON))}) is not UNTOUCHED
