"""How far a batch was sent: kept as a whole, believed only where it is true."""

from pathlib import Path

import pytest

from schemas.toml_source import Mistakes
from streams.replay.journal import EVERY, BusyError, Journal, Mark, alone

FRESH = Mark(file="a.csv", cluster="one", records=2_000)


def test_it_goes_on_where_it_was_last_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    journal = Journal.of(path, FRESH)
    for _ in range(EVERY + 10):
        journal.confirm(1)
    assert Journal.of(path, FRESH).mark.confirmed == EVERY
    journal.keep()
    assert Journal.of(path, FRESH).mark.confirmed == EVERY + 10
    assert list(tmp_path.iterdir()) == [path]


def test_another_cluster_begins_anew(tmp_path: Path) -> None:
    journal = Journal.of(tmp_path / "a.json", FRESH)
    journal.confirm(EVERY)
    other = FRESH.model_copy(update={"cluster": "two"})
    assert Journal.of(tmp_path / "a.json", other).mark == other


def test_what_is_forgotten_begins_anew(tmp_path: Path) -> None:
    journal = Journal.of(tmp_path / "a.json", FRESH)
    journal.confirm(EVERY)
    journal.forget()
    assert Journal.of(tmp_path / "a.json", FRESH).mark == FRESH


def test_a_file_that_says_something_else_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"file": "a.csv"')
    with pytest.raises(Mistakes, match=r"a\.json:1: does not say how far a batch was sent; remove it"):
        Journal.of(tmp_path / "a.json", FRESH)


def test_one_channel_is_sent_by_one_process_at_a_time(tmp_path: Path) -> None:
    with (
        alone(tmp_path, "sorot"),
        alone(tmp_path, "poc"),
        pytest.raises(BusyError, match="another import of channel sorot"),
        alone(tmp_path, "sorot"),
    ):
        pass
    with alone(tmp_path, "sorot"):
        pass
