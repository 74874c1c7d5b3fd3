"""CSV and JSON lines as they come out of the programs that people use."""

from pathlib import Path

import pytest

from schemas.toml_source import Mistakes
from streams.replay.files import read_with_faults
from streams.replay.rows import Fields, Layout


def fields(path: Path, content: bytes, header_line: int | None = None) -> list[tuple[int, Fields | None]]:
    path.write_bytes(content)
    return [(row.line, row.fields) for row in read_with_faults(path, Layout(header_line=header_line))]


@pytest.mark.parametrize(
    ("content", "header_line", "line"),
    [
        (b"id;isi\n1;a,b\n", None, 2),
        (b'id,isi\n1,"a,b"\n', None, 2),
        (b"id\tisi\n1\ta,b\n", None, 2),
        (b"id\tisi\r\n1\ta,b\r\n", None, 2),
        (b"\n \n;;\nid;isi\n1;a,b\n", None, 5),
        (b"Laporan, November, 2026\n\nid;isi\n1;a,b\n", 3, 4),
        (b'"Laporan,\nsemua"\nid;isi\n1;a,b\n', 3, 4),
        (b'"i\nd";"is\ni"\n1;a,b\n', None, 4),
        (b'"id";"isi"\n1;a,b\n', None, 2),
        (b"sep=;\r\nid;isi\r\n1;a,b\r\n", None, 3),
        (b"\xef\xbb\xbfsep=;\nid;isi\n1;a,b\n", None, 3),
        (b"sep=\t\nid\tisi\n1\ta,b\n", 2, 3),
        (b'sep=,\nid,isi\n1,"a,b"\n', None, 3),
    ],
)
def test_the_line_of_names_says_what_delimits(
    content: bytes, header_line: int | None, line: int, tmp_path: Path
) -> None:
    found = fields(tmp_path / "a.csv", content, header_line)
    assert [(at, list((row or {}).values())) for at, row in found] == [(line, ["1", "a,b"])]


def test_delimiters_in_the_name_of_a_column_do_not_count(tmp_path: Path) -> None:
    content = b'id;"isi, lengkap, semua"\n1;a\n'
    assert fields(tmp_path / "a.csv", content) == [(2, {"id": "1", "isi, lengkap, semua": "a"})]


def test_a_row_over_several_lines_stands_where_it_begins(tmp_path: Path) -> None:
    content = b'id,isi\n1,"a\n\nb"\n2,c\n\n3,"d\ne"\n'
    found = fields(tmp_path / "a.csv", content)
    assert [(line, (row or {})["id"]) for line, row in found] == [(2, "1"), (5, "2"), (7, "3")]


def test_a_quote_without_end_is_told_where_it_begins(tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match=r"a\.csv:3: is not CSV: unexpected end"):
        fields(tmp_path / "a.csv", b'id,isi\n1,a\n2,"b\n3,c\n4,d\n')


def test_names_without_end_are_not_searched_without_end(tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match=r"a\.csv:1: is not CSV"):
        fields(tmp_path / "a.csv", b'"id\n' + b"1;a\n" * 300_000)


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_said_to_be_that(name: str, encoding: str, tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match=r":1: is UTF-16; save it as UTF-8 \(Excel calls it CSV UTF-8\)"):
        fields(tmp_path / name, "id;isi\n1;a\n".encode(encoding))


def test_what_is_not_utf_8_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match=r"a\.csv:2: is not UTF-8: .*; save it as UTF-8 \(Excel"):
        fields(tmp_path / "a.csv", "id,isi\n1,é\n".encode("latin-1"))


def test_the_mark_of_utf_8_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": "1"}\n{"id": "2"}\n')
    first, second = read_with_faults(path)
    assert (first.fields, first.raw) == ({"id": "1"}, b'{"id": "1"}')
    assert (second.line, second.fields) == (2, {"id": "2"})
