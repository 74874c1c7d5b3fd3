"""Tables of one look."""

from typing import Literal

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from schemas.catalog.models import Urgency
from streams.core.names import URGENCY

_STYLES = {Urgency.LOW: "dim", Urgency.HIGH: "yellow", Urgency.EMERGENCY: "bold red"}


def empty_table(title: str, *columns: str) -> Table:
    """No rows yet; a column that begins with # holds numbers, one with ~ gives way where room is short."""
    made = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        justify: Literal["left", "right"] = "right" if column.startswith("#") else "left"
        made.add_column(column.lstrip("#~"), justify=justify, no_wrap=not column.startswith("~"))
    return made


def urgency_text(urgency: Urgency) -> Text:
    """Its word, in a colour that tells how urgent it is."""
    return Text(URGENCY[urgency], _STYLES.get(urgency, ""))


def one_line(text: str) -> Text:
    """Cut rather than wrapped."""
    return Text(text, no_wrap=True, overflow="ellipsis")
