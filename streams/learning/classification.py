"""`sinergi train classification`: weights from a corpus, and figures of months that they had not seen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from schemas.catalog.models import Catalog
from streams.core.classify import Classifier
from streams.core.classify.weights import Weights
from streams.core.mask.words import NAMES
from streams.learning.corpus import Corpus
from streams.learning.figures import Judged
from streams.learning.judging import judge
from streams.learning.labelled import Labelled
from streams.learning.place_names import place_names
from streams.learning.training import calibration_of, train

BLOCK_MONTHS = 3

OWN_WORDS = frozenset(
    (
        *("surabaya", "sby", "suroboyo", "eri", "cahyadi", "ericahyadi", "risma"),
        *("wargaku", "klampid", "puntadewa", "mbr", "gamis", "dkrth", "ksh", "sswalfa", "sayangwarga"),
        *("sembada", "wadul", "generation", "siola", "suramadu", "sidoarjo", "gresik", "bungurasih"),
        *("purabaya", "joyoboyo", "soewandhie", "soewandhi", "soetomo"),
    )
)
"""What the city of the corpus calls itself, its mayors, programmes, hospitals and neighbours."""


class TooFewMonthsError(Exception):
    """There must be months to learn from before those that are tested."""


@dataclass(frozen=True, slots=True)
class Training:
    """The weights of all months; and how weights of all but the last months did on those."""

    weights: Weights
    tested_months: tuple[str, str]
    judged: Sequence[Judged]


def train_classification(corpus: Corpus, catalog: Catalog) -> Training:
    """Train on all; test on the last months with weights that know only the months before.

    Confidence is calibrated on months that the weights at hand had not seen: for the test the block
    before the tested one, for the result both. Raises `TooFewMonthsError`.
    """
    months = corpus.months()
    if len(months) <= 2 * BLOCK_MONTHS:
        raise TooFewMonthsError(f"needs more than {2 * BLOCK_MONTHS} months, has {len(months)}")
    calibrating, testing = months[-2 * BLOCK_MONTHS : -BLOCK_MONTHS], months[-BLOCK_MONTHS:]
    unseen = [_before(corpus, catalog, block) for block in (calibrating, testing)]
    later, tested = unseen[1]
    return Training(
        weights=replace(_trained(corpus, catalog), calibration=calibration_of(catalog, unseen)),
        tested_months=(testing[0], testing[-1]),
        judged=judge(
            Classifier.of(catalog, replace(later, calibration=calibration_of(catalog, unseen[:1]))), tested
        ),
    )


def _before(corpus: Corpus, catalog: Catalog, block: Sequence[str]) -> tuple[Weights, list[Labelled]]:
    """Weights of what was known before a block of months, and the texts of these months."""
    months = corpus.months()
    last = months[months.index(block[0]) - 1]
    return _trained(corpus.until(last), catalog), [one for one in corpus.city if one.month in block]


def _trained(corpus: Corpus, catalog: Catalog) -> Weights:
    told_apart = {
        word for category in catalog.categories.values() for said in category.words for word in said.split()
    }
    names = (place_names(corpus.rows) | OWN_WORDS | NAMES) - told_apart
    labelled: list[tuple[Labelled, float]] = [(one, 1.0) for one in corpus.city]
    return train([*labelled, *corpus.supplements], names)
