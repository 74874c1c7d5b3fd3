"""One running system and one Chromium for all tests of pages."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, expect

from tests.board.chromium import MISSING, PATH, WITHIN_MS, Window, chromium, window
from tests.board.town import Town, town

Open = Callable[..., AbstractContextManager[Window]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Said with `-rs`, as `make test` does."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if PATH is None:
                item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.fixture(scope="session")
def bekasi() -> Iterator[Town]:
    """A running system. Tests look for what is theirs: others' incidents are there too."""
    # Started by root, Postgres runs as another user, and pytest closes its folders to all others.
    with TemporaryDirectory(prefix="sinergi-") as folder, town(Path(folder)) as running:
        running.account("ani")
        running.account("dina", "agency", "dishub")
        running.account("dewi", "council")
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=WITHIN_MS)
    with chromium() as running:
        yield running


@pytest.fixture
def opened(bekasi: Town, browser: Browser) -> Open:
    """Opens windows: `with opened("wall") as window`."""
    return partial(window, browser, bekasi.url)
