"""What rules and pages of the runbook name is there: figures, labels, commands, options, files."""

import re
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from streams.cli import make_cli
from tests.unit.deploy.figures import FIGURES, OF_PROMETHEUS, labels_kept, mentioned
from tests.unit.deploy.files import rules

DEPLOY = Path(__file__).parents[3] / "deploy"
PAGES = [DEPLOY / "RUNBOOK.md", *sorted((DEPLOY / "runbook").glob("*.md"))]
OF_RULES = {"severity", "part"}
"""Labels that rules give themselves."""
_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\]\(([^)#:]+)\)")
_SHOWN = re.compile(r"\$labels\.(\w+)")


def codes() -> list[tuple[Path, str]]:
    """What stands in backquotes, in one line each."""
    return [(page, " ".join(code.split())) for page in PAGES for code in _CODE.findall(page.read_text())]


ROLES = {"sinergi_reader", "sinergi_originals"}
"""Of Postgres: their names begin as figures do."""

COMMANDS = [pytest.param(code, id=f"{page.stem}: {code}") for page, code in codes() if code[:8] == "sinergi "]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.get("alert") or rule["record"])
def test_a_rule_asks_for_figures_and_labels_that_exist(rule: dict[str, str]) -> None:
    for asked, found in mentioned(rule["expr"]):
        assert found, f"no process shows {asked}"
    labels = {label for of in FIGURES.values() for one in of for label in one.labels} | OF_PROMETHEUS
    assert labels_kept(rule["expr"]) | set(_SHOWN.findall(str(rule))) <= labels | OF_RULES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_names_figures_labels_and_files_that_exist(page: Path) -> None:
    names = {one.name for of in FIGURES.values() for one in of}
    for asked, found in (pair for at, code in codes() if at == page for pair in mentioned(code)):
        assert found or asked.removesuffix("{}") in names | ROLES, f"no process shows {asked}"
    for link in _LINK.findall(page.read_text()):
        assert (page.parent / link).exists(), link


@pytest.mark.parametrize("written", COMMANDS)
def test_a_command_exists_with_its_options(written: str) -> None:
    command = get_command(make_cli(*written.split()[1:2]))
    for word in written.split()[1:]:
        if isinstance(command, TyperGroup):
            assert word in command.commands, f"there is no {written}"
            command = command.commands[word]
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in written.split() if word.startswith("--")} <= options
    assert not isinstance(command, TyperGroup), f"{written} is none without one more word"
