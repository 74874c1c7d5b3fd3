"""text -> category, confidence, evidence: trained weights of terms, beside the words of the catalog."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import filterfalse, islice
from typing import NamedTuple, TypeAlias

from schemas.catalog.models import UNKNOWN, Catalog
from schemas.classified import Classification
from streams.core.classify.spoken import Vocabulary
from streams.core.classify.terms import telling, word_of, words_in
from streams.core.classify.weights import Calibration, Weights
from streams.core.remembered import Remembered
from streams.core.words import Phrases, words_of

PHRASES_WEIGHT = 1.4
"""What the catalog's phrases add to a category that has all of them for itself."""

UNTRAINED_PHRASES_WEIGHT = 2 * PHRASES_WEIGHT
"""Of a category that no training has seen, phrases are all that can speak."""

PICK_WEIGHT = 0.6
"""What a pick adds: evidence, not an order. The usual lead of a right answer is about as large."""

PICK = "pilihan pelapor"

NOTHING_SAID = -0.6
"""No category is found below this score when no phrase of the catalog speaks either: then nearly all that
is said is a greeting. At -0.5 real complaints were lost by it."""

SECOND_SCORE = -0.3
"""A second category is named when it scores so high by itself: at 0 a category is as likely as not."""

EVIDENCE = 5
EVIDENCE_MIN = 0.02
"""So many words are kept, the heaviest, and none that hardly counts; more would explain less."""


@dataclass(frozen=True, slots=True)
class Classifier:
    """A catalog and the weights of its categories, made ready."""

    categories: tuple[str, ...]
    family: Mapping[str, str]
    phrases: Phrases[tuple[int, str]]
    phrases_weight: Sequence[float]
    names: Phrases[None]
    weights: Weights
    vocabulary: Vocabulary
    latin: Callable[[str], str]

    @classmethod
    def of(cls, catalog: Catalog, weights: Weights) -> "Classifier":
        """Index a catalog."""
        ids = tuple(sorted(catalog.categories))
        fitted = weights.of(ids)
        phrases = (
            (phrase, (n, phrase)) for n, id in enumerate(ids) for phrase in catalog.categories[id].words
        )
        return cls(
            ids,
            {id: catalog.categories[id].family for id in ids},
            Phrases.of(phrases),
            [PHRASES_WEIGHT if id in weights.categories else UNTRAINED_PHRASES_WEIGHT for id in ids],
            Phrases.of((name, None) for name in _names(catalog)),
            fitted,
            Vocabulary(fitted),
            Remembered(word_of).__getitem__,
        )


Given: TypeAlias = tuple[str, str | None]
"""A text and what its author picked."""


Said: TypeAlias = Mapping[int, Mapping[str, float]]
"""What phrases and the pick add to categories, each by its words."""


class _Words(NamedTuple):
    """Of a text: all, which of them belong to a name, and those that may tell what it is about."""

    words: Sequence[str]
    inside: Set[int]
    telling: Sequence[str]


class _Text(NamedTuple):
    """Scores by category, the best two of these, and what they come from; `shares` are of the best."""

    score: Sequence[float]
    best: tuple[int, int]
    said: Said
    shares: Iterable[tuple[str, float]]
    known: bool


class Ranked(NamedTuple):
    """The best category with its score, how far ahead of the next it is, and what spoke for it.

    `second` speaks for itself as well. Without any evidence the category is `UNKNOWN`, not `known`.
    """

    category: str
    score: float
    lead: float
    second: str | None
    evidence: Sequence[tuple[str, float]]
    known: bool = True


def classify(classifier: Classifier, text: str, pick: str | None) -> Classification:
    """What a text is about; `pick` is the id of the category that its author chose."""
    [found] = classify_all(classifier, [(text, pick)])
    return found


def classify_all(classifier: Classifier, given: Sequence[Given]) -> list[Classification]:
    """The same of several texts, each by itself."""
    return [_classification(classifier, ranked) for ranked in _ranked_all(classifier, given)]


def rank(classifier: Classifier, text: str, pick: str | None) -> Ranked:
    """The category with the highest score; equal scores go to the first id."""
    [ranked] = _ranked_all(classifier, [(text, pick)])
    return ranked


