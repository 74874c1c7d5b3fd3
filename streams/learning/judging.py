"""A classifier asked about labelled texts."""

from collections.abc import Iterable, Mapping
from datetime import date

from schemas.catalog.models import Catalog, Urgency
from streams.core.classify import Classifier, classify
from streams.learning.figures import Judged
from streams.learning.labelled import Labelled


def judge(classifier: Classifier, labelled: Iterable[Labelled]) -> list[Judged]:
    """What it finds for each text, by the text alone."""
    found = ((one.category, classify(classifier, one.text, None)) for one in labelled)
    return [Judged(truth, answer.category, answer.confidence) for truth, answer in found]


def agency_of(catalog: Catalog) -> Mapping[str, str]:
    """The agency of each category by the last of its dated routes, at the least urgency."""
    return {
        id: next(rule.agency for rule in category.routes if rule.holds(date.max, Urgency.LOW))
        for id, category in catalog.categories.items()
    }
