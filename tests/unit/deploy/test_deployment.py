"""What deploy/ starts is what Sinergi has: commands, settings, ports, processes."""

import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from schemas.toml_source import Mistakes
from streams.cli import make_cli
from streams.settings import Settings
from streams.settings.source import FILE_VARIABLE, load_settings
from streams.stack.crew import with_port_of
from tests.unit.deploy.files import (
    COMPOSE,
    DEPLOY,
    PROCESSES,
    SYSTEMD,
    asked,
    commands,
    compose,
    environments,
    ours,
    units,
)

PAGES = ("intake", "board")
"""They serve others than us, at a port that has a setting of its own."""


def port_of(process: str) -> int:
    settings = Settings()
    match process:
        case "intake":
            return settings.intake.port
        case "board":
            return settings.board.port
        case _:
            return with_port_of(settings, process).web.port


@pytest.mark.parametrize(
    "arguments", sorted({" ".join(one): one for one in commands()}.values()), ids=" ".join
)
def test_every_command_that_is_started_exists(arguments: list[str]) -> None:
    cli = get_command(make_cli(arguments[0]))
    cli.make_context("sinergi", arguments[:1])
    name, *rest = arguments
    cli.commands[name].make_context(name, rest)  # Raises what a user would read.


@pytest.mark.parametrize(("where", "variable"), [one for one in environments() if one[1] != FILE_VARIABLE])
def test_every_variable_that_is_set_is_a_setting(where: str, variable: str) -> None:
    with pytest.raises(Mistakes) as caught:
        load_settings({variable: "x", "SINERGI_KAFKA_PARTITIONS": "none"})
    assert "unknown setting" not in str(caught.value), where


@pytest.mark.parametrize("process", PROCESSES)
def test_every_process_is_started_in_both_ways_on_its_own_port_and_asked_there(process: str) -> None:
    port = port_of(process)
    variable = f"SINERGI_{process.upper()}_PORT" if process in PAGES else "SINERGI_WEB_PORT"
    assert ours()[process]["environment"][variable] == str(port)
    unit, target = units()[f"sinergi-{process}"], (SYSTEMD / "sinergi.target").read_text(encoding="utf-8")
    if f"Environment={variable}=%i" in unit:
        assert f"sinergi-{process}@{port}.service" in target
    else:
        assert f"Environment={variable}={port}" in unit
        assert f"sinergi-{process}.service" in target
    assert asked(COMPOSE)[process] == (process, port)
    assert asked(SYSTEMD)[process] == ("localhost", port)


def test_nothing_else_is_asked_or_started() -> None:
    assert set(asked(COMPOSE)) == set(asked(SYSTEMD)) == set(PROCESSES)
    assert set(ours()) == {*PROCESSES, "migrate", "topics", "operator", "personal", "retain"}
    assert set(units()) == {f"sinergi-{name}" for name in (*PROCESSES, "migrate", "retain")}


def test_the_check_of_a_container_asks_its_own_port() -> None:
    for process in PAGES:
        assert ours()[process]["healthcheck"]["test"] == ["CMD", "healthy", str(port_of(process))]
    for process in set(PROCESSES) - {*PAGES}:
        assert "healthcheck" not in ours()[process]  # The image's asks SINERGI_WEB_PORT.


def test_partitions_come_back_to_a_name_that_no_other_worker_has() -> None:
    instances = [
        one["environment"]["SINERGI_KAFKA_INSTANCE"]
        for one in ours().values()
        if one["command"][0] == "worker" and one["command"][1] in {"triage", "resolve"}
    ]
    assert len(set(instances)) == 2
    for process in ("triage", "resolve"):
        assert f"Environment=SINERGI_KAFKA_INSTANCE={process}-%l-%i" in units()[f"sinergi-{process}"]


def test_the_image_has_the_version_of_the_code_and_extras_that_exist() -> None:
    project = tomllib.loads((DEPLOY.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {one["image"] for one in ours().values()} == {
        f"sinergi:${{SINERGI_VERSION:-{project['version']}}}"
    }
    assert f"SINERGI_VERSION={project['version']}\n" in (COMPOSE / ".env.example").read_text(encoding="utf-8")
    extras = re.findall(r"--extra (\w+)", (DEPLOY / "install").read_text(encoding="utf-8"))
    assert {"intake", "board", "s3"} <= set(extras) <= set(project["optional-dependencies"])


def test_what_is_mounted_is_there() -> None:
    for name, service in compose()["services"].items():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("."):
                assert (COMPOSE / source).exists(), f"{name}: {source}"
            else:
                assert source in compose()["volumes"], f"{name}: {source}"


def test_the_build_gets_what_the_image_copies() -> None:
    kept = re.findall(r"^!(.+)$", (DEPLOY.parent / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    copied = re.findall(
        r"^COPY (?!--from)(.+) \S+$", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(kept) == sorted(one for line in copied for one in line.split())
    assert all((DEPLOY.parent / Path(one)).exists() for one in kept)


def test_a_server_installs_each_version_beside_the_last_and_links_to_it() -> None:
    project = tomllib.loads((DEPLOY.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for page in (SYSTEMD / "README.md", DEPLOY / "UPGRADING.md"):
        text = page.read_text(encoding="utf-8")
        [installed] = re.findall(r"deploy/install (\S+)", text)
        assert f"ln -sfnT {installed} /opt/sinergi\n" in text
        assert (page.parent == SYSTEMD) is (installed == f"/opt/sinergi-{project['version']}")
        assert installed.startswith("/opt/sinergi-")
