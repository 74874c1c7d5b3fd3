"""What the runbook asks Postgres can be asked, by the role that sees no citizen's words."""

import re
from pathlib import Path

import pytest

from sinks.postgres import Pool

PAGES = Path(__file__).parents[3] / "deploy/runbook"
QUESTIONS = [
    pytest.param(question, id=page.stem)
    for page in sorted(PAGES.glob("*.md"))
    for question in re.findall(r"`(select [^`]+)`", page.read_text())
]


@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_reader_may_ask_it(pool: Pool, question: str) -> None:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("set local role sinergi_reader")
        await connection.fetch(question)