def _ranked_all(classifier: Classifier, given: Sequence[Given]) -> Iterator[Ranked]:
    # Step by step over all of them, as `understand_all` goes stage by stage.
    words = [_words(classifier, text) for text, _ in given]
    said = iter([_said(classifier, each, pick) for each, (_, pick) in zip(words, given, strict=True)])
    for spoken in classifier.vocabulary.spoken([each.telling for each in words]):
        mine = list(islice(said, len(spoken.rows)))
        scores = list(map(_score, spoken.scores, mine))
        best = list(map(_best_two, scores))
        shares = spoken.shares([first for first, _ in best])
        for each in zip(scores, best, mine, shares, spoken.known, strict=True):
            yield _ranked(classifier, _Text(*each))


def _score(spoken: Sequence[float], said: Said) -> list[float]:
    score = [*spoken]
    for category, weights in said.items():
        score[category] += sum(weights.values())
    return score


def _ranked(classifier: Classifier, text: _Text) -> Ranked:
    score, (first, second) = text.score, text.best
    if not text.said and (not text.known or score[first] < NOTHING_SAID):
        return Ranked(UNKNOWN, 0.0, 0.0, None, (), known=False)
    # By the words alone: a pick that the words do not bear out is no second matter.
    spoken_of = score[second] - text.said.get(second, {}).get(PICK, 0.0)
    return Ranked(
        classifier.categories[first],
        score[first],
        score[first] - score[second],
        classifier.categories[second] if spoken_of >= SECOND_SCORE else None,
        _evidence(text.shares, text.said.get(first, {})),
    )


def _classification(classifier: Classifier, ranked: Ranked) -> Classification:
    return Classification.model_validate(
        {
            "category": ranked.category,
            "family": classifier.family[ranked.category],
            "confidence": _confidence(classifier.weights.calibration, ranked) if ranked.known else 0.0,
            # Made together with what holds them: a third of the time.
            "evidence": [{"word": word, "weight": weight} for word, weight in ranked.evidence],
            "second": ranked.second,
        }
    )


def _names(catalog: Catalog) -> Iterator[str]:
    """Places: where something is says nothing of what it is. A street of one word may be an ordinary one."""
    yield from (catalog.city.name, catalog.city.id)
    for kecamatan in catalog.kecamatan.values():
        yield from (kecamatan.name, *kecamatan.aliases)
    for kelurahan in catalog.kelurahan.values():
        yield from (kelurahan.name, *kelurahan.aliases)
    streets = {street for kelurahan in catalog.kelurahan.values() for street in kelurahan.streets}
    marks = {name for mark in catalog.landmarks.values() for name in (mark.name, *mark.aliases)}
    yield from (name for name in sorted(streets | marks) if " " in name)


def _words(classifier: Classifier, text: str) -> _Words:
    words, latin = words_of(text), words_in(text, classifier.latin)
    inside = classifier.names.covered(words)
    named = inside if latin == words else classifier.names.covered(latin)
    kept = [word for at, word in enumerate(latin) if at not in named] if named else latin
    return _Words(words, inside, list(filterfalse(classifier.weights.ignored.__contains__, telling(kept))))


def _said(classifier: Classifier, given: _Words, pick: str | None) -> Said:
    """What the catalog's phrases and the pick add, by category.

    A phrase has as many points as words, once. A category gets its share of all points, where one
    more stands for doubt.
    """
    found = {
        f.meaning: f.end - f.start
        for f in classifier.phrases.find(given.words)
        if f.start not in given.inside
    }
    points = 1 + sum(found.values())
    said: defaultdict[int, dict[str, float]] = defaultdict(dict)
    for (category, phrase), own in found.items():
        said[category][phrase] = classifier.phrases_weight[category] * own / points
    if pick is not None:
        said[classifier.categories.index(pick)][PICK] = PICK_WEIGHT
    return said


def _best_two(score: Sequence[float]) -> tuple[int, int]:
    """The best and the next; of equal scores the first id is the better."""
    first = score.index(max(score))
    others = [*score]
    others[first] = -math.inf
    return first, others.index(max(others))


def _confidence(calibration: Calibration, ranked: Ranked) -> float:
    logit = calibration.score * ranked.score + calibration.lead * ranked.lead + calibration.constant
    return round(1 / (1 + math.exp(-logit)), 3)


def _evidence(shares: Iterable[tuple[str, float]], said: Mapping[str, float]) -> Sequence[tuple[str, float]]:
    """What spoke loudest for the category; a phrase and a trained word of the same letters add up."""
    weights = {word: share for word, share in shares if share >= EVIDENCE_MIN or word in said}
    for phrase, weight in said.items():
        weights[phrase] = weights.get(phrase, 0.0) + weight
    heaviest = sorted([(-weight, word) for word, weight in weights.items() if weight >= EVIDENCE_MIN])
    return [(word, round(-weight, 2)) for weight, word in heaviest[:EVIDENCE]]
