"""text -> category, confidence, evidence: trained weights of terms, beside the words of the catalog."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import filterfalse

from schemas.catalog.models import UNKNOWN, Catalog
from schemas.classified import Classification, Weight
from streams.core.spoken import Spoken, Vocabulary
from streams.core.terms import telling, words_in
from streams.core.weights import Calibration, Weights
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
        )


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best category with its score, how far ahead of the next it is, and what spoke for it.

    `second` speaks for itself as well. Without any evidence the category is `UNKNOWN`, not `known`.
    """

    category: str
    score: float
    lead: float
    second: str | None
    evidence: tuple[Weight, ...]
    known: bool = True


def classify(classifier: Classifier, text: str, pick: str | None) -> Classification:
    """What a text is about; `pick` is the id of the category that its author chose."""
    ranked = rank(classifier, text, pick)
    return Classification(
        category=ranked.category,
        family=classifier.family[ranked.category],
        confidence=_confidence(classifier.weights.calibration, ranked) if ranked.known else 0.0,
        evidence=ranked.evidence,
        second=ranked.second,
    )


def rank(classifier: Classifier, text: str, pick: str | None) -> Ranked:
    """The category with the highest score; equal scores go to the first id."""
    spoken = classifier.vocabulary.spoken(_telling(classifier, words_in(text)))
    said = _said(classifier, words_of(text), pick)
    score: list[float] = (classifier.weights.bias + spoken.score).tolist()
    for category, weights in said.items():
        score[category] += sum(weights.values())
    first, second = _best_two(score)
    if not said and (not spoken.known or score[first] < NOTHING_SAID):
        return Ranked(UNKNOWN, 0.0, 0.0, None, (), known=False)
    # By the words alone: a pick that the words do not bear out is no second matter.
    spoken_of = score[second] - said.get(second, {}).get(PICK, 0.0)
    return Ranked(
        classifier.categories[first],
        score[first],
        score[first] - score[second],
        classifier.categories[second] if spoken_of >= SECOND_SCORE else None,
        _evidence(spoken, first, said.get(first, {})),
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


def _inside(names: Phrases[None], words: Sequence[str]) -> set[int]:
    """Which of the words belong to a name."""
    return {at for found in names.find(words) for at in range(found.start, found.end)}


def _telling(classifier: Classifier, words: Sequence[str]) -> list[str]:
    """The words without names."""
    inside = _inside(classifier.names, words)
    kept = [word for at, word in enumerate(words) if at not in inside] if inside else words
    return list(filterfalse(classifier.weights.ignored.__contains__, telling(kept)))


def _said(classifier: Classifier, words: Sequence[str], pick: str | None) -> Mapping[int, dict[str, float]]:
    """What the catalog's phrases and the pick add, by category.

    A phrase has as many points as words, once. A category gets its share of all points, where one
    more stands for doubt.
    """
    inside = _inside(classifier.names, words)
    found = {f.meaning: f.end - f.start for f in classifier.phrases.find(words) if f.start not in inside}
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
    others = [*score[:first], -math.inf, *score[first + 1 :]]
    return first, others.index(max(others))


def _confidence(calibration: Calibration, ranked: Ranked) -> float:
    logit = calibration.score * ranked.score + calibration.lead * ranked.lead + calibration.constant
    return round(1 / (1 + math.exp(-logit)), 3)


def _evidence(spoken: Spoken, category: int, said: Mapping[str, float]) -> tuple[Weight, ...]:
    """What spoke loudest for the category; a phrase and a trained word of the same letters add up."""
    weights = spoken.shares(category, -math.inf if said else EVIDENCE_MIN)
    for phrase, weight in said.items():
        weights[phrase] = weights.get(phrase, 0.0) + weight
    heaviest = sorted(((-weight, word) for word, weight in weights.items() if weight >= EVIDENCE_MIN))
    return tuple(Weight(word=word, weight=round(-weight, 2)) for weight, word in heaviest[:EVIDENCE])
