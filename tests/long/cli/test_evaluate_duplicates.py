import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from streams.cli import make_cli
from tests.unit.learning.linked_reports import linked_reports


@pytest.fixture(autouse=True)
def labelled(elsewhere: None) -> None:
    Path("a.csv").write_text(linked_reports())


def run(*arguments: str) -> Result:
    return CliRunner().invoke(make_cli(*arguments[:1]), list(arguments))


@pytest.mark.parametrize(
    ("options", "n"),
    [((), 120), (("--from-half",), 60), (("--since", "2026-02-09T00:00:00+00:00"), 3)],
)
def test_figures_as_json(options: tuple[str, ...], n: int) -> None:
    result = run("evaluate", "duplicates", "a.csv", "--json", *options)
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert figures.keys() == {
        *("n", "labelled", "recall", "b3_f1", "pair_f1", "hidden_incident_rate", "absorbed_unlabelled"),
        *("ask_share", "recall_if_answered", "reports_per_second"),
    }
    assert (figures["n"], figures["recall"], figures["absorbed_unlabelled"]) == (n, 1.0, 0.0)


def test_figures_for_people() -> None:
    result = run("evaluate", "duplicates", "a.csv")
    assert "recall                    100.0%" in result.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--since", "besok"), "--since besok: is no time"),
        (("--since", "2026-02-09T00:00:00"), "has no offset"),
        (("--since", "2026-02-09T00:00:00Z", "--from-half"), "give one of them"),
    ],
)
def test_a_moment_that_is_none_is_told(options: tuple[str, ...], message: str) -> None:
    result = run("evaluate", "duplicates", "a.csv", *options)
    assert (result.exit_code, message in result.stderr) == (1, True)


def test_mistakes_in_the_file_are_told_without_a_traceback() -> None:
    Path("a.csv").write_text(linked_reports().replace("107.0", "timur", 1))
    result = run("evaluate", "duplicates", "a.csv")
    assert result.exit_code == 2
    assert "a.csv:2: lon: 'timur' is no number" in result.stderr


def test_what_is_trained_is_what_is_evaluated() -> None:
    Path("links").mkdir()
    Path("a.csv").rename("links/a.csv")
    trained = run("train", "duplicates", "--data", "links", "--write", "made", "--json")
    assert trained.exit_code == 0, trained.output
    assert json.loads(trained.stdout)["tested"]["a"]["recall"] == 1.0
    assert "| `a` | 120 | 80 | 2026-01-01 | 2026-02-09 |" in Path("made/duplicates.md").read_text()
    result = run("evaluate", "duplicates", "links/a.csv", "--weights", "made", "--json")
    assert json.loads(result.stdout)["recall"] == 1.0


def test_training_tells_what_it_lacks() -> None:
    Path("links").mkdir()
    assert "holds no .csv file" in run("train", "duplicates", "--data", "links").stderr
    Path("links/a.csv").write_text(linked_reports().replace("linked", "none"))
    assert "no links between" in run("train", "duplicates", "--data", "links").stderr
