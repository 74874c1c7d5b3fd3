"""`sinergi account` before it asks Postgres."""

import pytest
from typer.testing import CliRunner

from streams.cli import make_cli

FITTING = "kuda tetap biru\n"


def test_help_shows_an_example_of_each() -> None:
    for command in ("add", "list", "password", "role", "invite", "sign-out", "disable", "enable"):
        shown = CliRunner().invoke(
            make_cli("account"), ["account", command, "--help"], env={"COLUMNS": "200"}
        )
        assert f"Example: sinergi account {command}" in shown.output


@pytest.mark.parametrize(
    ("arguments", "password", "said"),
    [
        (("ani", "--role", "agency"), FITTING, "--agency belongs to --role agency, and only there"),
        (("ani", "--role", "admin", "--agency", "dishub"), FITTING, "--agency belongs to --role agency"),
        (("ani", "--role", "agency", "--agency", "dishup"), FITTING, "unknown agency 'dishup'"),
        (("\n", "--role", "operator"), FITTING, "LOGIN: must be 1 to 100 letters"),
        (("", "--role", "operator"), FITTING, "LOGIN: must be 1 to 100 letters"),
        (("ani", "--role", "operator"), "short\n", "the password must have 12 to 256 characters"),
        (("ani", "--role", "operator"), "", "the password must have 12 to 256 characters"),
    ],
)
def test_what_makes_no_account_is_told(arguments: tuple[str, ...], password: str, said: str) -> None:
    result = CliRunner().invoke(make_cli("account"), ["account", "add", *arguments], input=password)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
