"""What is told in a line, and what shows a traceback."""

import asyncpg
import pytest
import typer

from streams.cli.errors import FAILURE, told


def test_what_a_login_may_not_do_is_told_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    @told
    def command() -> None:
        raise asyncpg.InsufficientPrivilegeError("permission denied for table report_originals")

    with pytest.raises(typer.Exit) as ended:
        command()
    assert ended.value.exit_code == FAILURE
    said = "sinergi: permission denied for table report_originals: this login of Postgres may not do that;"
    assert capsys.readouterr().err.startswith(said)
