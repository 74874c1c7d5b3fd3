"""What commands in this process are given: a folder, a terminal, a Postgres."""

import os
from pathlib import Path

import pytest


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run in an empty folder and for a wide terminal; what the tests are told is no setting."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "250")
    for name in [name for name in os.environ if name.startswith("SINERGI_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def bare_postgres(elsewhere: None, database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the Postgres that commands ask; it has no tables."""
    monkeypatch.setenv("SINERGI_POSTGRES_URL", database)
    return database


@pytest.fixture
def own_postgres(elsewhere: None, migrated: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same with all tables and no rows."""
    monkeypatch.setenv("SINERGI_POSTGRES_URL", migrated)
    return migrated
