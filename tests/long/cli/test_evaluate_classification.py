"""`sinergi evaluate classification` and `sinergi train classification`, as a user types them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from streams.cli import make_cli
from tests.unit.learning.corpus import write_corpus

LABELLED = (
    "text,category,agency_name\n"
    '"lampu jalan mati, gelap gulita",street_light,Dinas Perhubungan\n'
    "sampah belum diangkut seminggu,waste_collection,\n"
    "jalan berlubang bikin motor jatuh,traffic_jam,\n"
)


pytestmark = pytest.mark.usefixtures("elsewhere")


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(make_cli(*arguments[:1]), list(arguments), env=environment or None)


def test_figures_as_json() -> None:
    Path("a.csv").write_text(LABELLED)
    result = run("evaluate", "classification", "a.csv", "--json")
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert (figures["n"], figures["accuracy"], figures["agency_accuracy"]) == (3, 0.6667, 0.6667)
    assert figures["recall"] == {"street_light": 1.0, "traffic_jam": 0.0, "waste_collection": 1.0}
    assert figures.keys() >= {"macro_f1", "accuracy_at_80", "ece"}
    assert figures["texts_per_second"] > 0


def test_other_columns_are_ignored_whatever_they_hold() -> None:
    Path("a.csv").write_text("text,category,reported_at\nlampu jalan mati,street_light,24/11/2026\n")
    result = run("evaluate", "classification", "a.csv", "--json")
    assert (result.exit_code, json.loads(result.stdout)["accuracy"]) == (0, 1.0)


def test_figures_for_people() -> None:
    Path("a.csv").write_text(LABELLED)
    lines = run("evaluate", "classification", "a.csv").stdout.splitlines()
    assert "accuracy                 66.7%" in lines
    assert "  recall of traffic_jam            0%" in lines


def test_a_label_that_the_catalog_does_not_know_is_told_and_counts_as_wrong() -> None:
    Path("a.csv").write_text("text,category\nlampu jalan mati,meteor\n")
    result = run("evaluate", "classification", "a.csv", "--json")
    assert (result.exit_code, json.loads(result.stdout)["accuracy"]) == (0, 0.0)
    assert "not in the catalog, so never found: meteor" in result.stderr


def test_a_page_shows_confusion_and_calibration() -> None:
    Path("a.csv").write_text(LABELLED)
    assert run("evaluate", "classification", "a.csv", "--html", "a.html").exit_code == 0
    page = Path("a.html").read_text()
    assert page.count("<circle") >= 1
    assert "Penerangan jalan umum (PJU)" in page
    assert 'class="wrong"' in page


def test_a_page_that_cannot_be_written_is_told_before_the_work() -> None:
    Path("a.csv").write_text(LABELLED)
    result = run("evaluate", "classification", "a.csv", "--html", "nowhere/a.html")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "sinergi: nowhere/a.html: " in result.stderr


def test_weights_that_cannot_be_written_are_told_before_the_work() -> None:
    Path("taken").write_text("")
    result = run("train", "classification", "--data", "nowhere", "--write", "taken")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "sinergi: taken: " in result.stderr


@pytest.mark.parametrize("content", ["teks,category\nx,y\n", "text\nx\n"])
def test_a_file_without_a_column_is_told(content: str) -> None:
    Path("a.csv").write_text(content)
    result = run("evaluate", "classification", "a.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "a.csv:1: no column '" in result.stderr


def test_what_is_trained_is_what_workers_classify_by(tmp_path: Path) -> None:
    write_corpus(tmp_path / "labels")
    trained = run("train", "classification", "--data", "labels", "--write", "made", "--json")
    assert trained.exit_code == 0, trained.output
    assert json.loads(trained.stdout) == {
        "weights": "made/classification.tsv",
        "card": "made/classification.md",
        "tested": 90,
    }
    assert "| accuracy |" in Path("made/classification.md").read_text()
    checked = run("check", "--offline", SINERGI_WEIGHTS="made")
    assert "weights: ok" in checked.stdout


def test_missing_data_are_told() -> None:
    result = run("train", "classification", "--data", "nowhere")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "surabaya_train.csv:1: cannot be read: " in result.stderr


def test_broken_weights_stop_the_start_naming_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "classification.tsv").write_text("categories\tflood\n")
    result = run("check", "--offline", SINERGI_WEIGHTS=str(tmp_path))
    assert result.exit_code == 2
    assert "classification.tsv:1: no line begins with bias, calibration, ignored, terms" in result.stdout


@pytest.mark.parametrize("command", [("evaluate", "classification"), ("train", "classification")])
def test_help_shows_an_example(command: tuple[str, str]) -> None:
    assert f"Example: sinergi {' '.join(command)} " in run(*command, "--help").output
