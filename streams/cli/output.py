"""Results on stdout, everything else on stderr."""

import json
import re
import sys

from rich.console import Console

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab and line feed, and marks of direction."""


def print_json(result: object) -> None:
    """One JSON value on one line."""
    print_line(printable_json(json.dumps(result, ensure_ascii=False)))


def print_line(line: str) -> None:
    """A line of the result."""
    sys.stdout.write(f"{line}\n")


def print_error(line: str) -> None:
    """A line that is no result."""
    sys.stderr.write(f"sinergi: {line}\n")


def printable(text: str) -> str:
    """A text of somebody else without what would steer the terminal that shows it."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def printable_json(text: str) -> str:
    """The same JSON, with what would steer the terminal escaped."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def screen() -> Console:
    """Where tables go: in colour on a terminal, plain in a pipe."""
    return Console(highlight=False)


def aside() -> Console:
    """Where progress goes."""
    return Console(stderr=True, highlight=False)
