from streams.core.remembered import LONGEST, Remembered


def test_a_word_is_worked_on_once() -> None:
    worked: list[str] = []

    def length(word: str) -> int:
        worked.append(word)
        return len(word)

    lengths = Remembered(length)
    assert [lengths[word] for word in ("air", "banjir", "air")] == [3, 6, 3]
    assert worked == ["air", "banjir"]


def test_what_is_remembered_has_a_bound_and_answers_stay_the_same() -> None:
    lengths = Remembered(len, most=3)
    for number in range(20):
        word = "a" * (number % 5)
        assert lengths[word] == len(word)
        assert len(lengths) <= 3


def test_a_long_word_is_answered_and_not_kept() -> None:
    lengths = Remembered(len)
    assert lengths["a" * (LONGEST + 1)] == LONGEST + 1
    assert not lengths
