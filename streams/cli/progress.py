"""Progress with rate and time left, on stderr, on a terminal only."""

from collections.abc import Callable

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from streams.cli.output import aside


class _Rate(ProgressColumn):
    """Records a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "")


def progress() -> Progress:
    """Bars for as long as the block lasts."""
    console = aside()
    return Progress(
        TextColumn("{task.description:11}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )


def bar(shown: Progress, name: str, total: int) -> Callable[[int], None]:
    """A bar, and what tells it of progress."""
    task = shown.add_task(name, total=total, visible=total > 0)
    return lambda more: shown.advance(task, more)
