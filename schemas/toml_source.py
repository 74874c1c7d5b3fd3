"""TOML files that remember their lines, so that a mistake can be shown where it stands."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

_TABLE = re.compile(r"^\s*\[(?P<array>\[)?\s*(?P<name>[A-Za-z0-9_\"'.\s-]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""^\s*(?P<name>([A-Za-z0-9_.-]|"[^"]*"|'[^']*')+)\s*=""")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong in a file a person wrote. `line` counts from 1."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class Mistakes(Exception):  # noqa: N818  (it holds many)
    """All that is wrong at once, so that a person mends a file in one go."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True, slots=True)
class TomlSource:
    """A parsed TOML file and its text."""

    path: Path
    text: str
    content: dict[str, object]

    def mistake(self, location: Sequence[int | str], message: str) -> Mistake:
        """A mistake at `location` (keys and indices, outermost first), at the nearest line found."""
        return Mistake(self.path, self.line_of(location), message)

    def line_of(self, location: Sequence[int | str]) -> int:
        """The line of the key at `location`; of its table, if the key is missing; else 1."""
        best_line, best_depth = 1, 0
        wanted = tuple(map(str, location))
        for line, address in _addresses(self.text):
            depth = _common_prefix(address, wanted)
            if depth > best_depth:
                best_line, best_depth = line, depth
        return best_line

    def explain(self, error: ValidationError) -> list[Mistake]:
        """Each point of a pydantic error, at its line."""
        return [
            self.mistake(
                point["loc"],
                f"{'.'.join(map(str, point['loc'])) or 'file'}: {point['msg'].removeprefix('Value error, ')}",
            )
            for point in error.errors()
        ]


def read_toml(path: Path) -> TomlSource:
    """Read one file. Raises `Mistakes` when it is missing, not UTF-8, or no TOML."""
    try:
        text = path.read_text(encoding="utf-8")
        return TomlSource(path, text, tomllib.loads(text))
    except OSError as error:
        raise Mistakes([Mistake(path, 1, f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise Mistakes([Mistake(path, 1, f"is not UTF-8: {error.reason}")]) from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise Mistakes([Mistake(path, line, f"is not TOML: {error}")]) from error
    except RecursionError as error:
        raise Mistakes([Mistake(path, 1, "is nested too deep")]) from error
    except ValueError as error:  # Python turns no number into an integer that has thousands of digits.
        raise Mistakes([Mistake(path, 1, f"holds a number that cannot be read: {error}")]) from error


def nearest(word: str, valid: Iterable[str]) -> str:
    """A hint naming the valid word most like `word`, or what the valid words are."""
    choices = sorted(valid)
    return close(word, choices) or f"valid: {', '.join(choices[:12])}"


def close(word: str, valid: Iterable[str]) -> str:
    """A hint naming the valid word most like `word`; empty if none is."""
    found = difflib.get_close_matches(word, sorted(valid), n=1, cutoff=0.5)
    return f"did you mean '{found[0]}'?" if found else ""


def _addresses(text: str) -> Iterable[tuple[int, tuple[str, ...]]]:
    """(line, address) of each table header and key; array tables carry their index in the address."""
    counts: dict[str, int] = {}
    table: tuple[str, ...] = ()
    for line, content in enumerate(text.splitlines(), 1):
        if header := _TABLE.match(content):
            name = header["name"]
            table = tuple(_parts(name))
            if header["array"]:
                counts[name] = counts.get(name, -1) + 1
                table = (*table, str(counts[name]))
            yield line, table
        elif key := _KEY.match(content):
            yield line, (*table, *_parts(key["name"]))


def _parts(dotted: str) -> Iterable[str]:
    return (part.strip().strip("\"'") for part in dotted.split("."))


def _common_prefix(address: Sequence[str], wanted: Sequence[str]) -> int:
    """How many leading parts agree, when `address` leads to `wanted`; 0 when it leads elsewhere."""
    return len(address) if tuple(wanted[: len(address)]) == tuple(address) else 0
