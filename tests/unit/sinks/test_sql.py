import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sinks import sql
from sinks.sql import Migration, migrations, queries

FILES = sorted(Path(sql.__file__).with_name("queries").iterdir())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in the place of `sinks`."""
    monkeypatch.setattr(sql, "files", lambda package: tmp_path)
    (tmp_path / "migrations").mkdir()
    (tmp_path / "queries").mkdir()
    queries.cache_clear()
    yield tmp_path
    queries.cache_clear()


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / "migrations" / name).write_text(f"-- {name}", encoding="utf-8")


def test_every_statement_or_part_of_one_has_a_name_of_its_own() -> None:
    found = queries()
    assert len(found) == sum(file.read_text(encoding="utf-8").count("-- name:") for file in FILES)
    assert all(re.fullmatch(r"[^;]+;?", statement) for statement in found.values())


def test_every_statement_is_used_and_every_one_used_is_there() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for package in ("sinks", "streams")
        for path in (Path(sql.__file__).parent.parent / package).rglob("*.py")
    )
    assert set(re.findall(r"(?:sql|queries\(\))\[\"(\w+)\"\]", code)) == queries().keys()


def test_statements_are_read_whole_and_without_comments_between_them(folder: Path) -> None:
    one = "-- What this is.\n\n-- name: one\nselect 1\nfrom t;\n\n-- name: two\nselect 2;\n"
    (folder / "queries" / "a.sql").write_text(one, encoding="utf-8")
    (folder / "queries" / "b.sql").write_text("-- name: three\nselect 3;\n", encoding="utf-8")
    assert queries() == {"one": "select 1\nfrom t;", "two": "select 2;", "three": "select 3;"}


def test_a_name_that_two_files_use_is_an_error(folder: Path) -> None:
    for name in ("a.sql", "b.sql"):
        (folder / "queries" / name).write_text("-- name: one\nselect 1;\n", encoding="utf-8")
    with pytest.raises(ValueError, match="there is another statement one"):
        queries()


def test_our_migrations_are_in_order_and_none_is_empty() -> None:
    steps = migrations()
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert steps
    assert all(step.text.strip() for step in steps)


def test_a_checksum_is_of_the_text_alone() -> None:
    step = Migration(1, "a", "create table t ();")
    assert step.checksum == hashlib.sha256(b"create table t ();").hexdigest()
    assert Migration(1, "a", "create table t (); ").checksum != step.checksum


def test_migrations_are_sorted_by_number_and_other_files_left_out(folder: Path) -> None:
    write(folder, "0002_b.sql", "0001_z.sql", "README.md", "3_c.sql", "0003_c.sql.bak")
    assert [(s.number, s.name, s.text) for s in migrations()] == [
        (1, "z", "-- 0001_z.sql"),
        (2, "b", "-- 0002_b.sql"),
    ]


@pytest.mark.parametrize(
    "names", [["0002_a.sql"], ["0001_a.sql", "0003_b.sql"], ["0001_a.sql", "0001_b.sql"], ["0000_a.sql"]]
)
def test_a_gap_or_a_number_used_twice_is_an_error(folder: Path, names: list[str]) -> None:
    write(folder, *names)
    with pytest.raises(ValueError, match="without a gap"):
        migrations()


def test_an_incident_that_changes_is_written_with_every_column_but_those_that_found_it() -> None:
    """A column that the update leaves out would stay as it was when the incident opened."""
    upsert = queries()["upsert_incidents"]
    written = re.search(r"\(([^)]*)\)", upsert)
    assert written is not None
    columns = set(re.findall(r"\w+", written[1]))
    assert {"life", "due_at"} < columns
    assert set(re.findall(r"(\w+) = excluded\.\1\b", upsert)) == columns - {"id", "opened_at"}
