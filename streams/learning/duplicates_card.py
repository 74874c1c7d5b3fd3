"""What people should know of a trained model of de-duplication, as Markdown beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from datetime import UTC, datetime
from importlib.resources import files

from streams.learning.duplicates import ASK_SHARE_MAX, Training
from streams.learning.linked import Linked

KINDS_TOLD = 15


def duplicates_card(reports: Mapping[str, Sequence[Linked]], training: Training) -> str:
    """The whole card; the same training gives the same text."""
    template = (files("streams.learning") / "duplicates_card.template.md").read_text(encoding="utf-8")
    model = training.model
    return template.format(
        terms=len(model.weights),
        kinds=len(model.kinds),
        join_from=model.join_from,
        ask_from=model.ask_from,
        files=_rows(_file(name, linked) for name, linked in reports.items()),
        tested=_rows(
            (f"`{name}`", *(f"{share:.3f}" for share in astuple(found)[2:]))
            for name, found in training.tested.items()
        ),
        ask_share_max=ASK_SHARE_MAX,
        chosen=_rows((f"{join_from:g}", f"{sum:.3f}") for join_from, sum in training.chosen.items()),
        corrected=_corrected(training.corrected),
        wrong=_rows(_wrong(training)),
    )


def _file(name: str, reports: Sequence[Linked]) -> tuple[str, ...]:
    days = (datetime.fromtimestamp(reports[at].sighting.at, UTC).date().isoformat() for at in (0, -1))
    return f"`{name}`", str(len(reports)), str(sum(one.known for one in reports)), *days


def _corrected(pairs: int) -> str:
    if not pairs:
        return ""
    return f"\nOperators of this city decided {pairs} pairs more, each of which counts as one.\n"


def _wrong(training: Training) -> Iterable[tuple[str, ...]]:
    """Kinds with most that is wrong first."""
    worst = sorted(training.wrong.items(), key=lambda item: (-item[1][1] - item[1][2], item[0]))
    return [(kind, *map(str, counts)) for kind, counts in worst[:KINDS_TOLD]]


def _rows(rows: Iterable[Iterable[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
