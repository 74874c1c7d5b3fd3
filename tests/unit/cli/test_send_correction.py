"""What the command line says of a correction that would be refused."""

import pytest
from typer.testing import CliRunner

from schemas.correction import NoReport
from streams.cli import make_cli
from streams.cli.errors import CommandError
from streams.cli.send_correction import decided
from tests.unit.core.catalog import small_catalog


def test_a_field_at_fault_is_named_once() -> None:
    with pytest.raises(CommandError) as caught:
        decided(NoReport(incident="rawa:air:a"), by="ani", why="", seen={}, catalog=small_catalog())
    assert str(caught.value).startswith("why: String should")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("merge", "nosuch", "rawa:air:b"), "incident: 'nosuch' is no id like that of an incident"),
        (("split", "rawa:air:b", "S-1"), "reports.0: 'S-1' is no id like that of a report, sorot:S-1"),
    ],
)
def test_an_id_that_cannot_be_one_is_told_what_it_should_be_like(
    arguments: tuple[str, ...], said: str
) -> None:
    result = CliRunner().invoke(make_cli("correct"), ["correct", *arguments, "--why", "x"])
    assert result.exit_code == 2
    assert said in result.output
