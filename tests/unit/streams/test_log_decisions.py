"""What is logged of decisions: ids and positions."""

import pytest

from schemas.rejection import Origin, reject
from streams.agents.log_decisions import log_refusals, shown_id


def test_refusals_are_one_line_for_each_topic_and_code_with_the_first_position(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO", "streams")
    refused = [("b", 7, "nul"), ("a", 9, "nul"), ("a", 4, "nul"), ("a", 5, "missing")]
    log_refusals(
        reject(Origin(topic=topic, partition=2, offset=offset), b"Sulastri", code=code, reason="Sulastri")
        for topic, offset, code in refused
    )
    told = [vars(record) for record in caplog.records]
    names = ("topic", "code", "count", "partition", "offset")
    assert [tuple(line[name] for name in names) for line in told] == [
        ("a", "missing", 1, 2, 5),
        ("a", "nul", 2, 2, 4),
        ("b", "nul", 1, 2, 7),
    ]
    assert "Sulastri" not in str(told)


@pytest.mark.parametrize("id", ["S-1024", "cli-1f0c2a9b3d4e", "20261124", "CC/2026.7"])
def test_an_id_is_shown(id: str) -> None:
    assert shown_id(id) == id


@pytest.mark.parametrize("id", ["081298765432", "0812-9876-5432", "Ibu Sulastri", "a@b.example", "x\ny", ""])
def test_what_may_be_more_than_an_id_is_not(id: str) -> None:
    assert shown_id(id) == "?"
