"""`sinergi evaluate`: figures, and files that cannot be judged."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from streams.cli import make_cli

HEADER = "id,text,place,lat,lon\n"


pytestmark = pytest.mark.usefixtures("elsewhere")


def evaluate(content: str | bytes, *options: str) -> Result:
    file = Path("a.csv")
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return CliRunner().invoke(make_cli("evaluate"), ["evaluate", "location", str(file), *options])


def test_figures_as_json() -> None:
    result = evaluate(
        HEADER
        + '1,"banjir di stasiun bekasi,\nparah",,-6.2362,106.9995\n'
        + "2,banjir,kel. kranji,-6.2263,106.9745\n"
        + "3,banjir,,-6.2,106.9\n"
        + "4,banjir di depok,,-6.4,106.8\n",
        "--json",
    )
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert set(figures) == {"n", "placed", "median_m", "p90_m", "within"}
    assert (figures["n"], figures["placed"], figures["within"]) == (4, 0.5, 1.0)
    assert figures["median_m"] < 5


def test_figures_for_people() -> None:
    result = evaluate("lon,lat,text\n106.9995,-6.2362,stasiun bekasi\n")
    assert result.exit_code == 0
    assert "placed                   100.0%" in result.stdout.splitlines()


def test_a_file_without_rows_has_no_errors_to_tell_of() -> None:
    result = evaluate(HEADER)
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        ["rows                     0", "placed                   0.0%"],
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("text,lat\nx,1\n", "a.csv:1: no column 'lon'; "),
        ("teks,lat,lon\nx,1,1\n", "a.csv:1: no column 'text'; did you mean 'teks'?"),
        ("", "a.csv:1: no column 'text'"),
        (HEADER + "1,x,,-6,106\n2,x,,enam,106\n", "a.csv:3: lat: 'enam' is no number"),
        (HEADER + "1,x,,-6,\n", "a.csv:2: lon: '' is no number"),
        (HEADER + "1,x,,-96,106\n", "a.csv:2: lat: -96 is not between -90 and 90"),
        (HEADER + "1,x,,-6,nan\n", "a.csv:2: lon: nan is not between -180 and 180"),
        (HEADER + "1,x,-6,106\n", "a.csv:2: has 4 cells, the first line names 5"),
        (HEADER + '1,"x\n', "a.csv:2: is not CSV: "),
        (HEADER.encode() + b"1,x,,-6,106\n2,\xff,,-6,106\n", "a.csv:3: is not UTF-8: "),
    ],
)
def test_a_bad_file_is_told_with_line_and_column(content: str | bytes, said: str) -> None:
    result = evaluate(content)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_missing_file_is_told() -> None:
    result = CliRunner().invoke(make_cli("evaluate"), ["evaluate", "location", "nowhere.csv"])
    assert result.exit_code == 2
    assert "nowhere.csv:1: cannot be read: " in result.stderr


def test_help_shows_an_example() -> None:
    result = CliRunner().invoke(make_cli("evaluate"), ["evaluate", "location", "--help"])
    assert "Example: sinergi evaluate location" in result.output
