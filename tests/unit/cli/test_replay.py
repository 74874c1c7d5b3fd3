"""Rows of a file -> records: always the same, nothing invented, nothing dropped."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from schemas.toml_source import Mistakes
from streams.replay.files import read, read_with_faults
from streams.replay.pace import Pace, factor_of
from streams.replay.reports import Forming, Outgoing
from streams.replay.rows import Row, rename

JAKARTA = ZoneInfo("Asia/Jakarta")


def forming(*, cells: bool = True, stem: str = "banjir") -> Forming:
    return Forming(stem, JAKARTA, cells=cells)


def fields_of(outgoing: Outgoing) -> dict[str, object]:
    found: dict[str, object] = json.loads(outgoing.value)
    return found


def rows(path: Path, text: str | bytes) -> list[Row]:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(read(path))


def test_cells_become_fields() -> None:
    row = Row(
        2,
        {
            "id": "7",
            "reported_at": "2017-02-20 07:58:22.262",
            "lat": "-6.27121280836829",
            "lon": "106.9",
            "accuracy_m": "12",
            "text": "2 meter",
            "depth_cm": "77.0",
            "photos": "https://a/1 https://a/2",
        },
    )
    made = forming().record(row)
    assert fields_of(made) == {
        "id": "7",
        "reported_at": "2017-02-20T07:58:22.262000+07:00",
        "lat": -6.27121280836829,
        "lon": 106.9,
        "accuracy_m": 12.0,
        "text": "2 meter",
        "depth_cm": "77.0",
        "photos": [{"url": "https://a/1"}, {"url": "https://a/2"}],
    }
    assert (made.key, made.id, made.line) == (b"7", "7", 2)
    assert made.said_at == datetime(2017, 2, 20, 0, 58, 22, 262000, tzinfo=UTC)


@pytest.mark.parametrize("cell", ["abc", "nan", "inf", "6,2"])
def test_a_cell_that_is_no_number_is_left_for_the_product_to_refuse(cell: str) -> None:
    assert fields_of(forming().record(Row(2, {"lat": cell})))["lat"] == cell


@pytest.mark.parametrize("at", ["2017-02-20T07:58:22+07:00", "2017-02-20", "kemarin", ""])
def test_a_time_with_offset_or_none_at_all_is_left_as_it_is(at: str) -> None:
    made = forming()
    assert fields_of(made.record(Row(2, {"reported_at": at})))["reported_at"] == at
    assert made.without_offset == 0


def test_times_without_offset_are_counted() -> None:
    made = forming()
    made.record(Row(2, {"reported_at": "2017-02-20 07:58:22"}))
    assert made.without_offset == 1


def test_columns_are_renamed() -> None:
    assert rename({"isi": "lampu mati", "x": 1}, {"isi": "text"}) == {"text": "lampu mati", "x": 1}


def test_two_columns_cannot_give_one_field() -> None:
    with pytest.raises(ValueError, match="two columns give the field 'text'"):
        rename({"text": "a", "isi": "b"}, {"isi": "text"})


def test_a_line_of_json_whose_columns_are_renamed_no_longer_goes_out_as_it_came() -> None:
    row = Row(1, {"isi": "a", "id": "1"}, b'{"isi":"a","id":"1"}')
    assert row.having({"id": "1", "isi": "a"}) == row
    assert row.having({"id": "1", "text": "a"}).raw is None


def test_a_second_reading_gives_the_same_bytes() -> None:
    content = [Row(line, {"text": text}) for line, text in enumerate("abcab", 2)]
    first, second = ([made.record(row) for row in content] for made in (forming(), forming()))
    assert first == second


def test_different_rows_and_equal_rows_have_different_ids() -> None:
    made = forming()
    ids = [made.record(Row(line, {"text": text})).id for line, text in enumerate("abaa", 2)]
    assert len(set(ids)) == 4
    assert ids[2:] == [f"{ids[0]}-2", f"{ids[0]}-3"]
    assert made.without_id == 4


def test_the_same_row_of_another_file_has_another_id() -> None:
    row = Row(2, {"text": "a"})
    assert forming(stem="x").record(row).id != forming(stem="y").record(row).id


def test_any_file_name_gives_a_valid_id() -> None:
    made = forming(stem=" laporan\tbanjir \n" + "x" * 200).record(Row(2, {"text": "a"}))
    assert made.id is not None
    assert made.id.startswith("laporan-banjir-x")
    assert len(made.id) <= 128


def test_a_line_of_json_goes_out_as_it_came() -> None:
    raw = b'{"reported_at":"2026-01-01T00:00:00Z",  "id":"a", "lat": 1.50}'
    made = forming(cells=False).record(Row(1, json.loads(raw), raw))
    assert made.value == raw


def test_a_line_that_is_no_object_goes_out_as_it_came() -> None:
    made = forming(cells=False).record(Row(1, None, b'{"id": "a'))
    assert (made.value, made.id) == (b'{"id": "a', None)
    assert made.key


@pytest.mark.parametrize("id", ["a\x00b", "\ud800"])
def test_an_id_that_postgres_cannot_be_asked_for_is_sent_but_not_asked_for(id: str) -> None:
    made = forming(cells=False).record(Row(1, {"id": id, "text": "x"}, None))
    assert made.id is None
    assert fields_of(made)["id"] == id


def test_csv(tmp_path: Path) -> None:
    found = rows(tmp_path / "a.csv", '\ufeffid,text,lat\n1,"dua\nbaris, ya",\n\n2,,-6.2\n')
    assert [row.fields for row in found] == [
        {"id": "1", "text": "dua\nbaris, ya"},
        {"id": "2", "lat": "-6.2"},
    ]


def test_csv_with_semicolons(tmp_path: Path) -> None:
    assert rows(tmp_path / "a.csv", "id;text\n1;a, b\n")[0].fields == {"id": "1", "text": "a, b"}


def test_json_lines(tmp_path: Path) -> None:
    found = rows(tmp_path / "a.jsonl", b'{"id":"1"}\n\n[1]\n{"id"\n\xff\n' + b"[" * 100_000)
    assert [row.fields for row in found] == [{"id": "1"}, None, None, None, None]
    assert [row.line for row in found] == [1, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", "", "a.txt:1: is of no known kind"),
        ("a.csv", "", "a.csv:1: the first line must name the columns"),
        ("a.csv", "id,id\n", "a.csv:1: the first line must name the columns"),
        ("a.csv", "id,text\n1,a\n2,b,c\n", "a.csv:3: has something in column 3, which line 1 does not name"),
        ("a.csv", 'id\n"a" b\n', "a.csv:2: is not CSV"),
        ("a.csv", b"id\n\xff\n", "a.csv:2: is not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_mistake_at_its_line(
    name: str, content: str | bytes, said: str, tmp_path: Path
) -> None:
    with pytest.raises(Mistakes, match=said):
        rows(tmp_path / name, content)


def test_lines_without_anything_are_no_rows_and_columns_without_a_name_hold_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n,,,\nid,, text ,\n1,,a,\n,,,\n2,x,b\n")
    first, second = read_with_faults(path)
    assert (first.line, first.fields, first.columns, first.fault) == (
        4,
        {"id": "1", "text": "a"},
        ("id", "text"),
        None,
    )
    assert (second.line, second.fault) == (6, "has something in column 2, which line 3 does not name")


def test_a_missing_file_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match="cannot be read"):
        list(read(tmp_path / "no.csv"))


@pytest.mark.parametrize(("text", "factor"), [("max", None), ("60x", 60.0), ("1.5x", 1.5)])
def test_speeds(text: str, factor: float | None) -> None:
    assert factor_of(text) == factor


@pytest.mark.parametrize("text", ["60", "x", "0x", "-1x", "fast", "1e3x", ""])
def test_no_speeds(text: str) -> None:
    with pytest.raises(ValueError, match="is no speed"):
        factor_of(text)


def test_pace_presses_time_together() -> None:
    pace, start = Pace(60.0), datetime(2017, 2, 20, tzinfo=UTC)
    dues = [pace.due_s(start + timedelta(minutes=minutes)) for minutes in (0, 1, 30, 10)]
    assert dues == [0.0, 1.0, 30.0, 10.0]
    assert pace.due_s(None) == 0.0


def test_pace_without_factor_waits_for_nothing() -> None:
    pace, start = Pace(None), datetime(2017, 2, 20, tzinfo=UTC)
    assert [pace.due_s(start), pace.due_s(start + timedelta(days=1))] == [0.0, 0.0]
