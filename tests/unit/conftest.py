"""What comes with Sinergi is read once for all tests of a process. Nothing may change it."""

from collections.abc import Iterator
from functools import cache

import pytest

from streams.weights import CLASSIFICATION, path_of, terms_file


@pytest.fixture(scope="session", autouse=True)
def weights_read_once() -> Iterator[None]:
    """Half a second for each command that classifies, else."""
    read, ours = terms_file.read, path_of(CLASSIFICATION, None)
    once = cache(read)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terms_file, "read", lambda path: once(path) if path == ours else read(path))
        yield
