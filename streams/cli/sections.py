"""Facts under a title: boxes on a terminal, plain lines in a pipe."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from streams.cli.output import print_line, printable, screen

Fact: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """A title and named facts; empty facts are not shown."""

    title: str
    facts: tuple[Fact, ...]


def print_sections(sections: Iterable[Section]) -> None:
    """Print them to stdout."""
    console = screen()
    for section in sections:
        if console.is_terminal:
            console.print(_panel(section))
        else:
            print_line("\n".join(_lines(section)))


def _panel(section: Section) -> Panel:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, fact in section.facts:
        if fact:
            # As Text, so that what citizens wrote is never taken for markup.
            grid.add_row(name, Text(printable(fact)))
    return Panel(grid, title=Text(printable(section.title), style="bold"), title_align="left")


def _lines(section: Section) -> Iterable[str]:
    yield printable(section.title)
    for name, fact in section.facts:
        if fact:
            first, *rest = printable(fact).splitlines()
            separator = " " if name.endswith((".", "…")) else ": "
            yield f"  {name}{separator}{first}"
            yield from (f"     {line}" for line in rest)
