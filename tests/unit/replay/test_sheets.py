"""Spreadsheets -> rows as CSV would have them, within bounds."""

import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest

from schemas.toml_source import Mistakes
from streams.replay import sheets
from streams.replay.files import read_with_faults
from streams.replay.rows import Fields, Layout
from streams.replay.sheet_cells import _column
from streams.replay.spoilt import NO_VALUE
from tests.unit.replay.workbooks import Formula, altered, ods, vast, xlsx


def fields(path: Path, layout: Layout | None = None) -> list[tuple[int, Fields | None]]:
    return [(row.line, row.fields) for row in read_with_faults(path, layout)]


def refusal(path: Path, layout: Layout | None = None) -> str:
    with pytest.raises(Mistakes) as caught:
        fields(path, layout)
    return str(caught.value)


def test_cells_are_text_and_numbers_have_no_point_that_nobody_wrote(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        [
            ["id", "lat", "benar", "kode"],
            [1024, -6.2383, True, "007"],
            [],
            [3275012345678901, 106.0, None, "x"],
        ],
    )
    assert fields(path) == [
        (2, {"id": "1024", "lat": "-6.2383", "benar": "true", "kode": "007"}),
        (4, {"id": "3275012345678901", "lat": "106", "kode": "x"}),
    ]


def test_a_number_that_is_not_exact_any_more_is_written_as_a_rounded_one(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["id"], [2**53 - 1], [2**53], [3.17405e21]])
    assert [found and found["id"] for _, found in fields(path)] == [
        *("9007199254740991", "9.007199254740992E+15", "3.174050000000000E+21"),
    ]


def test_errors_and_formulas_without_value_are_not_empty_cells(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        [
            ["id", "text", "place", "category"],
            ["1", Formula("#REF!", "e"), Formula("7"), Formula("", "str")],
            [],
            ["2", Formula(None), Formula("#DIV/0!", "e"), Formula("")],
            ["3", "a"],
        ],
    )
    assert fields(path) == [
        (2, {"id": "1", "text": "#REF!", "place": "7"}),
        (4, {"id": "2", "text": NO_VALUE, "place": "#DIV/0!", "category": NO_VALUE}),
        (5, {"id": "3", "text": "a"}),
    ]


def test_a_column_or_line_of_nothing_but_such_formulas_is_not_passed_over(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["id"], ["1", None, Formula(None)]])
    assert [row.fault for row in read_with_faults(path)] == [
        "has something in column 3, which line 1 does not name"
    ]
    path = xlsx(tmp_path / "b.xlsx", [["id"], ["1"], [Formula(None)]])
    assert "b.xlsx:1: has nothing but formulas without their values in line 3" in refusal(path)


def test_cells_without_a_place_stand_one_after_the_other(tmp_path: Path) -> None:
    path = altered(
        xlsx(tmp_path / "a.xlsx", [["id", "isi"], ["1", Formula("#N/A", "e")], ["2", Formula("#N/A", "e")]]),
        (rb' r="[A-Z]?[0-9]+"', b""),
    )
    assert fields(path) == [(2, {"id": "1", "isi": "#N/A"}), (3, {"id": "2", "isi": "#N/A"})]


@pytest.mark.parametrize("change", [(rb"\bB2\b", b"1B"), (b'row r="2"', b'row r="x"')])
def test_a_place_that_is_none_is_refused(change: tuple[bytes, bytes], tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["id", "isi"], ["1", Formula("#N/A", "e")]])
    assert "a.xlsx:1: cannot be " in refusal(altered(path, change))


@pytest.mark.parametrize(
    ("place", "column"), [("A1", 1), ("z9", 26), ("AA10", 27), ("ab7", 28), ("XFD1048576", 16_384)]
)
def test_a_column_is_counted_from_its_letters(place: str, column: int) -> None:
    assert _column(place) == column


def test_of_sheets_the_errors_of_the_one_that_is_read_are_seen(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["id"], ["1"]], Lain=[["id"], [Formula("#N/A", "e")]])
    assert fields(path, Layout(sheet="Laporan")) == [(2, {"id": "1"})]
    assert fields(path, Layout(sheet="Lain")) == [(2, {"id": "#N/A"})]


