"""`sinergi webhook` before it asks Postgres."""

from collections.abc import Sequence

import pytest
from typer.testing import CliRunner, Result

from streams.cli import make_cli

URL = "https://dishub.example/terima"
COMMANDS = ("add", "list", "remove", "rotate", "enable", "failed", "resend", "test")


pytestmark = pytest.mark.usefixtures("elsewhere")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(make_cli("webhook"), ["webhook", *arguments])


def test_help_shows_an_example_of_each() -> None:
    for command in COMMANDS:
        assert f"Example: sinergi webhook {command}" in run(command, "--help").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "disub", URL), "unknown agency 'disub'; did you mean 'dishub'?"),
        (("add", "dishub", "http://dishub.example"), "URL: it begins with 'http', and must with https"),
        (("add", "dishub", "https://10.0.0.1/"), "URL: 10.0.0.1 is a private address"),
        (("add", "dishub", "https://a..b/"), "URL: 'a..b' is no name of a host"),
        (("enable", "dishub", "--url", "https://[::1]/"), "URL: ::1 is a loopback address"),
        (("resend",), "either the ID of a dispatch or --agency"),
        (("resend", "x", "--agency", "dishub"), "either the ID of a dispatch or --agency"),
    ],
)
def test_wrong_usage_is_told(arguments: Sequence[str], said: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"sinergi: {said}\n")


@pytest.mark.parametrize("arguments", [("add", "dishub", "-"), ("enable", "dishub", "--url", "-")])
def test_an_address_is_read_where_it_is_not_given(arguments: Sequence[str]) -> None:
    result = CliRunner().invoke(
        make_cli("webhook"), ["webhook", *arguments], input="https://10.0.0.1/?token=x\n"
    )
    assert (result.exit_code, result.stderr) == (2, "sinergi: URL: 10.0.0.1 is a private address\n")
