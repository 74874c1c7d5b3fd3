"""The command line: examples, exit codes, and errors without traceback."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from schemas.documents import released
from schemas.documents.released import versions
from streams.cli import make_cli
from tests.unit.cli.nowhere import NOWHERE

COMMANDS = (
    *("up", "demo", "worker", "intake", "board", "replay", "import", "simulate", "report", "status", "reply"),
    *("explain", "undo", "forget", "export", "retain", "whatif", "check", "doctor", "top", "migrate"),
    *("rewind", "acl", "topics", "schemas"),
)

pytestmark = pytest.mark.usefixtures("elsewhere")


def run(arguments: Sequence[str], **environment: str) -> Result:
    return CliRunner().invoke(make_cli(*arguments[:1]), list(arguments), env=environment or None)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example(command: str) -> None:
    result = run([command, "--help"])
    assert result.exit_code == 0
    assert "Example: " in result.output
    assert f"sinergi {command}" in result.output


def test_the_list_of_commands_is_whole() -> None:
    assert [command.name for command in make_cli().registered_commands] == [*COMMANDS]


@pytest.mark.parametrize(
    ("asked", "commands", "groups"), [("undo", ["undo"], []), ("correct", [], ["correct"])]
)
def test_what_is_asked_for_is_made_alone(asked: str, commands: list[str], groups: list[str]) -> None:
    cli = make_cli(asked)
    assert [command.name for command in cli.registered_commands] == commands
    assert [group.name for group in cli.registered_groups] == groups


def test_a_word_that_is_no_command_is_looked_for_among_all() -> None:
    assert "Did you mean 'explain'" in run(["explan"]).stderr


@pytest.mark.parametrize("arguments", [["unknown"], ["worker", "tri"], ["replay"], ["report"], ["up", "x"]])
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    assert run(arguments).exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["up"],
        ["topics"],
        ["migrate"],
        ["explain", "x"],
        ["worker", "triage"],
        ["report", "--channel", "sorot"],
    ],
)
def test_every_wrong_setting_is_named_in_a_line(arguments: list[str]) -> None:
    result = run(arguments, SINERGI_KAFKA_PARTITION="3", SINERGI_WEB_PORT="x")
    assert result.exit_code == 2
    assert result.stdout == ""
    first, second = result.stderr.splitlines()
    assert first == "SINERGI_KAFKA_PARTITION:1: unknown setting; did you mean 'SINERGI_KAFKA_PARTITIONS'?"
    assert second.startswith("SINERGI_WEB_PORT:1: ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["migrate"], "no Postgres at postgresql://sinergi:***@127.0.0.1:1/x: "),
        (["explain", "x"], "no Postgres at postgresql://sinergi:***@127.0.0.1:1/x: "),
        (["topics"], "no Kafka at 127.0.0.1:1: no broker answers"),
        (["report", "--channel", "sorot", "--text", "x"], "no Postgres at"),
    ],
)
def test_what_cannot_be_reached_is_told_in_one_line(arguments: list[str], said: str) -> None:
    result = run(arguments, **NOWHERE)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert said in result.stderr
    assert "secret" not in result.output


@pytest.mark.parametrize("arguments", [["up"], ["intake"], ["board"]])
def test_what_runs_on_tells_it_on_a_line_of_its_log(arguments: list[str]) -> None:
    result = run(arguments, **NOWHERE, SINERGI_INTAKE_PORT="0", SINERGI_BOARD_PORT="0")
    assert result.exit_code == 1
    started, last = map(json.loads, result.stderr.splitlines())
    assert (started["event"], started["process"]) == ("started", arguments[-1])
    assert last["event"] == "cannot go on"
    assert "no Postgres at postgresql://sinergi:***@127.0.0.1:1/x" in last["why"]
    assert "secret" not in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--channel", "sorto"], "unknown channel 'sorto'; did you mean 'sorot'?"),
        (["--channel", "sorot", "--speed", "fast"], "--speed: 'fast' is no speed"),
        (["--channel", "sorot", "--zone", "Asia/Bekasi"], "--zone: unknown time zone 'Asia/Bekasi'"),
        (["--channel", "sorot", "--map", "waktu"], "--map: 'waktu' is not COLUMN=FIELD"),
        (
            ["--channel", "sorot", "--map", "teks=text"],
            "a.csv:1: --map: no column 'teks'; did you mean 'text'?",
        ),
        (["--channel", "sorot", "--map", "isi=text"], "a.csv:2: two columns give the field 'text'"),
    ],
)
def test_a_replay_that_cannot_be_is_refused_before_anything_is_sent(
    arguments: list[str], said: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("text,isi\na,b\n")
    result = run(["replay", str(file), *arguments], **NOWHERE)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--text", ""], "text: may only be empty"),
        (["--text", "x", "--lat", "-6.2"], "lon: lat and lon come together"),
        (["--text", "x", "--lat", "200", "--lon", "107"], "lat: "),
        (["--text", "x", "--at", "kemarin"], "--at: "),
        (["--category", "banjir"], "category: unknown category 'banjir'"),
    ],
)
def test_a_report_that_would_be_refused_is_not_sent(arguments: list[str], said: str) -> None:
    result = run(["report", "--channel", "sorot", *arguments], **NOWHERE)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_schemas_are_printed_and_written(tmp_path: Path) -> None:
    printed = json.loads(run(["schemas"]).stdout)
    assert run(["schemas", "--write", str(tmp_path / "out")]).exit_code == 0
    assert json.loads((tmp_path / "out" / "report.v1.json").read_text()) == printed["report"]
    assert (tmp_path / "out" / "index.html").exists()


def test_what_breaks_whoever_relies_on_a_release_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = run(["schemas", "--check"])
    said = f"nothing breaks who relies on {', '.join(versions()[::-1])}\n"
    assert (kept.exit_code, kept.stdout) == (0, said)
    monkeypatch.setattr(released, "FOLDER", tmp_path)
    for version in ("0.9.0", "0.10.0"):
        assert run(["schemas", "--freeze", str(tmp_path / version)]).exit_code == 0
    promised = json.loads((tmp_path / "0.10.0" / "schemas.json").read_text())
    promised["report"]["properties"]["weather"] = {"type": "string"}
    for version in ("0.9.0", "0.10.0"):
        (tmp_path / version / "schemas.json").write_text(json.dumps(promised))
    found = run(["schemas", "--check"])
    assert (found.exit_code, found.stdout) == (1, "")
    told = [f"sinergi: breaks who relies on {one}: report: weather: is gone" for one in ("0.10.0", "0.9.0")]
    assert found.stderr.splitlines() == told


def test_a_version_is_kept_once(tmp_path: Path) -> None:
    kept = tmp_path / "9.9.9"
    assert run(["schemas", "--freeze", str(kept)]).exit_code == 0
    assert json.loads((kept / "schemas.json").read_text()) == json.loads(run(["schemas"]).stdout)
    (kept / "messages.json").write_text("as it was")
    refused = run(["schemas", "--freeze", str(kept)])
    assert refused.exit_code == 1
    assert "what was released stays as it is" in refused.output
    assert (kept / "messages.json").read_text() == "as it was"


def test_doctor_says_who_is_away_and_what_to_do_and_ends_with_1() -> None:
    result = run(["doctor", "--seconds", "1"], **NOWHERE)
    assert result.exit_code == 1
    assert "wrong   brokers     no Kafka at 127.0.0.1:1: no broker answers\n" in result.output
    assert (
        "do: start Kafka, or put [kafka] of the settings right: where it is, how it lets us in\n"
        in result.output
    )
    assert "no Postgres at postgresql://sinergi:***@127.0.0.1:1/x" in result.output
    assert result.output.splitlines()[-1].startswith("2 wrong, ")
    answer = json.loads(run(["doctor", "--seconds", "1", "--json"], **NOWHERE).stdout)
    assert not answer["ok"]
    assert {"looked_at", "state", "means", "do", "runbook"} == set(answer["findings"][0])


def test_top_says_who_is_away_and_ends_well() -> None:
    result = run(["top"], **NOWHERE)
    assert result.exit_code == 0
    assert "away: no Kafka at 127.0.0.1:1: no broker answers" in result.output
    assert "away: no Postgres at postgresql://sinergi:***@127.0.0.1:1/x" in result.output
