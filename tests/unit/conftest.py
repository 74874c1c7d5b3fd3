"""What comes with Sinergi is read once for all tests of a process. Nothing may change it."""

from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import schemas.catalog
from schemas.catalog.models import Catalog
from streams.core.classify.weights import Weights
from streams.core.understand import Knowledge
from streams.weights import CLASSIFICATION, path_of, terms_file


def pytest_configure(config: pytest.Config) -> None:
    """A second for each command that classifies, else. Already while files are collected: some ask then."""
    loading, files = import_module("schemas.catalog.load"), Path(schemas.catalog.__file__).parent
    weights, entries, ours = cache(terms_file.read), cache(loading._read), path_of(CLASSIFICATION, None)
    read, look, made = terms_file.read, loading._read, Knowledge.of
    known: list[tuple[Catalog, Weights, Knowledge]] = []

    def of(catalog: Catalog, found: Weights) -> Knowledge:
        same = (knowledge for one, others, knowledge in known if others is found and one == catalog)
        if (knowledge := next(same, None)) is None:
            knowledge = made(catalog, found)
            if found is weights(ours) and not known:
                known.append((catalog, found, knowledge))
        return knowledge

    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    patch.setattr(terms_file, "read", lambda path: weights(path) if path == ours else read(path))
    patch.setattr(loading, "_read", lambda folder: entries(folder) if folder == files else look(folder))
    patch.setattr(Knowledge, "of", of)
