"""What is remembered of words changes no score."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pytest

from streams.core.classify import spoken
from streams.core.classify.spoken import Spoken, Vocabulary
from streams.core.classify.weights import Calibration, Terms, Weights

TEXTS = [
    "jalan rusak parah",
    "air mati lagi jalan",
    "lampu jalan mati mati",
    "",
    "rusak jalan",
    "jalan rusak",
]


def terms(*names: str) -> Terms:
    table = np.random.default_rng(7).normal(size=(len(names), 2)).astype(np.float32)
    return Terms({name: row for row, name in enumerate(names)}, table, np.ones(len(names), np.float32))


WEIGHTS = Weights(
    ("a", "b"),
    np.zeros(2, np.float32),
    terms("jalan", "mati", "jalan rusak", "air mati"),
    terms(" ja", "mp", "ru", "lag"),
    frozenset(),
    Calibration(1.0, 1.0, 0.0),
)


class Found(NamedTuple):
    known: bool
    score: list[float]
    shares: Sequence[dict[str, float]]
    """By category."""


def found_in(vocabulary: Vocabulary, *texts: str) -> list[Found]:
    return [
        Found(*each)
        for some in vocabulary.spoken([text.split() for text in texts])
        for each in zip(some.known, some.scores, zip(*_shares(some), strict=True), strict=True)
    ]


def _shares(some: Spoken) -> list[list[dict[str, float]]]:
    return [list(map(dict, some.shares([category] * len(some.rows)))) for category in range(2)]


def test_words_that_were_forgotten_are_learned_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    roomy = Vocabulary(WEIGHTS)
    monkeypatch.setattr(spoken, "REMEMBERED", 4)
    forgetful = Vocabulary(WEIGHTS)
    for text in TEXTS * 3:
        assert found_in(roomy, text) == found_in(forgetful, text)


@pytest.mark.parametrize("remembered", [4, 9, 1_000])
def test_what_stands_beside_a_text_changes_nothing(monkeypatch: pytest.MonkeyPatch, remembered: int) -> None:
    alone = Vocabulary(WEIGHTS)
    monkeypatch.setattr(spoken, "REMEMBERED", remembered)
    together = found_in(Vocabulary(WEIGHTS), *TEXTS * 3)
    assert together == [found for text in TEXTS * 3 for found in found_in(alone, text)]
    assert found_in(alone) == []


def test_shares_are_those_of_the_score() -> None:
    [found] = found_in(Vocabulary(WEIGHTS), "lampu jalan rusak jalan")
    for category in range(2):
        assert sum(found.shares[category].values()) == pytest.approx(found.score[category], abs=1e-5)
    assert set(found.shares[0]) == {"lampu", "jalan", "rusak", "jalan rusak"}
