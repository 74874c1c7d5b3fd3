"""The catalog's examples that fail, at their lines."""

from pathlib import Path

import schemas.catalog
from schemas.catalog.models import Catalog
from schemas.toml_source import Mistake, read_toml
from streams.core.classify.weights import Weights
from streams.core.examples import Failure, failing_examples


def failures(catalog: Catalog, weights: Weights, folder: Path | None) -> list[Mistake]:
    """Every example that is understood as something else than its file says."""
    categories = (folder or Path(schemas.catalog.__file__).parent) / "categories"
    return [_at_its_line(failure, categories) for failure in failing_examples(catalog, weights)]


def _at_its_line(failure: Failure, categories: Path) -> Mistake:
    source = read_toml(categories / f"{failure.category}.toml")
    location = ("examples", failure.index, failure.field)
    return source.mistake(location, f"examples.{failure.index}: {failure.message}")
