"""What people should know of trained weights, as Markdown beside them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from importlib.resources import files

from schemas.catalog.models import Catalog
from streams.learning.classification import Training
from streams.learning.corpus import IMPORTANCE, Corpus
from streams.learning.figures import classification_figures, confusions
from streams.learning.judging import agency_of
from streams.learning.terms_matrix import DOCUMENTS_MIN

CONFUSIONS = 20


def model_card(corpus: Corpus, training: Training, catalog: Catalog) -> str:
    """The whole card; the same training gives the same text."""
    months, weights = corpus.months(), training.weights
    found = classification_figures(training.judged, agency_of(catalog))
    texts = Counter(one.truth for one in training.judged)
    worst = sorted(confusions(training.judged).items(), key=lambda item: (-item[1], item[0]))
    template = (files("streams.learning") / "model_card.template.md").read_text(encoding="utf-8")
    return template.format(
        **asdict(found)
        | {
            "words": len(weights.words.rows),
            "grams": len(weights.grams.rows),
            "categories": len(weights.categories),
            "complaints": len(corpus.city),
            "supplements": len(corpus.supplements),
            "first_month": months[0],
            "last_month": months[-1],
            "files": _rows((f"`{name}`", f"{counts:g}") for name, counts in IMPORTANCE.items()),
            "documents_min": DOCUMENTS_MIN,
            "ignored": len(weights.ignored),
            "tested_first": training.tested_months[0],
            "tested_last": training.tested_months[1],
            "recall": _rows((c, str(texts[c]), f"{share:.2f}") for c, share in found.recall.items()),
            "confusions": _rows((*pair, str(times)) for pair, times in worst[:CONFUSIONS]),
        }
    )


def _rows(rows: Iterable[Iterable[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
