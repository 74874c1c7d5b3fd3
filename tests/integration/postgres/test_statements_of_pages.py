"""Statements of SQL that pages tell people to type, asked of a Postgres with all tables."""

import re
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

DEPLOY = Path(__file__).parents[3] / "deploy"
PAGES = (*sorted((DEPLOY / "runbook").glob("*.md")), DEPLOY / "PERSONAL_DATA.md")

pytestmark = pytest.mark.any_broker


def statements() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        quoted = re.findall(r"`(select [^`]+)`", text)
        typed = re.findall(r"""psql[^"'`\n]* (["'])(select .+?)\1(?: >|`)""", text, re.DOTALL)
        for statement in (*quoted, *(words for _, words in typed)):
            yield page.stem, re.sub(r"\s+", " ", statement)


FOUND = list(statements())


async def test_they_find_their_tables_and_columns(migrated: str) -> None:
    assert {"RecordSetAside", "ReportsLost", "OutboxStuck", "PERSONAL_DATA"} <= {page for page, _ in FOUND}
    connection = await asyncpg.connect(migrated)
    try:
        for page, statement in FOUND:
            try:
                await connection.fetch(statement)
            except asyncpg.PostgresError as error:
                pytest.fail(f"{page}: {statement}: {error}")
    finally:
        await connection.close()
