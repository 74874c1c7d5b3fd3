"""The examples of the catalog, run as tests of their categories."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from schemas.catalog.models import Catalog, Category
from streams.core.classify import Classifier, classify
from streams.core.classify.weights import Weights
from streams.core.grade import Grades, grade


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not come out as its file says; `index` counts from 0, `field` is to blame."""

    category: str
    index: int
    field: Literal["text", "urgency"]
    message: str


def failing_examples(catalog: Catalog, weights: Weights) -> Iterator[Failure]:
    """Examples whose text gives another category, or another urgency than they state."""
    classifier, grades = Classifier.of(catalog, weights), Grades.of(catalog)
    for category in catalog.categories.values():
        yield from _failing(category, classifier, grades)


def _failing(category: Category, classifier: Classifier, grades: Grades) -> Iterator[Failure]:
    for index, example in enumerate(category.examples):
        found = classify(classifier, example.text, None)
        if found.category != category.id:
            words = ", ".join(f"'{weight.word}'" for weight in found.evidence) or "no known word"
            cure = f"give {category.id} words that no other category has"
            message = f"is understood as {found.category}, because of {words}; {cure}"
            yield Failure(category.id, index, "text", message)
        graded = grade(grades, category.id, example.text)
        if example.urgency and graded.urgency is not example.urgency:
            message = f"is graded {graded.urgency}, because of: {graded.rule}"
            yield Failure(category.id, index, "urgency", message)
