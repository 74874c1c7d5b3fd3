"""`sinergi whatif`: what is refused before anything is read, and what is shown."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import schemas.catalog
from streams.cli import make_cli
from streams.cli.whatif_tables import show
from streams.whatif.compare import compare
from streams.whatif.replay import Replayed, Span
from streams.whatif.rule_set import RuleSet
from tests.unit.core.reports import NOON
from tests.unit.whatif.recorded import original, rules, tried

NOWHERE = {"SINERGI_POSTGRES_URL": "postgresql://sinergi:secret@127.0.0.1:1/x"}
SPAN = Span(NOON - timedelta(days=60), NOON - timedelta(days=30), NOON)


pytestmark = pytest.mark.usefixtures("elsewhere")


@pytest.fixture
def candidate(tmp_path: Path) -> str:
    shutil.copytree(Path(schemas.catalog.__file__).parent, tmp_path / "candidate")
    return "candidate"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(make_cli("whatif"), ["whatif", *arguments], env=NOWHERE)


def test_without_rules_to_try_there_is_nothing_to_do() -> None:
    result = run("--since", "30d")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--catalog FOLDER, --weights FOLDER, or both" in result.stderr


def test_a_bad_catalog_is_told_by_file_and_line(candidate: str) -> None:
    Path(candidate, "city.toml").write_text("radius_m = x\n")
    result = run("--catalog", candidate)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "city.toml:1: " in result.stderr


def test_a_catalog_that_is_not_there_is_told() -> None:
    result = run("--catalog", "nowhere")
    assert result.exit_code == 2
    assert "nowhere/city.toml:1: cannot be read" in result.stderr


def test_a_postgres_that_does_not_answer_is_told_in_one_line(candidate: str) -> None:
    result = run("--catalog", candidate)
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "no Postgres at postgresql://sinergi:***@127.0.0.1:1/x" in result.stderr


def shown(before: RuleSet, after: RuleSet, capsys: pytest.CaptureFixture[str]) -> str:
    reports = [
        original("a", text="banjir \x1b[31m[red]parah"),
        original("b", 50, text="banjir lagi"),
        original("c", 500, category="lampu"),
    ]
    trials = tried(before, *reports), tried(after, *reports)
    change = compare(*trials, trials[0].partition)
    show(Replayed(SPAN, change, read=5, seconds=0.5), before.catalog, after.catalog)
    return capsys.readouterr().out


def test_what_would_change_is_shown_with_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    told = shown(rules(), rules(radius_m=60), capsys)
    assert "  Laporan: 3 sejak 25-10-2026 12.00 WIB\n" in told
    assert "  Insiden: 3 → 2 (-33.3%)\n" in told
    assert "  Menjadi satu: 2 insiden menjadi 1 (1 pasang laporan)\n  Terpecah: tidak ada\n" in told
    assert "  Waktu: 0.5 detik, 5 laporan dibaca (10 per detik)\n" in told
    assert "Beban dinas" in told
    assert "sorot:b: “banjir lagi”" in told
    assert "50 m dari laporan" in told


def test_what_citizens_wrote_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    told = shown(rules(), rules(radius_m=60), capsys)
    assert "\x1b" not in told
    assert "[31m[red]parah" in told


def test_reports_that_would_be_refused_are_shown_with_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    catalog = rules().catalog
    left = {id: one for id, one in catalog.categories.items() if id != "lampu"}
    told = shown(rules(), rules(catalog=catalog.model_copy(update={"categories": left})), capsys)
    assert "Ditolak: 0 → 1" in told
    assert "unknown category 'lampu'" in told


def test_rules_that_change_nothing_show_no_examples(capsys: pytest.CaptureFixture[str]) -> None:
    told = shown(rules(), rules(), capsys)
    assert "contoh" not in told
    assert "yang tercatat sama dengan hasil aturan sekarang" in told
