"""Statements that are asked of large tables are there, and are asked with as many arguments as they take."""

import re
from datetime import UTC, datetime

import pytest

from sinks.sql import queries
from tests.bench.postgres_growth.questions import QUESTIONS, Question
from tests.bench.postgres_growth.sample import Sample

REPORT = {
    "channel": "sorot",
    "id": "1",
    "reporter": "r",
    "lat": -6.2,
    "lon": 106.9,
    "incident_id": "bekasi:traffic:0",
}
SAMPLE = Sample(
    now=datetime(2026, 11, 28, tzinfo=UTC),
    reports=[REPORT],  # type: ignore[list-item]  # Like a row, as far as it is asked.
    keys=["bekasi:traffic"],
    categories=["traffic_jam"],
    all_channels=["sorot"],
    kelurahan="margahayu",
    rare="traffic_jam",
    rare_agency="dishub",
    refused="none",
    photos=["0" * 64],
)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.title)
def test_a_question_has_the_arguments_that_its_statement_takes(question: Question) -> None:
    taken = {int(number) for number in re.findall(r"\$(\d+)", queries()[question.name])}
    assert taken <= set(range(1, len(question.arguments(SAMPLE)) + 1))
    assert max(taken, default=0) == len(question.arguments(SAMPLE))
