"""What `sinergi top` shows, at 80 columns: figures in, a renderable out."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from streams.cli.output import printable
from streams.cli.tables import empty_table, one_line
from streams.top.figures import DECISIONS, ChannelFigures, Figures

AGENCIES_A_ROW = 3
AGENCIES_SHOWN = 12
OLD_S, VERY_OLD_S = 10.0, 60.0
"""Within a minute a report is to be dispatched."""
_UNKNOWN = "-"


def table(found: Figures) -> RenderableType:
    """All of it, below each other."""
    return Group(*_parts(found))


def _parts(found: Figures) -> Iterator[RenderableType]:
    yield Text.assemble(
        ("sinergi top", "bold"), f"  {found.at}  rates over {found.seconds:.0f} s; - is not known"
    )
    for why in found.away:
        yield Text(f"away: {printable(why)}", "bold red")
    yield _channels(found)
    yield _processes(found)
    yield _standing(found)
    yield _agencies(found)


def _channels(found: Figures) -> Table:
    made = empty_table(
        "Channels: reports a second, and decisions of the last minute",
        "Channel", "#in/s", "#read/s", "#told/s", *(f"#{one}" for one in DECISIONS), "#refused",
    )  # fmt: skip
    for one in found.channels:
        made.add_row(
            one.channel, *map(_rate, (one.in_per_s, one.understood_per_s, one.told_per_s)), *_decisions(one)
        )
    return made


def _decisions(one: ChannelFigures) -> Iterator[str]:
    for decision in DECISIONS:
        yield _number(one.decided[decision] if one.decided else None)
    yield _number(one.refused)


def _processes(found: Figures) -> Table:
    made = empty_table("Processes", "Process", "#reads/s", "#writes/s", "#behind", "#oldest")
    for one in found.processes:
        made.add_row(
            one.process,
            _rate(one.reads_per_s),
            _rate(one.writes_per_s),
            _number(one.behind),
            _age(one.oldest_s),
        )
    return made


def _standing(found: Figures) -> Text:
    return Text.assemble(
        ("Outbox ", "bold"),
        _number(found.outbox),
        " oldest ",
        _age(found.outbox_oldest_s),
        ("   Questions ", "bold"),
        _number(found.questions),
        ("   Events ", "bold"),
        _number(found.events),
    )


def _agencies(found: Figures) -> Table:
    total, late = sum(one.open for one in found.agencies), sum(one.late for one in found.agencies)
    hidden = max(0, len(found.agencies) - AGENCIES_SHOWN)
    more = f", {hidden} agencies more" if hidden else ""
    title = f"Open at agencies: {total}, late {late}{more}"
    made = empty_table(title, *("~Agency", "#open", "#late") * AGENCIES_A_ROW)
    cells = [
        (one_line(one.agency), _number(one.open), Text(str(one.late), "red" if one.late else ""))
        for one in found.agencies[:AGENCIES_SHOWN]
    ]
    for start in range(0, len(cells), AGENCIES_A_ROW):
        made.add_row(*(cell for agency in cells[start : start + AGENCIES_A_ROW] for cell in agency))
    return made


def _rate(per_s: float | None) -> str:
    return _UNKNOWN if per_s is None else f"{per_s:,.1f}"


def _number(number: int | None) -> str:
    return _UNKNOWN if number is None else f"{number:,}"


def _age(seconds: float | None) -> Text:
    if seconds is None:
        return Text(_UNKNOWN)
    style = "bold red" if seconds >= VERY_OLD_S else "yellow" if seconds >= OLD_S else ""
    return Text(f"{seconds:.0f} s", style)
