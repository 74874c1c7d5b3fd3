"""How good a classification is. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

COUNTED_MIN = 10
"""A category with fewer texts says too little to stand in the macro F1."""

SUREST = 0.8
BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """What people said a text is about, what was found, and how sure that was."""

    truth: str
    found: str
    confidence: float

    @property
    def right(self) -> bool:
        """Whether they agree."""
        return self.truth == self.found


@dataclass(frozen=True, slots=True)
class ClassificationFigures:
    """Shares between 0 and 1. `recall` is of each category that the file holds."""

    n: int
    accuracy: float
    macro_f1: float
    agency_accuracy: float
    accuracy_at_80: float
    ece: float
    recall: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Bin:
    """Texts of about the same confidence: their mean confidence, and the share that is right."""

    n: int
    confidence: float
    accuracy: float


def classification_figures(judged: Sequence[Judged], agency_of: Mapping[str, str]) -> ClassificationFigures:
    """All figures of a file; `agency_of` gives the agency of each category of the catalog.

    A label that the catalog does not know is never found, so its texts count as wrong.
    """
    surest = sorted(judged, key=lambda one: -one.confidence)[: max(1, round(SUREST * len(judged)))]
    texts = Counter(one.truth for one in judged)
    return ClassificationFigures(
        n=len(judged),
        accuracy=_share(one.right for one in judged),
        macro_f1=_mean([_f1(judged, category) for category, n in texts.items() if n >= COUNTED_MIN]),
        agency_accuracy=_share(
            one.truth in agency_of and agency_of[one.truth] == agency_of[one.found] for one in judged
        ),
        accuracy_at_80=_share(one.right for one in surest),
        ece=round(sum(b.n * abs(b.confidence - b.accuracy) for b in reliability(judged)) / len(judged), 4)
        if judged
        else 0.0,
        recall={
            category: _share(one.right for one in judged if one.truth == category)
            for category in sorted(texts)
        },
    )


def reliability(judged: Sequence[Judged]) -> list[Bin]:
    """Bins of equal width that hold any text, from the least sure to the surest.

    The expected calibration error (Naeini et al., AAAI 2015) is their mean gap, weighted by texts.
    """
    bins: defaultdict[int, list[Judged]] = defaultdict(list)
    for one in judged:
        bins[min(int(one.confidence * BINS), BINS - 1)].append(one)
    return [
        Bin(len(held), _mean([one.confidence for one in held]), _share(one.right for one in held))
        for _, held in sorted(bins.items())
    ]


def confusions(judged: Sequence[Judged]) -> Counter[tuple[str, str]]:
    """How often a category (first) was taken for another (second)."""
    return Counter((one.truth, one.found) for one in judged if not one.right)


def _f1(judged: Sequence[Judged], category: str) -> float:
    right = sum(one.right for one in judged if one.truth == category)
    spoken = sum((one.truth == category) + (one.found == category) for one in judged)
    return 2 * right / spoken


def _share(right: Iterable[bool]) -> float:
    held = list(right)
    return round(sum(held) / len(held), 4) if held else 0.0


def _mean(numbers: Sequence[float]) -> float:
    return round(sum(numbers) / len(numbers), 4) if numbers else 0.0
