"""What is remembered of words changes no score."""

import numpy as np
import pytest

from streams.core import spoken
from streams.core.spoken import Vocabulary
from streams.core.weights import Calibration, Terms, Weights

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


def test_words_that_were_forgotten_are_learned_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    roomy = Vocabulary(WEIGHTS)
    monkeypatch.setattr(spoken, "REMEMBERED", 4)
    forgetful = Vocabulary(WEIGHTS)
    for text in TEXTS * 3:
        one, other = roomy.spoken(text.split()), forgetful.spoken(text.split())
        assert one.known == other.known
        assert one.score.tolist() == other.score.tolist()
        assert one.shares(1) == other.shares(1)


def test_shares_are_those_of_the_score() -> None:
    found = Vocabulary(WEIGHTS).spoken(["lampu", "jalan", "rusak", "jalan"])
    for category in range(2):
        assert sum(found.shares(category).values()) == pytest.approx(found.score[category], abs=1e-5)
    assert set(found.shares(0)) == {"lampu", "jalan", "rusak", "jalan rusak"}
