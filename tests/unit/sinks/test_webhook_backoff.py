from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sinks.webhooks.backoff import JITTER, Backoff, retry_after_s, wait_s
from streams.settings import WebhookSettings

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
CHANCES = st.floats(0, 1)
BACKOFFS = st.builds(Backoff, st.integers(1, 50), st.floats(0.01, 1_000), st.floats(0.01, 100_000))


def waits(backoff: Backoff, chance: float = 0.0) -> list[float]:
    found = [wait_s(backoff, tries, chance=chance) for tries in range(1, backoff.tries + 1)]
    assert found[-1] is None
    return [wait for wait in found if wait is not None]


@given(BACKOFFS, CHANCES)
def test_waits_grow_to_a_bound_and_end(backoff: Backoff, chance: float) -> None:
    found = waits(backoff, chance)
    assert len(found) == backoff.tries - 1
    assert all(0 < wait <= backoff.longest_wait_s for wait in found)
    assert all(one <= later for one, later in pairwise(found))


@given(BACKOFFS, CHANCES)
def test_chance_takes_off_no_more_than_its_share(backoff: Backoff, chance: float) -> None:
    for most, wait in zip(waits(backoff), waits(backoff, chance), strict=True):
        assert most * (1 - JITTER) * 0.999 <= wait <= most


@given(BACKOFFS, st.integers(1, 60), CHANCES, st.floats(0, 1e9))
def test_the_receiver_may_ask_for_longer_within_the_bound(
    backoff: Backoff, tries: int, chance: float, asked: float
) -> None:
    own = wait_s(backoff, tries, chance=chance)
    found = wait_s(backoff, tries, chance=chance, retry_after_s=asked)
    if own is None:
        assert found is None
    else:
        assert found == max(own, min(asked, backoff.longest_wait_s))


def test_by_default_it_takes_about_a_day() -> None:
    defaults = WebhookSettings()
    backoff = Backoff(defaults.tries, defaults.first_wait_s, defaults.longest_wait_s)
    assert waits(backoff)[:4] == [5, 20, 80, 320]
    hours = [sum(waits(backoff, chance)) / 3_600 for chance in (0.0, 1.0)]
    assert 22 < hours[0] < 26
    assert 16 < hours[1] < 20


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("120", 120),
        (" 0 ", 0),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90),
        (format_datetime(NOW - timedelta(days=1), usegmt=True), 0),
        ("Tue, 24 Nov 2026 08:31:00", 60),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("9" * 40, None),
        ("", None),
        ("Tue, 99 Nov 2026 08:31:00 GMT", None),
        ("Mon, 01 Jan 99999999999999 00:00:00 GMT", None),
        (f"Mon, {'9' * 20} Jan 2026 00:00:00 GMT", None),
        (f"Mon, 01 Jan 2026 {'9' * 20}:00:00 GMT", None),
        (f"Mon, 01 Jan 2026 00:00:00 +{'9' * 20}", None),
        (f"Mon, {'9' * 5_000} Jan 2026 00:00:00 GMT", None),
    ],
)
def test_what_the_receiver_asks_for(header: str | None, seconds: float | None) -> None:
    assert retry_after_s(header, NOW) == seconds


NUMBERS = st.one_of(
    st.integers(0, 99), st.integers(0, 10**20), st.sampled_from(["", "-1", "+3", "\u0663", "x"])
)
DATES = st.builds(
    "{}, {} {} {} {}:{}:{} {}".format,
    st.sampled_from(["Mon", "", "x"]),
    NUMBERS,
    st.sampled_from(["Jan", "nov", ""]),
    *(NUMBERS for _ in range(4)),
    st.sampled_from(["GMT", "EST", ""]) | st.builds("{}{}".format, st.sampled_from("+-"), NUMBERS),
)


@given(st.text(max_size=60) | DATES)
@example("0\x1f")  # White space to `strip` and not to `float`.
def test_whatever_stands_there_is_a_wait_or_nothing(header: str) -> None:
    found = retry_after_s(header, NOW)
    assert found is None or found >= 0
