"""Who is meant by what was given."""

import io
import sys

import pytest

from schemas.catalog import load
from schemas.catalog.models import Catalog
from sinks.personal import Person
from streams.cli.errors import CommandError
from streams.cli.person import person_in


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def test_a_name_that_nobody_should_see_among_the_processes_is_read(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("sorot:warga-1\nsorot:S-1\n"))
    assert person_in(catalog, "-", None) == Person("sorot", reporter="warga-1")
    assert person_in(catalog, None, "-") == Person("sorot", report_id="S-1")


@pytest.mark.parametrize("said", ["", "\n", "sorot\n", "sorot:\n", "nirgends:a\n"])
def test_what_was_read_names_somebody(catalog: Catalog, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(said))
    with pytest.raises(CommandError):
        person_in(catalog, "-", None)
