"""`sinergi evaluate hearing`: a small simulated city, once as it is and once as it was put together."""

import json

import pytest
from typer.testing import CliRunner, Result

from streams.cli import make_cli

pytestmark = pytest.mark.usefixtures("elsewhere")


def evaluate(*options: str) -> Result:
    return CliRunner().invoke(make_cli("evaluate"), ["evaluate", "hearing", *options])


def test_both_ways_are_told() -> None:
    small = ("--reports", "3000", "--days", "20", "--quiet", "0.5")
    found = json.loads(evaluate(*small, "--json").stdout)
    assert [*found] == ["as they are", "as put together"]
    for figures in found.values():
        assert figures["kelurahan"] + figures["too_few"] == 56
        assert 0 < figures["quiet_is"] < 1 < figures["other_is"]
    truth, found_out = (figures["incidents"] for figures in found.values())
    assert 500 < truth != found_out > 500
