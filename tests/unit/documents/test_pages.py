"""What pages for people name is there: files and headings, commands and options, targets of make, modules."""

import importlib.util
import re
import shlex
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from streams.cli import make_cli
from tests.unit.deploy.files import SYSTEMD, compose

ROOT = Path(__file__).parents[3]
PAGES = sorted(
    subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, check=True, capture_output=True, text=True)
    .stdout.split()
)  # fmt: skip

DRAWN = ("README.md", "ARCHITECTURE.md")
AS_WHOM = r"(?:sudo -u \S+|env)"
WHERE = r"\.venv/bin/|/opt/sinergi[^/ ]*/bin/"


@cache
def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@cache
def prose(page: str) -> str:
    return re.sub(r"^```.*?^```", "", text(page), flags=re.MULTILINE | re.DOTALL)


@cache
def anchors(page: str) -> frozenset[str]:
    """Of its headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower() for heading in headings)
    return frozenset(re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain)


def typed(page: str, word: str) -> Iterator[str]:
    """What follows `word` where a command begins with it, in blocks of code and between backticks."""
    lines = [line.strip() for line in text(page).splitlines() if line.startswith("    ")]
    quoted = re.findall(r"`([^`\n]+)`", prose(page))
    for line in (*lines, *quoted):
        found = re.match(rf"(?:{AS_WHOM} )?(?:[A-Z_]+=\S+ )*(?:{WHERE})?{word} (.+)", line)
        if found:
            yield found[1]


def commands(page: str, word: str) -> Iterator[list[str]]:
    """The words of each, as a shell parts them."""
    for rest in typed(page, word):
        yield shlex.split(rest.replace("\\|", "|").split("  ")[0].split(" && ")[0], comments=True)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        path, _, anchor = target.partition("#")
        if re.match(r"\w+:", target):
            continue
        led_to = (ROOT / page).parent / path if path else ROOT / page
        assert led_to.exists(), target
        if anchor:
            assert anchor in anchors(str(led_to.resolve().relative_to(ROOT))), target


@pytest.mark.parametrize("page", PAGES)
def test_targets_of_make_are_there(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    for words in commands(page, "make"):
        named = [word for word in words if re.fullmatch(r"[a-z-]+", word)]
        assert set(named[:1]) <= targets, words


@pytest.mark.parametrize("page", PAGES)
def test_modules_that_are_run_are_there(page: str) -> None:
    for name in re.findall(r"python -m ((?:tests|streams|deploy)\.[a-z_.]*[a-z_])\b", text(page)):
        found = importlib.util.find_spec(name)
        assert found is not None, name
        if found.submodule_search_locations is not None:
            assert importlib.util.find_spec(f"{name}.__main__") is not None, name


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_their_options_are_there(page: str) -> None:
    for words in commands(page, "sinergi"):
        for path in spelled_out(words):
            known(path)


@pytest.mark.parametrize("page", PAGES)
def test_services_of_compose_and_what_they_are_told_are_there(page: str) -> None:
    services = compose()["services"]
    for line in typed(page, "docker compose"):
        # What is quoted is for a shell in the container.
        verb, *rest = words = re.split(r"[\"'#<>|&]", line)[0].split()
        named = [word for word in rest if not word.startswith("-")]
        if verb in {"build", "logs", "stop", "up"}:
            assert set(named) <= services.keys(), words
        if verb in {"exec", "run"}:
            own = "--entrypoint" in rest
            service, *told = named[1:] if own else named
            assert service in services, words
            if verb == "run" and told and not own:
                known(rest[rest.index(service) + 1 :])


@pytest.mark.parametrize("page", PAGES)
def test_units_of_systemd_are_there(page: str) -> None:
    for words in commands(page, "systemctl"):
        for word in words[1:]:
            if named := re.fullmatch(r"(sinergi-[a-z]+@?)[0-9*]*(\.[a-z]+)?", word):
                assert (SYSTEMD / f"{named[1]}{named[2] or '.service'}").exists(), words


def test_the_page_of_commands_names_all() -> None:
    named = {path[0] for words in commands("streams/cli/README.md", "sinergi") for path in spelled_out(words)}
    assert named - {"--help"} == set(cli().commands)


def spelled_out(words: list[str]) -> Iterator[list[str]]:
    """`key add|list` is two commands."""
    for at, word in enumerate(words):
        if re.fullmatch(r"[a-z-]+(\|[a-z-]+)+", word):
            yield from ([*words[:at], choice, *words[at + 1 :]] for choice in word.split("|"))
            return
    yield words


def known(words: list[str]) -> None:
    group, rest = cli(), list(words)
    parameters = group.params
    while rest and re.match(r"[a-z]", rest[0]):
        name = rest.pop(0)
        assert name in group.commands, words
        command = group.commands[name]
        parameters = command.params
        if not isinstance(command, TyperGroup):
            break
        group = command
    taken = {option for parameter in parameters for option in parameter.opts} | {"--help"}
    for word in rest:
        option = re.match(r"\[?(--[a-z][a-z-]*)", word)
        assert option is None or option[1] in taken, f"{option[1]} of {words}"


@cache
def cli() -> TyperGroup:
    return typer.main.get_group(make_cli())


def test_both_pages_show_the_same_picture() -> None:
    pictures = {re.findall(r"^```\n(.*?)^```", text(page), re.MULTILINE | re.DOTALL)[0] for page in DRAWN}
    assert len(pictures) == 1
