"""What was looked at, what it means, and what to do: the words of `sinergi check` and `sinergi doctor`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

LISTED = 5


class State(StrEnum):
    """How bad it is; a warning is right but may become wrong, or surprise."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found. `alert` names the page of deploy/runbook that says more."""

    looked_at: str
    means: str
    state: State = State.OK
    do: str = ""
    alert: str | None = None

    @property
    def line(self) -> str:
        """What it means and what to do, in one line."""
        return f"{self.means}; {self.do}" if self.do else self.means


def wrong(looked_at: str, means: str, do: str = "", alert: str | None = None) -> Finding:
    """Something that must be put right."""
    return Finding(looked_at, means, State.WRONG, do, alert)


def warning(looked_at: str, means: str, do: str = "", alert: str | None = None) -> Finding:
    """Something that somebody should know of."""
    return Finding(looked_at, means, State.WARNING, do, alert)


def of_state(findings: Iterable[Finding], state: State) -> list[Finding]:
    """Those that are so bad."""
    return [finding for finding in findings if finding.state is state]


def listed(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    shown = ", ".join(names[:LISTED])
    return f"{shown} and {len(names) - LISTED} more" if len(names) > LISTED else shown


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 topic`, `2 topics`."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