def test_dates_and_times_are_as_they_are_seen(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        [
            ["waktu", "tanggal", "jam"],
            [datetime.fromisoformat("2026-11-24 08:30"), date(2026, 11, 24), time(8, 30)],
            [datetime.fromisoformat("2026-11-25 00:00"), date(2026, 11, 25), time(0, 0)],
        ],
    )
    assert fields(path) == [
        (2, {"waktu": "2026-11-24 08:30:00", "tanggal": "2026-11-24", "jam": "08:30:00"}),
        (3, {"waktu": "2026-11-25 00:00:00", "tanggal": "2026-11-25", "jam": "00:00:00"}),
    ]


def test_an_xls_that_another_program_wrote() -> None:
    first, second = fields(Path(__file__).with_name("laporan.xls"))
    assert first == (
        2,
        {
            "No": "1024",
            "Waktu": "2026-11-24 08:30:00",
            "Isi": "Banjir di depan pasar",
            "Lintang": "-6.2383",
            "Tanggal": "2026-11-24",
            "Jam": "08:30:00",
        },
    )
    assert second == (4, {"No": "1025", "Waktu": "2026-11-25 00:00:00", "Isi": "Sampah", "Lintang": "-6.25"})


def test_ods(tmp_path: Path) -> None:
    assert fields(ods(tmp_path / "a.ods", ["id", "isi"])) == [(2, {"id": "1", "isi": "2"})]


def test_names_stand_below_a_title(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["Laporan"], [], ["id", "isi"], ["1", "a"]])
    assert fields(path, Layout(header_line=3)) == [(4, {"id": "1", "isi": "a"})]
    first = next(iter(read_with_faults(path)))
    assert first.fault == "has something in column 2, which line 1 does not name"


def test_a_sheet_is_chosen_and_never_guessed(tmp_path: Path) -> None:
    one = xlsx(tmp_path / "one.xlsx", [["id"], ["1"]], hidden={"Rahasia": [["id"], ["9"]]})
    assert fields(one) == [(2, {"id": "1"})]
    two = xlsx(tmp_path / "two.xlsx", [["id"], ["1"]], Maret=[["id"], ["2"]])
    assert "two.xlsx:1: say which sheet: 'Laporan', 'Maret'" in refusal(two)
    assert fields(two, Layout(sheet="Maret")) == [(2, {"id": "2"})]
    assert "has no sheet 'April'; there are 'Laporan', 'Maret'" in refusal(two, Layout(sheet="April"))


def test_what_is_no_spreadsheet_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"id,text\n1,a\n")
    assert "a.xlsx:1: cannot be read as a spreadsheet: " in refusal(path)


def test_a_damaged_archive_is_said_to_be_one(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["id"], ["1"]])
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 1] = 0
    path.write_bytes(content)
    assert "a.xlsx:1: is a damaged archive: Bad magic number" in refusal(path)


def test_a_table_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    path = vast(tmp_path / "a.xlsx")
    assert path.stat().st_size < 5_000
    assert "takes more than 1024 MiB of memory" in refusal(path)


def test_an_archive_is_measured_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(3 << 20))
    monkeypatch.setattr(sheets, "UNPACKED_BYTES", 2 << 20)
    assert "unpacks to 3 MiB, the bound is 2 MiB" in refusal(path)
    monkeypatch.setattr(sheets, "FILE_BYTES", 1_000)
    assert "has more than 0 MiB" in refusal(path)


@pytest.mark.parametrize(("bound", "most"), [("LINE_BYTES", 20), ("UNPACKED_BYTES", 1_500)])
def test_what_the_cells_hold_is_bounded_too(
    bound: str, most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["id"], *[["x" * 30]] * 99])
    monkeypatch.setattr(sheets, "_check", lambda path: None)
    monkeypatch.setattr(sheets, bound, most)
    assert "holds more than" in refusal(path)


def test_without_the_library_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["id"]])
    monkeypatch.setattr(sheets, "find_spec", lambda name: None)
    assert "a.xlsx:1: is a spreadsheet, and reading those needs `pip install sinergi[intake]`" in refusal(
        path
    )


def test_nobody_is_left_behind_by_who_stops_reading(tmp_path: Path) -> None:
    rows = read_with_faults(xlsx(tmp_path / "a.xlsx", [["id"], *[["x" * 1_000]] * 500]))
    next(rows)
    rows.close()  # type: ignore[attr-defined]  # Warnings are errors: a process left behind would be one.
