"""`sinergi check`: catalog, its examples and settings, and all of what is wrong."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import schemas.catalog
from streams.cli import make_cli
from tests.unit.cli.nowhere import NOWHERE

VAGUE = (
    "channel callcenter: coordinates without accuracy_m count as 200 m off, a place is vague from 100 m: "
    "such reports join less often and ask more"
)


pytestmark = pytest.mark.usefixtures("elsewhere")


def run(arguments: Sequence[str], **environment: str) -> Result:
    return CliRunner().invoke(make_cli(*arguments[:1]), list(arguments), env=environment or None)


def test_check_offline_passes_the_built_in_catalog() -> None:
    result = run(["check", "--offline", "--json"])
    assert json.loads(result.stdout) == {
        "ok": True,
        "checks": {"settings": [], "catalog": [], "weights": [], "examples": []},
        "warnings": [VAGUE],
    }
    assert result.exit_code == 0


def test_check_warns_of_a_channel_whose_coordinates_join_nothing_by_themselves() -> None:
    result = run(["check", "--offline"])
    assert result.exit_code == 0
    assert f"warning: {VAGUE}\n" in result.stdout
    assert result.stdout.count("warning: ") == 1


def test_check_says_all_that_is_wrong() -> None:
    result = run(["check", "--json"], **NOWHERE)
    checks = json.loads(result.stdout)["checks"]
    assert result.exit_code == 1
    assert [name for name, wrong in checks.items() if wrong] == ["kafka", "postgres"]


def test_check_tells_a_wrong_setting_from_a_wrong_catalog(tmp_path: Path) -> None:
    shutil.copytree(Path(schemas.catalog.__file__).parent, tmp_path / "catalog")
    (tmp_path / "catalog" / "categories" / "tree.toml").write_text("famly = 1\n")
    result = run(["check", "--offline"], SINERGI_CATALOG=str(tmp_path / "catalog"))
    assert result.exit_code == 2
    assert "settings: ok" in result.stdout
    assert "tree.toml:1: famly: unknown key; did you mean 'family'?" in result.stdout


def test_an_example_that_is_not_understood_is_shown_at_its_line(tmp_path: Path) -> None:
    shutil.copytree(Path(schemas.catalog.__file__).parent, tmp_path / "catalog")
    path = tmp_path / "catalog" / "categories" / "street_light.toml"
    text = path.read_text() + '\n[[examples]]\ntext = "sampah belum diangkut"\nurgency = "emergency"\n'
    path.write_text(text)
    line = len(text.splitlines()) - 1
    result = run(["check", "--offline"], SINERGI_CATALOG=str(tmp_path / "catalog"))
    assert result.exit_code == 2
    assert f"street_light.toml:{line}: " in result.stdout
    assert "is understood as waste_collection" in result.stdout
    assert "give street_light words that no other category has" in result.stdout
    assert f"street_light.toml:{line + 1}: " in result.stdout
