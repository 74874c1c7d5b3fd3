"""Spreadsheets as small as they can be, for tests that read them."""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TypeAlias
from xml.sax.saxutils import escape


@dataclass(frozen=True, slots=True)
class Formula:
    """With what was kept of it: `kind` is `e` for an error, `str` for a text; None for no value."""

    value: str | None
    kind: str = "n"


Cell: TypeAlias = str | int | float | bool | date | time | Formula | None
Lines: TypeAlias = Sequence[Sequence[Cell]]

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATED = f'<Relationships xmlns="{_PACKAGE}/relationships">{{}}</Relationships>'
_DATE_AND_TIME, _DATE, _TIME = 1, 2, 3
"""Styles, by their place in styles.xml."""
_STYLES = (
    f'<styleSheet {_MAIN}><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="20" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>"
)


def xlsx(path: Path, lines: Lines, *, hidden: Mapping[str, Lines] | None = None, **shown: Lines) -> Path:
    """A workbook of the sheet Laporan, and others by name."""
    sheets = {"Laporan": lines, **shown, **(hidden or {})}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"{_state(name in (hidden or {}))}/>'
        for n, name in enumerate(sheets, 1)
    )
    related = "".join(
        f'<Relationship Id="r{n}" Type="{_DOC}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    styles = f'<Relationship Id="s" Type="{_DOC}/styles" Target="styles.xml"/>'
    office = f'<Relationship Id="r1" Type="{_DOC}/officeDocument" Target="xl/workbook.xml"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        archive.writestr("_rels/.rels", _RELATED.format(office))
        archive.writestr(
            "xl/workbook.xml", f'<workbook {_MAIN} xmlns:r="{_DOC}"><sheets>{listed}</sheets></workbook>'
        )
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATED.format(related + styles))
        archive.writestr("xl/styles.xml", _STYLES)
        for n, content in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", sheet(content))
    return path


def sheet(lines: Lines) -> str:
    rows = "".join(f'<row r="{n}">{"".join(_cells(n, cells))}</row>' for n, cells in enumerate(lines, 1))
    return f"<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>"


def vast(path: Path) -> Path:
    """Two cells in its corners: some kilobytes that ask for a table of 2^34 cells."""
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return altered(xlsx(path, [["id"]]), (b"</sheetData>", corner))


def altered(path: Path, *changes: tuple[bytes, bytes]) -> Path:
    """A workbook whose first sheet was written by somebody else: patterns, and what stands there instead."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    for pattern, instead in changes:
        parts[name] = re.sub(pattern, instead, parts[name])
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return path


def ods(path: Path, cells: Sequence[str]) -> Path:
    """One line of texts below one of numbers, of a spreadsheet as LibreOffice writes it."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    texts = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(one)}</text:p></table:table-cell>'
        for one in cells
    )
    numbers = "".join(
        f'<table:table-cell office:value-type="float" office:value="{n}.0"/>'
        for n in range(1, len(cells) + 1)
    )
    body = (
        f'<table:table table:name="Laporan"><table:table-row>{texts}</table:table-row>'
        f"<table:table-row>{numbers}</table:table-row></table:table>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>{body}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def _state(hidden: bool) -> str:
    return ' state="hidden"' if hidden else ""


def _cells(line: int, cells: Sequence[Cell]) -> Iterator[str]:
    for column, value in enumerate(cells):
        at = f"{chr(ord('A') + column)}{line}"
        if isinstance(value, Formula):
            kept = "" if value.value is None else f"<v>{value.value}</v>"
            yield f'<c r="{at}" t="{value.kind}"><f>A1</f>{kept}</c>'
        elif value is not None:
            yield _cell(at, value)


def _cell(at: str, value: str | float | date | time) -> str:
    match value:
        case bool():
            return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
        case str():
            return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        case datetime():
            return f'<c r="{at}" s="{_DATE_AND_TIME}"><v>{_days(value)!r}</v></c>'
        case date():
            return f'<c r="{at}" s="{_DATE}"><v>{_days(datetime.combine(value, time()))!r}</v></c>'
        case time():
            return f'<c r="{at}" s="{_TIME}"><v>{(value.hour * 60 + value.minute) / 1440!r}</v></c>'
        case _:
            return f'<c r="{at}"><v>{value!r}</v></c>'


def _days(moment: datetime) -> float:
    return (moment - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001  (spreadsheets know no zone)
