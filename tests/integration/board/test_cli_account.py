"""`sinergi account`, by the commands that the pages name: an account from its beginning to its end."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from streams.cli import make_cli

PASSWORD = "kuda tetap biru\n"

pytestmark = [pytest.mark.usefixtures("own_postgres"), pytest.mark.any_broker]


def account(*arguments: str) -> Result:
    return CliRunner().invoke(make_cli(), ["account", *arguments], input=PASSWORD)


def the_only_one() -> dict[str, Any]:
    [one] = json.loads(account("list", "--json").stdout)["accounts"]
    return dict(one)


def test_an_account_changes_its_role_and_its_password_and_is_closed_and_opened() -> None:
    id = account("add", "ani", "--role", "operator").stdout.strip()
    assert (the_only_one()["id"], the_only_one()["role"]) == (id, "operator")
    assert account("role", "ani", "--role", "agency", "--agency", "dishub").exit_code == 0
    assert (the_only_one()["role"], the_only_one()["agency"]) == ("agency", "dishub")
    assert account("password", "ani").exit_code == 0
    assert account("invite", "ani").stdout.startswith("http://127.0.0.1:8312/invitation/")
    assert account("sign-out", "ani").exit_code == 0
    assert account("disable", "ani").exit_code == 0
    assert the_only_one()["disabled_at"]
    assert account("enable", "ani").exit_code == 0
    assert the_only_one()["disabled_at"] is None


@pytest.mark.parametrize(
    "command",
    [
        ("password", "budi"),
        ("role", "budi", "--role", "council"),
        ("invite", "budi"),
        ("sign-out", "budi"),
        ("disable", "budi"),
        ("enable", "budi"),
    ],
)
def test_who_is_not_there_is_told(command: tuple[str, ...]) -> None:
    result = account(*command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no account 'budi'" in result.stderr
