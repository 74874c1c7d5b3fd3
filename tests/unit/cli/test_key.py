"""`sinergi key` before it asks Postgres."""

from typer.testing import CliRunner

from streams.cli import make_cli


def test_help_shows_an_example_of_each() -> None:
    for command in ("add", "list", "revoke"):
        shown = CliRunner().invoke(make_cli("key"), ["key", command, "--help"], env={"COLUMNS": "200"})
        assert f"Example: sinergi key {command}" in shown.output


def test_a_channel_that_nobody_knows_is_told_without_an_option_that_is_not_there() -> None:
    result = CliRunner().invoke(make_cli("key"), ["key", "add", "sorto", "--name", "x"])
    said = "sinergi: unknown channel 'sorto'; did you mean 'sorot'?\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)
