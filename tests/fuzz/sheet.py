"""Small .xlsx files, made without a library: a plain one, one with formulas, and bombs."""

import zipfile
from functools import cache
from io import BytesIO

_HEAD = "<?xml version='1.0' encoding='UTF-8'?>"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ROW = (
    "<row r='1'><c r='A1' t='inlineStr'><is><t>id</t></is></c>"
    "<c r='B1' t='inlineStr'><is><t>text</t></is></c></row>"
)


@cache
def sheets() -> tuple[bytes, ...]:
    """Each of a few hundred bytes."""
    plain = "<row r='2'><c r='A2'><v>12</v></c><c r='B2' t='inlineStr'><is><t>banjir</t></is></c></row>"
    formulas = "<row r='2'><c r='A2' t='e'><v>#REF!</v></c><c r='B2'><f>1+1</f><v></v></c></row>"
    far = "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    wide = "<row r='2'><c r='ZZZZZZZ2' t='e'><v>1</v></c><c r='99999999999999999999'><v>1</v></c></row>"
    lines = "<row r='99999999999'><c t='e'><v>x</v></c></row><row r='-1'><c t='e'><v>x</v></c></row>"
    dates = "<row r='2'><c r='A2' t='d'><v>2026-11-24T08:30:00</v></c><c r='B2' s='1'><v>1e300</v></c></row>"
    return tuple(sheet(rows) for rows in (plain, formulas, far, wide, lines, dates))


def sheet(rows: str, before: str = "") -> bytes:
    """A workbook of one sheet with these rows below the names; `before` stands before its first element."""
    parts = {
        "[Content_Types].xml": f"{_HEAD}<Types xmlns='{_PACKAGE}/content-types'>"
        "<Default Extension='xml' ContentType='application/xml'/></Types>",
        "_rels/.rels": f"{_HEAD}<Relationships xmlns='{_PACKAGE}/relationships'><Relationship Id='r1' "
        f"Type='{_OFFICE}/officeDocument' Target='xl/workbook.xml'/></Relationships>",
        "xl/workbook.xml": f"{_HEAD}<workbook xmlns='{_MAIN}' xmlns:r='{_OFFICE}'><sheets>"
        "<sheet name='A' sheetId='1' r:id='r1'/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{_HEAD}<Relationships xmlns='{_PACKAGE}/relationships'>"
        f"<Relationship Id='r1' Type='{_OFFICE}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>",
        "xl/worksheets/sheet1.xml": f"{_HEAD}{before}<worksheet xmlns='{_MAIN}'><sheetData>{_ROW}{rows}"
        "</sheetData></worksheet>",
    }
    into = BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return into.getvalue()
