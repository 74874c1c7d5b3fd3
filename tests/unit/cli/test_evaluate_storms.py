"""`sinergi evaluate storms`: a file of reports, and what it would have given."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from streams.cli import make_cli

HEADER = "reported_at,lat,lon,text\n"
START = datetime(2026, 2, 2, 6, 0)  # noqa: DTZ001


pytestmark = pytest.mark.usefixtures("elsewhere")


def flood(number: int) -> str:
    """Spots 300 m apart in Jatiasih, three minutes apart, and one far outside the city."""
    rows = [
        f"{START + n * timedelta(minutes=3)},{-6.2860 - n // 4 * 0.0027:.4f},{106.9560 + n % 4 * 0.0027:.4f}"
        for n in range(number)
    ]
    return "\n".join(f"{row},banjir" for row in [*reversed(rows), f"{START},-6.1,106.8"])


def evaluate(content: str, *options: str) -> Result:
    Path("a.csv").write_text(HEADER + content)
    return CliRunner().invoke(make_cli("evaluate"), ["evaluate", "storms", "a.csv", *options])


def test_a_flood_as_json() -> None:
    result = evaluate(flood(12), "--json")
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert (figures["reports"], figures["outside"], figures["without_place"]) == (13, 1, 0)
    [event] = figures["events"]
    assert (event["category"], event["since"]) == ("flood", "2026-02-02T06:00:00+07:00")
    assert event["observed"] <= 8
    assert event["lead_minutes"] == 3 * (event["observed"] - 1)
    assert event["until"] is None


def test_a_flood_for_people() -> None:
    lines = evaluate(flood(12)).stdout.splitlines()
    assert "in the city    12" in lines
    assert "events         1" in lines
    assert "  first report 2026-02-02 06:00" in lines


def test_a_few_reports_are_no_storm() -> None:
    assert json.loads(evaluate(flood(3), "--json").stdout)["events"] == []


def test_rows_without_words_need_a_pick() -> None:
    silent = flood(12).replace("banjir", "")
    refused = evaluate(silent, "--json")
    assert (json.loads(refused.stdout)["reports"], refused.stderr.splitlines()[-1]) == (
        0,
        "sinergi: 13 rows are refused",
    )
    assert len(json.loads(evaluate(silent, "--category", "flood", "--json").stdout)["events"]) == 1


def test_what_is_not_in_the_catalog_is_told() -> None:
    result = evaluate(flood(1), "--category", "flod")
    assert result.exit_code == 2
    assert "did you mean 'flood'?" in result.stderr
