"""The same seed gives the same inputs, however many came before."""

from random import Random

from tests.fuzz import mutate


def test_what_is_made_changes_nothing_of_what_is_made_next() -> None:
    first, again = (
        [mutate.json_like(rng, (b"[[]]",)) for _ in range(3_000)] for rng in (Random(1), Random(1))
    )
    assert first == again
