import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.core.durations import Usual
from streams.core.durations.lengths import usual_words

MINUTE, HOUR, DAY = 60, 3_600, 86_400
SECONDS = {
    "menit": MINUTE,
    "jam": HOUR,
    "hari": DAY,
    "minggu": 7 * DAY,
    "bulan": 30 * DAY,
    "tahun": 365 * DAY,
}


@pytest.mark.parametrize(
    ("low_s", "high_s", "words"),
    [
        (1.4 * DAY, 2.6 * DAY, "1-3 hari"),
        (2 * HOUR, 5 * HOUR, "2-5 jam"),
        (20 * MINUTE, 50 * MINUTE, "20-50 menit"),
        (22 * DAY, 40 * DAY, "3-6 minggu"),
        (2 * HOUR, 2 * HOUR, "sekitar 2 jam"),
        (2 * HOUR + 1, 2 * HOUR + 1, "2-3 jam"),
        (18.7 * HOUR, 70 * HOUR, "18 jam sampai 3 hari"),
        (51 * MINUTE, 61 * MINUTE, "50 menit sampai 2 jam"),
        (7 * MINUTE, 14 * HOUR, "paling lama 14 jam"),
        (1 * DAY, 10 * DAY, "1-10 hari"),
        (1 * DAY, 10 * DAY + 1, "paling lama 11 hari"),
        (0, 0, "paling lama 5 menit"),
        (23 * HOUR + 1, 23 * HOUR + 2, "23 jam sampai 1 hari"),
        (14 * DAY, 59 * DAY, "2 minggu sampai 2 bulan"),
        (400 * DAY, 721 * DAY, "13 bulan sampai 2 tahun"),
        (0, 4_000 * DAY, "paling lama 11 tahun"),
    ],
)
def test_a_range_in_words(low_s: float, high_s: float, words: str) -> None:
    assert usual_words(Usual(low_s, high_s, 30)) == words


def said_s(words: str) -> tuple[float, float]:
    """What a reader takes from it."""
    match words.split():
        case ["paling", "lama", number, unit]:
            return 0, int(number) * SECONDS[unit]
        case ["sekitar", number, unit]:
            return int(number) * SECONDS[unit], int(number) * SECONDS[unit]
        case [low, low_unit, "sampai", high, high_unit]:
            return int(low) * SECONDS[low_unit], int(high) * SECONDS[high_unit]
        case [numbers, unit]:
            low, high = numbers.split("-")
            return int(low) * SECONDS[unit], int(high) * SECONDS[unit]
    raise AssertionError(words)


lengths_s = st.one_of(
    st.floats(0, 3 * HOUR), st.floats(0, 30 * DAY), st.floats(0, 20_000 * DAY), st.integers(0, 100).map(float)
)


@given(lengths_s, lengths_s)
def test_words_leave_nothing_out_and_are_fit_for_sms(one: float, other: float) -> None:
    low_s, high_s = sorted((one, other))
    words = usual_words(Usual(low_s, high_s, 30))
    low, high = said_s(words)
    assert low <= low_s <= high_s <= high
    assert words.isascii()
    assert len(words) <= 30


@given(lengths_s.filter(lambda length_s: 5 * MINUTE <= length_s < 3_650 * DAY))
def test_words_do_not_say_much_more_than_is_meant(length_s: float) -> None:
    low, high = said_s(usual_words(Usual(length_s, length_s, 30)))
    assert high / 2 <= length_s <= low * 2
