"""Cells of an .xlsx that its reader takes for empty: errors, and formulas whose value was not kept."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, TypeAlias
from xml.parsers import expat

from streams.replay.spoilt import NO_VALUE

Broken: TypeAlias = dict[int, dict[int, str]]
"""What stands there, by line and column, both counted from 1."""

_CHUNK_BYTES = 1 << 20
_SUSPECT = re.compile(rb"""\st\s*=\s*["']e["']|<(?:\w+:)?f[\s>/]""")
_OVERLAP_BYTES = 32


def broken_cells(path: str, sheet: str) -> Broken:
    """Of one sheet; most have none, and are not read twice.

    Raises what can be wrong with it: `KeyError`, `ValueError`, `expat.ExpatError`, `zipfile.BadZipFile`.
    """
    with zipfile.ZipFile(path) as archive:
        part = _part(archive, sheet)
        with archive.open(part) as file:
            if not _suspect(file):
                return {}
        with archive.open(part) as file:
            return _Scan().of(file)


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    """Where the archive has the sheet, found as its reader does."""
    sheets = _elements(archive.read("xl/workbook.xml"), "sheet")
    ids = {one["name"]: id for one in sheets for name, id in one.items() if name.endswith(":id")}
    related = _elements(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
    target = {one["Id"]: one["Target"] for one in related}[ids[sheet]]
    return f"xl/{target.removeprefix('/').removeprefix('xl/')}"


def _elements(content: bytes, element: str) -> list[Mapping[str, str]]:
    found: list[Mapping[str, str]] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if _plain(name) == element:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(content, True)
    return found


def _suspect(file: IO[bytes]) -> bool:
    before = b""
    while chunk := file.read(_CHUNK_BYTES):
        if _SUSPECT.search(before + chunk):
            return True
        before = chunk[-_OVERLAP_BYTES:]
    return False


@dataclass(slots=True)
class _Scan:
    """Where it is in the sheet, and what of the present cell is known."""

    line: int = 0
    column: int = 0
    kind: str = ""
    formula: bool = False
    in_value: bool = False
    value: str = ""
    found: Broken = field(default_factory=dict)

    def of(self, file: IO[bytes]) -> Broken:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ParseFile(file)
        return self.found

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        match _plain(name):
            case "row":
                self.line, self.column = int(attributes.get("r", self.line + 1)), 0
            case "c":
                at = attributes.get("r")
                self.column = _column(at) if at else self.column + 1
                self.kind, self.formula, self.value = attributes.get("t", ""), False, ""
            case "f":
                self.formula = True
            case "v":
                self.in_value = True

    def _text(self, text: str) -> None:
        if self.in_value:
            self.value += text

    def _end(self, name: str) -> None:
        match _plain(name):
            case "v":
                self.in_value = False
            case "c" if self.kind == "e":
                self._broken(self.value)
            case "c" if self.formula and not self.value and self.kind != "str":  # "str" may be empty
                self._broken(NO_VALUE)

    def _broken(self, what: str) -> None:
        self.found.setdefault(self.line, {})[self.column] = what


def _plain(name: str) -> str:
    return name.rpartition(":")[2]


def _column(at: str) -> int:
    """`AB7` -> 28. What is no such place the reader has refused before."""
    number = 0
    for letter in at.rstrip("0123456789").upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
