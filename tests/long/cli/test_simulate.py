"""`sinergi simulate`: the same seed, the same bytes; a channel by itself; files and pipes."""

import json
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import schemas.catalog
from schemas.report import Report
from streams.cli import make_cli

SOME = ("--reports", "300", "--seed", "9", "--days", "5")


pytestmark = pytest.mark.usefixtures("elsewhere")


def simulate(*arguments: str) -> Result:
    return CliRunner().invoke(make_cli("simulate"), ["simulate", *arguments])


def written(arguments: Sequence[str], path: Path) -> bytes:
    result = simulate(*arguments, "--write", str(path))
    assert (result.exit_code, result.stdout) == (0, "")
    assert str(path) in result.stderr
    return path.read_bytes()


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_the_same_seed_gives_the_same_bytes(format: str, tmp_path: Path) -> None:
    first = written([*SOME, "--format", format], tmp_path / "a")
    assert written([*SOME, "--format", format], tmp_path / "b") == first
    assert written([*SOME[:2], "--seed", "10", "--format", format], tmp_path / "c") != first
    assert simulate(*SOME, "--format", format).stdout.encode() == first


def test_where_kelurahan_are_quiet_the_truth_says_so() -> None:
    lines = simulate(*SOME, "--quiet", "0.5", "--format", "jsonl").stdout.splitlines()
    told = [json.loads(line)["truth"].get("tells") for line in lines]
    assert {round(one or 1, 2) for one in told} == {1, 0.33}
    assert len(told) >= 300


def test_channels_by_themselves_are_the_whole(tmp_path: Path) -> None:
    whole = written([*SOME, "--format", "jsonl"], tmp_path / "all").splitlines()
    apart = [
        line
        for channel in ("sorot", "callcenter", "poc")
        for line in written(
            [*SOME, "--format", "jsonl", "--channel", channel], tmp_path / channel
        ).splitlines()
    ]
    assert sorted(apart) == sorted(whole)
    assert all(json.loads(line)["channel"] == "poc" for line in (tmp_path / "poc").read_bytes().splitlines())


def test_begins_on_the_day_that_is_named() -> None:
    result = simulate("--reports", "50", "--days", "1", "--begins", "2025-02-17", "--format", "jsonl")
    days = {Report.model_validate_json(line).reported_at.date() for line in result.stdout.splitlines()}
    assert days == {datetime(2025, 2, 17).date()}  # noqa: DTZ001


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--reports", "0"], "--reports"),
        (["--format", "xml"], "--format"),
        (["--channel", "sorto"], "unknown channel 'sorto'; did you mean 'sorot'?"),
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str], said: str) -> None:
    result = simulate(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A city's own, to be changed."""
    folder = tmp_path / "catalog"
    shutil.copytree(Path(schemas.catalog.__file__).parent, folder)
    monkeypatch.setenv("SINERGI_CATALOG", str(folder))
    return folder


def test_a_new_channel_gets_no_empty_file(catalog: Path, tmp_path: Path) -> None:
    shutil.copy(catalog / "channels/sorot.toml", catalog / "channels/wa.toml")
    result = simulate(*SOME, "--channel", "wa", "--write", str(tmp_path / "wa.jsonl"))
    assert result.exit_code == 2
    assert "by callcenter, poc, sorot: write one of these, and replay it as wa" in result.stderr
    assert not (tmp_path / "wa.jsonl").exists()


def test_a_category_that_has_left_is_told_in_a_line(catalog: Path) -> None:
    (catalog / "categories/wifi_publik.toml").unlink()
    result = simulate(*SOME)
    assert result.exit_code == 2
    assert result.stderr.startswith("sinergi: the simulated city tells of wifi_publik, which the catalog")


def test_a_file_that_cannot_be_written_is_told_in_a_line(tmp_path: Path) -> None:
    result = simulate(*SOME, "--write", str(tmp_path / "no" / "kota.csv"))
    assert result.exit_code == 1
    assert result.stderr.endswith("kota.csv: No such file or directory\n")
