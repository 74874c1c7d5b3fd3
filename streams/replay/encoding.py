"""Lines of a text file: UTF-8, with or without its mark."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from pathlib import Path

from schemas.toml_source import Mistake, Mistakes

_ADVICE = "save it as UTF-8 (Excel calls it CSV UTF-8)"


def utf8_lines(path: Path, file: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Numbered, and without the mark. Raises `Mistakes` for UTF-16, of which no line could be read."""
    for number, line in enumerate(file, 1):
        if number == 1 and (line.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or b"\x00" in line[:2]):
            raise Mistakes([Mistake(path, 1, f"is UTF-16; {_ADVICE}")])
        yield number, line.removeprefix(BOM_UTF8) if number == 1 else line


def text_lines(path: Path, file: Iterable[bytes]) -> Iterator[str]:
    """The same as text. Raises `Mistakes`."""
    for number, line in utf8_lines(path, file):
        try:
            yield line.decode()
        except UnicodeDecodeError as error:
            raise Mistakes([Mistake(path, number, f"is not UTF-8: {error.reason}; {_ADVICE}")]) from error
