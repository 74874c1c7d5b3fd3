"""Labelled texts -> weights: a linear support vector machine a category, one against the rest.

The same texts in the same order give the same weights: the solver (liblinear's dual coordinate
descent, by scikit-learn) is seeded, and what it finds is rounded when written.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from schemas.catalog.models import Catalog
from streams.core.classify import Classifier, rank
from streams.core.classify.weights import GRAIN, Calibration, Floats, Terms, Weights
from streams.learning.labelled import Labelled
from streams.learning.terms_matrix import Features, Index

REGULARIZATION = 0.15
TOLERANCE = 0.01
SEED = 0

BALANCE = 0.5
"""A text weighs by the category's frequency to minus this: between all texts and all categories alike."""

HALF_LIFE_MONTHS = 18.0
"""Who handles what moves on, and so do the words."""

MAGNITUDE_MIN = 0.1
"""A term is left out whose weights, times its rarity, all lie below this. More cost accuracy."""


def train(labelled: Sequence[tuple[Labelled, float]], names: frozenset[str]) -> Weights:
    """Weights of texts that count so much each, not yet calibrated; words in `names` must not decide."""
    texts = [one.text for one, _ in labelled]
    features = Features.of(texts, names)
    machine = LinearSVC(C=REGULARIZATION, tol=TOLERANCE, random_state=SEED)
    machine.fit(
        features.matrix(texts),
        [one.category for one, _ in labelled],
        sample_weight=_sample_weights(labelled),
    )
    split = len(features.words.rows)
    return Weights(
        tuple(map(str, machine.classes_)),
        _grained(machine.intercept_),
        _terms(features.words, machine.coef_[:, :split]),
        _terms(features.grams, machine.coef_[:, split:]),
        names,
        Weights.none().calibration,
    )


def calibration_of(catalog: Catalog, unseen: Iterable[tuple[Weights, Sequence[Labelled]]]) -> Calibration:
    """How often weights are right on texts they have not seen, as a curve over score and lead."""
    # One of each where nothing speaks: then a text that no weights got wrong is still not certain.
    points, right = [(0.0, 0.0), (0.0, 0.0)], [True, False]
    for weights, labelled in unseen:
        classifier = Classifier.of(catalog, weights)
        for one in labelled:
            found = rank(classifier, one.text, None)
            points.append((found.score, found.lead))
            right.append(found.category == one.category)
    curve = LogisticRegression(C=1e6).fit(points, right)
    score, lead = map(float, curve.coef_[0])
    return Calibration(score, lead, float(curve.intercept_[0]))


def _sample_weights(labelled: Sequence[tuple[Labelled, float]]) -> NDArray[np.float64]:
    number = Counter(one.category for one, _ in labelled)
    months = [_months(one.month) for one, _ in labelled]
    newest = max(months)
    weights = np.array(
        [
            counts
            * number[one.category] ** -BALANCE
            * 0.5 ** ((newest - (month or newest)) / HALF_LIFE_MONTHS)
            for (one, counts), month in zip(labelled, months, strict=True)
        ]
    )
    return np.asarray(weights / weights.mean(), dtype=np.float64)


def _months(month: str) -> int:
    """Months since year 0; 0 where no month is known, as of a text that was made up today."""
    return int(month[:4]) * 12 + int(month[5:7]) if month else 0


def _terms(index: Index, coefficients: NDArray[np.float64]) -> Terms:
    table = coefficients.T
    heavy = np.flatnonzero((np.abs(table) * index.rarity[:, None]).max(axis=1) >= MAGNITUDE_MIN)
    terms = list(index.rows)
    return Terms(
        {terms[row]: at for at, row in enumerate(heavy)},
        _grained(table[heavy]),
        _grained(index.rarity[heavy]),
    )


def _grained(numbers: NDArray[np.float64]) -> Floats:
    """As a file keeps them, so that confidence is calibrated on what will run."""
    return (np.round(numbers * GRAIN) / GRAIN).astype(np.float32)
