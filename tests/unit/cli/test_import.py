"""`sinergi import` before anything is sent: mappings, bounds, and what is told of wrong rows."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from schemas.catalog import load
from streams.cli import import_batch, make_cli
from streams.cli.import_mapping import mapping_of
from streams.cli.import_told import write_report
from streams.replay.batch import WrongRow
from streams.replay.resume import FOLDER
from tests.unit.cli.nowhere import NOWHERE
from tests.unit.replay.workbooks import xlsx

ROOM = Path(import_batch.__file__).parents[1] / "replay"
MAPPING = """
date_format = "%d/%m/%Y %H.%M"

[columns]
No = "id"
Isi = "text"
Jenis = "category"

[joined]
reported_at = ["Tanggal", "Jam"]

[values.category]
banjir = "flood"
"""
HEADER = "No;Tanggal;Jam;Isi;Jenis;Telepon\n"


@pytest.fixture(autouse=True)
def mapping(elsewhere: None) -> None:
    Path("m.toml").write_text(MAPPING)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(make_cli("import"), ["import", *arguments, "--channel", "sorot"], env=NOWHERE)


def dry(content: str, *arguments: str) -> Result:
    Path("a.csv").write_text(content)
    return run("a.csv", "--dry-run", *arguments)


def test_a_dry_run_says_what_is_wrong_by_line_and_shows_nothing_personal() -> None:
    result = dry(
        HEADER
        + "1;24/11/2026;08.30;Banjir;BANJIR;081234567890\n"
        + "2;24/13/2026;08.30;Banjir;;\n"
        + "3;24/11/2026;08.30;Banjir;Hubungi 081234567890;\n",
        *("--mapping", "m.toml", "--json"),
    )
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert (told["dry_run"], told["rows"], told["right"], told["wrong"]) == (True, 3, 1, 2)
    assert told["wrong_by"] == {"invalid reported_at": 1, "unknown_category category": 1}
    assert [(one["line"], one["field"], one["was"]) for one in told["faults"]] == [
        (3, "reported_at", "00/00/0000 00.00"),
        (4, "category", "(not shown)"),
    ]
    assert "columns that are not taken: 'Telepon'" in result.stderr
    assert "08123" not in result.output
    assert not Path(".sinergi", FOLDER).exists()


def test_people_are_shown_the_first_wrong_rows() -> None:
    result = dry("id,text\n" + "a,b\n" * 25)
    assert result.exit_code == 1
    assert "  wrong: 25\n" in result.stdout
    assert "\nline 2: reported_at: Field required\n" in result.stdout
    assert result.stdout.endswith("and 5 more; --report FILE.csv writes them all\n")


def test_a_batch_without_fault_is_none() -> None:
    result = dry("id,text,reported_at\na,b,2026-11-24 08:30\n", "--report", "r.csv")
    assert result.exit_code == 0, result.stderr
    assert Path("r.csv").read_text("utf-8-sig").splitlines() == ["line,field,code,reason,was"]


def test_a_spreadsheet_is_looked_at_like_any_other_file(tmp_path: Path) -> None:
    xlsx(tmp_path / "a.xlsx", [["id", "reported_at", "text"], [7, "2026-11-24 08:30", "a"]], Lain=[["x"]])
    assert run("a.xlsx", "--dry-run").exit_code == 2
    result = run("a.xlsx", "--dry-run", "--sheet", "Laporan", "--json")
    assert (result.exit_code, json.loads(result.stdout)["right"]) == (0, 1)


@pytest.mark.parametrize(
    ("content", "arguments", "told"),
    [
        ("id,text\n", [], "a.csv:1: holds no rows"),
        (
            "Budi,0812\nAni,0813\n",
            [],
            "a.csv:1: no column is called like a field of a report; say which is what",
        ),
        ("Isi\na\n", ["--map", "Isl=text"], "a.csv:1: --map: no column 'Isl'; did you mean 'Isi'?"),
        ("Isi\na\n", ["--map", "Isi=txet"], "--map: 'txet' is no field of a report; did you mean 'text'?"),
        ("Isi\na\n", ["--mapping", "m.toml"], "m.toml:5: a.csv has no column 'No'; valid: Isi"),
        ("text\na\n", ["--mapping", "no.toml"], "no.toml:1: cannot be read"),
        (
            "Budi,0812\nAni,0813\n",
            ["--map", "Nama=text"],
            "--map: no column 'Nama'; does the first line name",
        ),
        ("Budi,0812\nAni,0813\n", ["--mapping", "m.toml"], "has no column 'No'; does the first line name"),
        ("No,a\n1,2\n", ["--mapping", "m.toml"], "has no column 'Isi'; valid: No, a"),
        ("id,id\n", [], "a.csv:1: the first line must name the columns, each differently"),
    ],
)
def test_what_cannot_be_imported_is_refused_with_the_place(
    content: str, arguments: list[str], told: str
) -> None:
    result = dry(content, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_a_long_number_is_not_shown_as_the_name_of_a_column() -> None:
    told = dry("id,text,reported_at,081234567890,Hujan\na,b,2026-11-24 08:30,,\n").stderr
    assert told.startswith("sinergi: columns that are not taken: '(not shown)', 'Hujan'\n")


def test_rows_without_a_place_are_listed() -> None:
    rows = "".join(f"{n},banjir,2026-11-24 08:30,{'pasar' if n == 3 else ''}\n" for n in range(1, 25))
    content = f"id,text,reported_at,place\n{rows}"
    assert json.loads(dry(content, "--json").stdout)["without_place_lines"] == [2, 3, *range(5, 26)]
    lines = ", ".join(map(str, [2, 3, *range(5, 23)]))
    assert f"\n  lines without place: {lines} and 3 more\n" in dry(content).stdout


@pytest.mark.parametrize("name", ["a.csv", "b.csv", "m.toml", "lain.txt"])
def test_a_report_overwrites_nothing_but_a_report(name: str) -> None:
    Path("a.csv").write_text("No;Tanggal;Jam;Isi;Jenis\n1;24/11/2026;08.30;Banjir;x\n")
    Path("b.csv").hardlink_to("a.csv")
    Path("lain.txt").write_text("line,field\n")
    before = Path(name).read_bytes()
    result = run("a.csv", "--dry-run", "--mapping", "m.toml", "--report", name)
    assert (result.exit_code, result.stdout) == (2, "")
    said = "is what is read" if name != "lain.txt" else "is there, and no such report; name another"
    assert result.stderr == f"sinergi: --report: {name} {said}\n"
    assert Path(name).read_bytes() == before


def test_a_report_may_be_made_again_and_written_where_nothing_is_kept() -> None:
    Path("r.csv").touch()
    for _ in range(2):
        assert dry("id,text\na,b\n", "--report", "r.csv").exit_code == 1
        assert len(Path("r.csv").read_text().splitlines()) == 2
    assert dry("id,text\na,b\n", "--report", "/dev/null").exit_code == 1


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        (
            '"flood"',
            '"flod"',
            "m.toml:13: values.category.banjir: unknown category 'flod'; did you mean 'flood'?",
        ),
        ('"text"', '"teks"', "m.toml:6: columns.Isi: 'teks' is no field of a report; did you mean 'text'?"),
        ("/%Y", "", "m.toml:2: date_format: must say year, month and day"),
        ("[columns]", "[colums]", "m.toml:4: colums: Extra inputs are not permitted"),
    ],
)
def test_a_mistake_in_a_mapping_is_shown_at_its_line(was: str, becomes: str, told: str) -> None:
    Path("m.toml").write_text(MAPPING.replace(was, becomes))
    result = dry(HEADER + "1;24/11/2026;08.30;a;;\n", "--mapping", "m.toml")
    assert result.exit_code == 2
    assert told in result.stderr


def test_batches_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_batch, "ROWS", 2)
    assert "a.csv:1: has more than 2 rows" in dry("text\n" + "a\n" * 3).stderr
    monkeypatch.setattr(import_batch, "FILE_BYTES", 1 << 20)
    assert "a.csv:1: has more than 1 MiB" in dry("text\n" + "a" * (1 << 20)).stderr


def test_what_cannot_be_reached_is_told_in_one_line() -> None:
    Path("a.csv").write_text("id,text,reported_at\na,b,2026-11-24T08:30:00+07:00\n")
    result = run("a.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "sinergi: no Kafka at 127.0.0.1:1: no broker answers\n"


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://x")', "+1", "-6,2", "@a", "\tx", "\rx"])
def test_no_cell_of_a_report_is_a_formula(cell: str, tmp_path: Path) -> None:
    write_report(tmp_path / "r.csv", [WrongRow(2, "lat", "invalid", cell, cell)])
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        [_, row] = csv.reader(file)
    assert row == ["2", "lat", "invalid", f"'{cell}", f"'{cell}"]


def test_the_mapping_that_is_shown_as_an_example_is_one(tmp_path: Path) -> None:
    _, example, _ = (ROOM / "README.md").read_text().replace("```toml", "```").split("```")
    (tmp_path / "example.toml").write_text(example)
    mapping = mapping_of(tmp_path / "example.toml", [], load().categories).mapping
    assert mapping.columns["Isi Laporan"] == "text"
