"""One Keycloak, one running system whose board believes it, one Chromium."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, Page

from streams.ports import free_port
from tests.board import chromium as browsers
from tests.board.town import Town, town
from tests.oidc.keycloak import MISSING, keycloak

SECRET = "rahasia klien: 100% acak"
SLOW_MS = 60_000
"""A Keycloak that has just begun takes its time for the first pages."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Said with `-rs`, as `make test-oidc` does."""
    lacking = [*MISSING, *([] if browsers.PATH else ["chromium"])]
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if lacking:
                why = f"missing: {', '.join(lacking)}; .ci/install-system installs it"
                item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="session")
def bekasi() -> Iterator[Town]:
    """A running system with a board for whose users Keycloak vouches."""
    port = free_port()
    # Started by root, Postgres runs as another user, and pytest closes its folders to all others.
    with (
        keycloak(f"http://127.0.0.1:{port}", SECRET) as issuer,
        TemporaryDirectory(prefix="sinergi-") as folder,
        town(Path(folder), _settings(port, issuer)) as running,
    ):
        yield running


def _settings(port: int, issuer: str) -> Mapping[str, str]:
    return {
        "SINERGI_BOARD_PORT": str(port),
        "SINERGI_BOARD_OIDC_ISSUER": issuer,
        "SINERGI_BOARD_OIDC_CLIENT_ID": "papan",
        "SINERGI_BOARD_OIDC_CLIENT_SECRET": SECRET,
        "SINERGI_BOARD_OIDC_NAME": "Keycloak",
    }


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with browsers.chromium() as running:
        yield running


@contextmanager
def window(browser: Browser) -> Iterator[Page]:
    """Somebody who has signed in nowhere. Raises AssertionError where the policy refused something."""
    context, complaints = browser.new_context(locale="id-ID"), list[str]()
    context.set_default_timeout(SLOW_MS)
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    try:
        yield page
    finally:
        context.close()
    assert complaints == []
