"""A secret that is made once and kept."""

from pathlib import Path

import pytest

from schemas.toml_source import Mistakes
from streams.connections import NotReadyError
from streams.settings.kept_secret import LENGTH_MIN, kept_secret


def test_it_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.secret"
    made = kept_secret(path)
    assert len(made) >= LENGTH_MIN
    assert kept_secret(path) == made
    assert path.stat().st_mode & 0o077 == 0


def test_what_is_no_secret_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.secret"
    path.write_text("short")
    with pytest.raises(Mistakes, match=r"a\.secret:1: holds no secret of 32 characters"):
        kept_secret(path)


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotReadyError, match=r"file/s/a\.secret: Not a directory"):
        kept_secret(tmp_path / "file" / "s" / "a.secret")
